import fc from "fast-check";
import { expect, test } from "vitest";
import { VextelError } from "../../src/errors.ts";
import type { Level } from "../../src/report/report.ts";
import { createScrubber, type Json, type Scrubber } from "../../src/scrub/scrub.ts";
import type { Draft, ScrubContext } from "../../src/seal/draft.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { draftSession } from "../../src/seal/drafts/session.ts";
import { draftTransaction } from "../../src/seal/drafts/transaction.ts";
import { parseEnvelope, renderEnvelope } from "../../src/seal/envelope.ts";
import { formatKeys } from "../../src/seal/field-names.ts";
import { identify } from "../../src/seal/ids/event-id.ts";
import { resealIfNeeded, sealRepeated } from "../../src/seal/reseal.ts";
import { createSealer, type Sealed } from "../../src/seal/seal.ts";
import { SealError } from "../../src/seal/seal-error.ts";
import { WITHHELD } from "../../src/seal/second-check.ts";
import { titleOf } from "../../src/seal/title.ts";
import { encoded } from "../scrub/inputs/encodings.ts";
import { sampleReport, sampleScrubContext, sampleSubject, sealSample } from "../support/samples.ts";

const secret = "correct-horse-battery";
const contextWith = (...secrets: string[]): ScrubContext => {
  const literals = { secrets };
  return { scrubber: createScrubber({ formatKeys, literals }), literals };
};
/** A scrubber that finds nothing, so that everything is left to the second check. */
const blind = (literals = {}): ScrubContext => {
  const value = (input: unknown) => ({ value: JSON.parse(JSON.stringify(input)) as Json, findings: [] });
  return { scrubber: { ...createScrubber(), value } as Scrubber, literals };
};
const textOf = ({ bytes }: Pick<Sealed, "bytes">) => Buffer.from(bytes).toString("latin1");
const payloadOf = (sealed: Pick<Sealed, "bytes">) => parseEnvelope(sealed.bytes).payload;
const reportOf = (value: string) => ({ ...sampleReport, error: { ...sampleReport.error, value } });
const subject = (environment: string) => ({ ...sampleSubject, version: "1.0.0", environment });
const timing = {
  ...{
    id: "a".repeat(32),
    traceId: "b".repeat(32),
    spanId: "c".repeat(16),
    name: "sweep",
    startedMs: 1e12,
    endedMs: 1e12,
  },
  ...{ failed: false, sampleRate: 1, tags: {}, hosts: [] },
};
const session = { sid: "d".repeat(32), startedMs: 1e12, errors: 0 };
/** A draft of each type of item, with the given text in every field that a caller can set. */
const drafts = (text: string): Draft[] => [
  draftEvent({ ...sampleReport, level: text as Level, platform: text as "node" }, subject(text), 1e12),
  draftTransaction({ ...timing, name: text, tags: { asked: text } }, subject(text)),
  draftSession(session, text as "exited", 1e12, subject(text)),
];

test.each([0, 1, 2])("everything that a caller passes is scrubbed, in every type of item (%i)", (type) => {
  const text = `guild 362880417559183361 at 203.0.113.77, mirela@birthdays.org, ${secret}`;
  const sealed = createSealer(contextWith(secret))(drafts(text)[type]!);
  expect(textOf(sealed)).not.toMatch(/362880417559183361|203\.0\.113\.77|mirela|correct-horse/);
  expect(sealed.findings.length).toBeGreaterThan(2);
  expect(resealIfNeeded(contextWith(secret), sealed)).toBeUndefined();
});

test("a value after the name of a secret is removed from the whole event, and the event has the predicted id", () => {
  const breadcrumbs = [{ message: "login with password=q7Lm2Xz9Rt4Kp0Vd8Ns3", timeMs: 1e12 }];
  const report = { ...reportOf("unknown q7Lm2Xz9Rt4Kp0Vd8Ns3 (q7Lm2Xz9Rt4Kp0Vd8Ns3)"), breadcrumbs };
  const draft = draftEvent(report, sampleSubject, 1e12);
  const sealed = createSealer(sampleScrubContext())(draft);
  expect(textOf(sealed)).not.toContain("q7Lm2Xz9");
  expect(textOf(sealed)).toContain("unknown API-SECRET (API-SECRET)");
  expect(sealed.id).toBe(identify(sampleScrubContext(), draft).id);
  expect(resealIfNeeded(sampleScrubContext(), sealed)).toBeUndefined();
});

