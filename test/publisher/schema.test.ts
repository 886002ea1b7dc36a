import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPublicDsn } from "../../src/cli/publisher/support/manifest-file.ts";
import { parseDsn } from "../../src/deliver/dsn.ts";
import { readManifest } from "../../src/publisher/parse.ts";
import { dsnPattern, manifestLimits } from "../../src/publisher/rules.ts";
import { manifestSchema } from "../../src/publisher/schema.ts";
import { findUnknownKeys } from "../../src/publisher/unknown-keys.ts";
import { repository } from "../support/program.ts";

const runs = Number(process.env.VEXTEL_TEST_SCHEMAS ?? 3000);
const accepts = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(manifestSchema);
const isWellFormed = (value: unknown) =>
  readManifest(value, readPublicDsn).problems.length === 0 && findUnknownKeys(value).length === 0;

test("vextel.schema.json is the schema of the manifest's reader (UPDATE_GOLDEN=1 writes it)", () => {
  const path = join(repository, "vextel.schema.json");
  const text = `${JSON.stringify(manifestSchema, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(JSON.parse(text));
});

const often = <T, U>(usual: fc.Arbitrary<T>, strange: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: strange });
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", " ", "/", "\\", "//", "a/", "\u0085", "\u007f", "\ud800", "ſ", "😀".repeat(500), "x".repeat(501)),
  fc.constantFrom(
    "default",
    "DEFAULT",
    "defaulT",
    "default.",
    "-a",
    "a".repeat(64),
    "a".repeat(65),
    "1.0@2",
    "1/0",
    "ftp://a",
  ),
  fc.constantFrom("https://a b", "http://x", "https://", "HTTPS://x.example", "cogs\\moth\\", "\n", "\u2028"),
);
const name = fc.constantFrom("moth", "M.o-t_h", "2");
const dsnParts = fc.record({
  protocol: often(fc.constant("https"), fc.constantFrom("http", "ftp", "HTTPS")),
  key: often(fc.constant("k_1-x"), fc.constantFrom("", "a:b", "a%20", "é")),
  host: often(
    fc.constantFrom("o1.ingest.sentry.io", "127.0.0.1", "localhost", "[::1]"),
    fc.constantFrom(
      "",
      "1.2.3",
      "256.1.1.1",
      "1.2.3.4",
      "xn--a.b",
      "a..b",
      "a.b.",
      "[fe80::1]",
      "a_b.c",
      "0x7f.1",
      "a.0x1",
      "-a.b",
    ),
  ),
  port: often(fc.constantFrom("", ":9000"), fc.constantFrom(":0", ":65535", ":65536", ":", ":08", ":443")),
  path: often(
    fc.constantFrom("/42", "/a/b/7"),
    fc.constantFrom("", "/", "/x", "/../1", "/a//1", "/1?q", "/1#", "/%2e/1", "/./1"),
  ),
});
const host = fc.string({ unit: fc.constantFrom(..."a0x1-.9"), minLength: 1, maxLength: 12 });
const dsn = dsnParts.map(({ protocol, key, host, port, path }) => `${protocol}://${key}@${host}${port}${path}`);
const listOf = <T>(item: fc.Arbitrary<T>) =>
  often(fc.array(often(item, fc.oneof(texts, fc.integer()))), fc.constantFrom(null, "x", {}));
/** The same object, sometimes with an additional key or without one of its keys. */
const withSlips = <T extends object>(whole: fc.Arbitrary<T>, key: fc.Arbitrary<string>) =>
  fc.tuple(whole, often(fc.constant(undefined), fc.tuple(key, fc.boolean()))).map(([value, slip]) => {
    if (!slip) return value;
    return { ...value, [slip[0]]: slip[1] ? [] : undefined };
  });
const plugin = withSlips(
  fc.record(
    {
      version: often(fc.constantFrom("1.4.0", "2.0.0-rc.1+5"), fc.oneof(texts, fc.jsonValue())),
      dsn: often(dsn, fc.oneof(texts, fc.jsonValue())),
      paths: listOf(fc.constantFrom("cogs/moth", "\\cogs\\moth")),
      loggers: listOf(fc.constant("red.moth")),
    },
    { requiredKeys: ["version", "dsn", "paths"] },
  ),
  fc.constantFrom("pahts", "dsn", "version"),
);
const addresses = often(fc.constant("https://moth.example/x"), fc.oneof(texts, fc.jsonValue()));
const manifests = withSlips(
  fc.record(
    {
      $schema: fc.jsonValue(),
      publisher: often(name, fc.oneof(texts, fc.jsonValue())),
      title: often(fc.constant("Moth's cogs"), fc.oneof(texts, fc.jsonValue())),
      ...{ privacy: addresses, support: addresses, repository: addresses },
      plugins: often(
        fc.dictionary(often(name, texts), often(plugin, fc.jsonValue()), { maxKeys: 3, noNullPrototype: true }),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: ["publisher", "plugins"] },
  ),
  fc.constantFrom("titel", "publisher", "plugins"),
);

test("the schema accepts exactly what the reader accepts, except unknown keys", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 30, arbitrary: manifests }, { weight: 1, arbitrary: fc.jsonValue() }), (made) => {
      const value = JSON.parse(JSON.stringify(made));
      const isFine = isWellFormed(value);
      if (isFine) accepted += 1;
      expect({ value, accepted: accepts(value) }).toEqual({ value, accepted: isFine });
    }),
    { numRuns: runs },
  );
  expect(accepted).toBeGreaterThan(runs / 10); // otherwise the test would prove nothing
});

test("the schema and the reader have the same limits", () => {
  const list = (length: number) => Array.from({ length }, (_, at) => `moths.${at}`);
  const sound = { version: "1.4.0", dsn: "https://k@moth.example/1", paths: ["cogs/moth"] };
  const manifest = (plugins: object) => ({ publisher: "moth", plugins });
  const withPlugin = (changes: object) => manifest({ moth: { ...sound, ...changes } });
  const { plugins, paths, loggers } = manifestLimits;
  const made = (more: number) => [
    manifest(Object.fromEntries(list(plugins + more).map((name) => [name, sound]))),
    withPlugin({ paths: list(paths + more) }),
    withPlugin({ loggers: list(loggers + more) }),
  ];
  expect([made(0).map(isWellFormed), made(0).map((value) => accepts(value))]).toEqual(
    Array(2).fill(Array(3).fill(true)),
  );
  expect([made(1).map(isWellFormed), made(1).map((value) => accepts(value))]).toEqual(
    Array(2).fill(Array(3).fill(false)),
  );
});

test("every DSN that the schema accepts can be read", () => {
  const pattern = new RegExp(dsnPattern, "u");
  fc.assert(
    fc.property(
      fc.oneof(
        dsn,
        host.map((name) => `https://k@${name}/1`),
      ),
      (text) => {
        if (pattern.test(text)) parseDsn(text);
      },
    ),
    { numRuns: runs },
  );
});
