import fc from "fast-check";
import { expect, test } from "vitest";
import { envelopeUrl, parseDsn, renderDsn } from "../../src/deliver/dsn.ts";
import { VextelError } from "../../src/errors.ts";

const dsn = fc
  .record({
    key: fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
    secret: fc.option(fc.stringMatching(/^[a-z0-9]{1,40}$/), { nil: undefined }),
    host: fc.oneof(fc.domain(), fc.constantFrom("[2001:db8::1]", "192.0.2.7")),
    port: fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }),
    prefix: fc.array(fc.stringMatching(/^[a-z0-9_~-]{1,10}$/), { maxLength: 2 }),
    project: fc.stringMatching(/^\d{1,20}$/),
  })
  .filter(({ port }) => port !== 443 && port !== 80);

test("a DSN is parsed and rendered again without its secret", () => {
  fc.assert(
    fc.property(dsn, ({ key, secret, host, port, prefix, project }) => {
      const place = `${host}${port === undefined ? "" : `:${port}`}`;
      const path = prefix.map((part) => `/${part}`).join("");
      const text = `https://${key}${secret === undefined ? "" : `:${secret}`}@${place}${path}/${project}`;
      const parsed = parseDsn(text);
      expect(parsed).toEqual({
        ...{ protocol: "https:", publicKey: key, host: place, prefix: path, projectId: project },
      });
      expect(renderDsn(parsed)).toBe(`https://${key}@${place}${path}/${project}`);
      expect(parseDsn(renderDsn(parsed))).toEqual(parsed);
      expect(envelopeUrl(parsed)).toBe(`https://${place}${path}/api/${project}/envelope/`);
    }),
  );
});

test("any text is a DSN or is refused without being repeated", () => {
  const near = fc.tuple(fc.constantFrom("https://", "http://", "ftp://", ""), fc.string(), fc.string(), fc.string());
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        near.map(([protocol, a, b, c]) => `${protocol}${a}@${b}/${c}`),
      ),
      (text) => {
        try {
          expect(URL.canParse(envelopeUrl(parseDsn(text)))).toBe(true);
        } catch (error) {
          if (!(error instanceof VextelError)) throw error;
          expect(error.code).toBe("DSN_INVALID");
          if (text.length > 20) expect(error.message + error.hint).not.toContain(text);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ["", "address"],
  ["public@o1.ingest.sentry.io/42", "address"],
  ["https://o1.ingest.sentry.io/42", "public key"],
  ["https://@o1.ingest.sentry.io/42", "public key"],
  ["https://pub%20lic@o1.ingest.sentry.io/42", "public key"],
  ["https://public@o1.ingest.sentry.io/", "project id"],
  ["https://public@o1.ingest.sentry.io", "project id"],
  ["https://public@o1.ingest.sentry.io/12abc", "project id"],
  ["https://public@o1.ingest.sentry.io/42/", "project id"],
  ["https://public@o1.ingest.sentry.io/a//42", "path"],
  ["https://public@o1.ingest.sentry.io/a%2f/42", "path"],
  ["https://public@o1.ingest.sentry.io/42?x=1", "nothing may follow"],
  ["https://public@o1.ingest.sentry.io/42#x", "nothing may follow"],
  ["ftp://public@o1.ingest.sentry.io/42", "protocol"],
  ["http://public@o1.ingest.sentry.io/42", "use https"],
  ["http://public@127.0.0.1.example.com/42", "use https"],
  ["http://public@localhost.example.com/42", "use https"],
  [" https://public@o1.ingest.sentry.io/42", "spaces"],
  ["https://public@o1.ingest.sentry.io/42\n", "spaces"],
  ["https://public@o1.ingest\tsentry.io/42", "spaces"],
])("%j is refused: %s", (text, why) => {
  expect(() => parseDsn(text)).toThrow(why);
});

test.each([
  "http://k@127.0.0.1:9000/1",
  "http://k@localhost/1",
  "http://k@[::1]:8080/sentry/1",
  "http://k@127.8.9.10/1",
])("%s is this machine, so that plain http is allowed", (text) => {
  expect(renderDsn(parseDsn(text))).toBe(text);
});