test("no secret survives in an event after two encodings in a row", () => {
  const seal = createSealer(sampleScrubContext());
  fc.assert(
    fc.property(encoded, ({ core, written }) => {
      const crumbs = { breadcrumbs: [{ message: `sent ${written}`, timeMs: 1e12, data: { [written]: [written] } }] };
      const report = { ...reportOf(`got ${written} there`), ...crumbs };
      expect(textOf(seal(draftEvent(report, sampleSubject, 1e12)))).not.toContain(core);
    }),
    { numRuns: 300 },
  );
});

test("the second check knows what the rules found after names", () => {
  const { literals, scrubber } = blind();
  const found = { ...scrubber, value: (input: unknown) => ({ ...scrubber.value(input), secrets: new Set([secret]) }) };
  const sealed = createSealer({ literals, scrubber: found })(drafts(`said ${secret}`)[0]!);
  expect(textOf(sealed)).not.toContain(secret);
  expect(textOf(sealed)).toContain(`said ${WITHHELD}`);
});

test("a level is always one of Sentry's, whatever was passed", () => {
  const levelOf = (level: unknown) =>
    payloadOf(
      createSealer(sampleScrubContext())(draftEvent({ ...sampleReport, level: level as Level }, sampleSubject, 0)),
    ).level;
  expect(["fatal", "debug", "u 362880417559183361", undefined, 7, "__proto__"].map(levelOf)).toEqual([
    ...["fatal", "debug", "error", "error", "error", "error"],
  ]);
});

const known = [
  "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007x",
  "https://discord.com/api/webhooks/133049272517001217/o0nce_Upon-a-time-there-was-a-webhook",
  "édiscord.gg/once-upon", // in escaped ASCII, a letter seems to precede it
  `-----BEGIN PRIVATE KEY-----\n${"b25j".repeat(12)}`,
  secret,
];

test.each(known)(
  "a text that the scrubber misses is withheld, the event is kept, and its id reveals nothing about the text: %s",
  (text) => {
    const context = blind({ secrets: [secret] });
    for (const draft of [draftEvent(reportOf(`it was ${text} then`), sampleSubject, 0), ...drafts(text)]) {
      const sealed = createSealer(context)(draft);
      expect(textOf(sealed)).not.toContain(text.slice(-12));
      expect(textOf(sealed)).toContain("WITHHELD");
      expect(sealed.findings).toContainEqual(
        expect.objectContaining({ rule: "second-check", placeholder: "WITHHELD" }),
      );
    }
    const idOf = (value: string) => createSealer(context)(draftEvent(reportOf(value), sampleSubject, 0)).id;
    const told = createSealer(context)(draftEvent(reportOf(text), sampleSubject, 0));
    const { value } = (payloadOf(told).exception as { values: { value: string }[] }).values[0]!;
    expect(idOf(text)).toBe(idOf(value));
  },
);

test.each(known)("the final bytes are checked, even if their parts were not scrubbed: %s", (text) => {
  const sealed = sealSample();
  const occurrences = { type: "default", first: `at ${text} o'clock` }; // vextel's own counts are not scrubbed
  const context = blind({ secrets: [secret] });
  expect(() => sealRepeated(context, sealed, { occurrences })).toThrow(SealError);
  expect(sealRepeated(context, sealed, { occurrences: { type: "default", first: "at one o'clock" } }).id).toBe(
    sealed.id,
  );
});

test("a secret that is a word of the format is removed from texts, but fields keep their names", () => {
  for (const word of ["production", "breadcrumbs", "exception", "timestamp", "context_line", "transaction"]) {
    const draft = draftEvent({ ...reportOf(`the ${word} it is`), extra: { [word]: word } }, sampleSubject, 0);
    const payload = payloadOf(createSealer(contextWith(word))(draft));
    const plain = payloadOf(createSealer(sampleScrubContext())(draft));
    expect([word, Object.keys(payload)]).toEqual([word, Object.keys(plain)]);
    expect(payload).toMatchObject({
      environment: "production",
      exception: { values: [{ value: "the API-SECRET it is" }] },
    });
  }
});

test("an event within the limits is sealed in full, with every text and without a note", () => {
  const word = fc.stringMatching(/^[a-e]{1,40}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const text = words.join(" ");
      const frames = words.map((name, line) => ({ path: "/x.py", function: name, line, source: name }));
      const report = {
        ...{
          ...sampleReport,
          message: text,
          breadcrumbs: words.map((message) => ({ message })),
          extra: { all: words },
        },
        error: { type: "KeyError", value: text, frames },
      };
      const payload = payloadOf(createSealer(sampleScrubContext())(draftEvent(report, sampleSubject, 0)));
      expect(payload).toMatchObject({
        logentry: { message: text },
        breadcrumbs: { values: words.map((message) => ({ message })) },
        extra: { all: words },
        exception: { values: [{ value: text, stacktrace: { frames: words.map((name) => ({ function: name })) } }] },
      });
      expect(payload.contexts ?? {}).not.toHaveProperty("vextel");
    }),
    { numRuns: 50 },
  );
});

test("an event that cannot be brought under Sentry's limit is withheld, with the reason and the id", () => {
  const tags = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}`.repeat(20_000), "x"]));
  try {
    createSealer(sampleScrubContext())(draftEvent({ ...sampleReport, tags }, sampleSubject, 0));
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(SealError);
    expect(error).toMatchObject({ reason: "it is too large", eventId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  }
});

const edited: [string, (text: string) => string][] = [
  ["a duplicate key", (text) => text.replace('"tags":', `"tags":{"a":"${secret}"},"tags":`)],
  ["a blank more", (text) => text.replace('"tags":', '"tags": ')],
  ["an unnecessary escape", (text) => text.replace("KeyError", "Key\\u0045rror")],
  ["another id", (text) => text.replace(/"event_id":"[0-9a-f]/, '"event_id":"z')],
];
const damagedOf = (bytes: Buffer) => () => resealIfNeeded(sampleScrubContext(), { ...sealSample(), bytes });

test.each(edited)("bytes with %s are reported as damaged and never posted", (_, edit) => {
  const [header, , body] = textOf(sealSample()).split("\n");
  const json = edit(body!);
  expect(json).not.toBe(body);
  const itemHeader = { type: "event", content_type: "application/json", length: json.length };
  expect(damagedOf(Buffer.from(`${header}\n${JSON.stringify(itemHeader)}\n${json}\n`))).toThrow(VextelError);
});

test.each([
  ["more", { trace: { a: 1 } }],
  ["a text", { sdk: { name: "vextel.node", version: `0.1.0 ${secret}` } }],
  ["another id", { event_id: "a".repeat(32) }],
])("a header with %s is reported as damaged as well", (_, change) => {
  const { header, payload } = parseEnvelope(sealSample().bytes);
  expect(damagedOf(renderEnvelope({ ...header, ...change }, "event", payload))).toThrow(VextelError);
});

test.each(["environment", "level", "platform", "user", "sdk"])(
  "a field with vextel's own value is scrubbed like any other after it was edited: %s",
  (key) => {
    const sealed = sealSample();
    const { header, payload } = parseEnvelope(sealed.bytes);
    const value =
      key === "user" ? { id: "203.0.113.77" } : key === "sdk" ? { name: "203.0.113.77" } : "at 203.0.113.77";
    const bytes = renderEnvelope(header, "event", { ...payload, [key]: value });
    const again = resealIfNeeded(sampleScrubContext(), { ...sealed, bytes })!;
    expect(textOf(again)).not.toContain("203.0.113.77");
  },
);

test("after resealing, the title is that of the new bytes", () => {
  const sealed = createSealer(sampleScrubContext())(draftEvent(reportOf(`${secret} it was`), sampleSubject, 0));
  expect(titleOf(sealed.bytes)).toContain(secret);
  expect(titleOf(resealIfNeeded(contextWith(secret), sealed)!.bytes)).toBe("KeyError: API-SECRET it was");
});
