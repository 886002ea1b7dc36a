import fc from "fast-check";
import { expect, test } from "vitest";
import { VextelError } from "../../src/errors.ts";
import type { RaisedError, Report } from "../../src/report/report.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import type { ScrubContext } from "../../src/seal/draft.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { identify } from "../../src/seal/ids/event-id.ts";
import { resealIfNeeded, sealRepeated } from "../../src/seal/reseal.ts";
import { createSealer, type Sealed } from "../../src/seal/seal.ts";
import { shortenTitle, titleOf } from "../../src/seal/title.ts";
import { sampleReport, sampleScrubContext, sampleSubject, sealSample } from "../support/samples.ts";

const scrubContextFor = (...secrets: string[]): ScrubContext => {
  const literals = { tokens: [], secrets };
  return { scrubber: createScrubber({ literals }), literals };
};
const seal = (report: Report, scrubContext = sampleScrubContext()) =>
  createSealer(scrubContext)(draftEvent(report, sampleSubject, Date.UTC(2026, 0, 1)));
interface Payload {
  readonly exception: { values: { type: string; value: string; stacktrace?: { frames: object[] } }[] };
  readonly breadcrumbs?: { values: object[] };
  readonly contexts?: { vextel?: { notes: string[] } };
}
const payloadOf = ({ bytes }: Pick<Sealed, "bytes">) => parseEnvelope(bytes).payload as unknown as Payload;
const withError = (error: Partial<RaisedError>): Report => ({
  ...sampleReport,
  error: { ...sampleReport.error, ...error },
});

test("the digest is that of the bytes, and the id in header and payload is the event's", () => {
  const sealed = sealSample();
  const { header, payload } = parseEnvelope(sealed.bytes);
  expect(sealed.sha256).toBe(digest(sealed.bytes));
  expect([header.event_id, payload.event_id]).toEqual([sealed.id, sealed.id]);
  expect(sealed.id).toMatch(/^[0-9a-f]{32}$/);
});

test("an envelope has no headers with its time or destination, and the event has no address of its sender", () => {
  const { header, payload } = parseEnvelope(sealSample({ subject: { dsn: "https://k@sentry.example/1" } }).bytes);
  expect(Object.keys(header)).toEqual(["event_id", "sdk"]);
  expect(payload).toMatchObject({ user: { id: sampleSubject.uuid }, sdk: { settings: { infer_ip: "never" } } });
  expect(Object.keys(payload.user as object)).toEqual(["id"]);
  expect(payload).not.toHaveProperty("server_name");
});

test("the id depends only on the error and its time, not on the clock or on the text around the error", () => {
  const at = (nowMs: number, report: Report) =>
    createSealer(sampleScrubContext())(draftEvent(report, sampleSubject, nowMs)).id;
  expect(at(1e12, sampleReport)).toBe(at(2e12, sampleReport));
  expect(at(1e12, { ...sampleReport, breadcrumbs: [], hosts: [] })).toBe(at(1e12, sampleReport));
  expect(at(1e12, { ...sampleReport, timeMs: 5 })).not.toBe(at(1e12, sampleReport));
  expect(at(1e12, withError({ value: "'snow'" }))).not.toBe(at(1e12, sampleReport));
});

test("equal errors of one hour have the same id, those of another hour another one, and all have the same group", () => {
  const idsAt = (timeMs: number) =>
    identify(sampleScrubContext(), draftEvent({ ...sampleReport, timeMs }, sampleSubject, 0));
  const hourMs = 3_600_000;
  const [first, same, next] = [idsAt(hourMs), idsAt(2 * hourMs - 1), idsAt(2 * hourMs)];
  expect(same).toEqual(first);
  expect(next.id).not.toBe(first.id);
  expect(next.group).toBe(first.group);
  const sealed = createSealer(sampleScrubContext())(draftEvent({ ...sampleReport, timeMs: hourMs }, sampleSubject, 0));
  expect(sealed.id).toBe(first.id);
});

test("an event that represents more errors differs only in the count", () => {
  const sealed = createSealer(sampleScrubContext())(draftEvent(sampleReport, sampleSubject, 0));
  const occurrences = { type: "default", count: 3 };
  const once = sealRepeated(sampleScrubContext(), sealed, { occurrences: { type: "default", count: 2 } });
  const twice = sealRepeated(sampleScrubContext(), once, { occurrences });
  expect(twice.bytes).toEqual(sealRepeated(sampleScrubContext(), sealed, { occurrences }).bytes);
  const { contexts, ...fields } = parseEnvelope(twice.bytes).payload as { contexts: Record<string, unknown> };
  const { occurrences: told, ...others } = contexts;
  expect(told).toEqual(occurrences);
  const { contexts: before, ...own } = parseEnvelope(sealed.bytes).payload as typeof fields & { contexts?: object };
  expect(fields).toEqual(own);
  expect(others).toEqual(before ?? {});
  expect(sealRepeated(sampleScrubContext(), sealed, { occurrences, id: "a".repeat(32) }).id).toBe("a".repeat(32));
});

const secret = "correct-horse-battery";

test("a secret is removed wherever it appears, before anything is truncated or counted", () => {
  const place = fc.constantFrom(
    "value",
    "type",
    "function",
    "path",
    "source",
    "message",
    "logger",
    "crumb",
    "tag",
    "extra",
  );
  fc.assert(
    fc.property(place, fc.string({ maxLength: 8_300 }), fc.string(), (place, before, after) => {
      const text = `${before} ${secret} ${after}`;
      const frame = { path: "/x.py", ...(["function", "path", "source"].includes(place) && { [place]: text }) };
      const report: Report = {
        ...withError({ frames: [frame], ...(["value", "type"].includes(place) && { [place]: text }) }),
        ...(place === "message" && { message: text }),
        ...(place === "logger" && { logger: text }),
        ...(place === "crumb" && { breadcrumbs: [{ message: text, category: text, data: { [text]: [text] } }] }),
        ...(place === "tag" && { tags: { a: text, [text]: "b" } }),
        ...(place === "extra" && { extra: { [text]: { deep: [text] } } }),
      };
      const sealed = seal(report, scrubContextFor(secret));
      expect(Buffer.from(sealed.bytes).includes(secret)).toBe(false);
      expect(sealed.findings.length).toBeGreaterThan(0);
    }),
  );
});

test("if the scrubber throws, nothing is sealed and the text is not repeated", () => {
  const broken = () => {
    throw new Error(secret);
  };
  const scrubContext: ScrubContext = { scrubber: { ...sampleScrubContext().scrubber, value: broken }, literals: {} };
  try {
    seal(withError({ value: secret }), scrubContext);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof VextelError)) throw error;
    expect(error.code).toBe("NOT_CLEAN");
    expect(error.message + error.hint).not.toContain(secret);
  }
});

test("content within the limits is sealed in full, and the rest is truncated with a note", () => {
  const frames = fc.integer({ min: 0, max: 120 });
  const size = fc.integer({ min: 0, max: 40_000 });
  fc.assert(
    fc.property(frames, fc.array(size, { maxLength: 40 }), size, (count, crumbs, valueSize) => {
      const report: Report = {
        ...withError({
          value: "v".repeat(valueSize),
          frames: Array.from({ length: count }, (_, line) => ({ path: "/x.py", line, source: "s".repeat(600) })),
        }),
        breadcrumbs: crumbs.map((length) => ({ message: "c".repeat(length) })),
        extra: { all: "e".repeat(valueSize * 8) },
      };
      const payload = payloadOf(seal(report));
      expect(JSON.stringify(payload).length).toBeLessThanOrEqual(256 * 1024 + 2_000);
      const exception = payload.exception.values[0]!;
      expect(exception.stacktrace?.frames.length ?? 0).toBeLessThanOrEqual(50);
      expect(exception.value.length).toBeLessThanOrEqual(8192);
      expect(payload.breadcrumbs?.values.length ?? 0).toBeLessThanOrEqual(25);
      const cut = count > 50 || valueSize > 8192 || crumbs.slice(-25).some((length) => length > 2048) || count > 0;
      expect(payload.contexts?.vextel?.notes !== undefined || !cut).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("an event of every size is within the limit, however deep its chain of errors", () => {
  let error: RaisedError = { type: "Deepest", value: "", frames: [] };
  for (let depth = 0; depth < 5_000; depth++)
    error = { type: `Level${depth}`, value: "x".repeat(9_000), frames: sampleReport.error.frames, cause: error };
  const sealed = seal({ ...sampleReport, error });
  expect(sealed.bytes.length).toBeLessThan(260 * 1024);
  const { exception, contexts } = payloadOf(sealed);
  expect(exception.values.length).toBeLessThanOrEqual(50);
  expect(exception.values.at(-1)?.type).toBe("Level4999");
  expect(contexts?.vextel?.notes.join()).toMatch(/left out/);
});

test("sealed bytes pass the current rules unchanged; stricter ones reseal them under the same id", () => {
  const sealed = seal(withError({ value: `lost: ${secret}` }));
  expect(resealIfNeeded(sampleScrubContext(), sealed)).toBeUndefined();
  const again = resealIfNeeded(scrubContextFor(secret), sealed)!;
  expect([again.id, again.publisher, again.plugin, again.timeMs]).toEqual([
    ...[sealed.id, sealed.publisher, sealed.plugin, sealed.timeMs],
  ]);
  expect(Buffer.from(again.bytes).includes(secret)).toBe(false);
  expect(resealIfNeeded(scrubContextFor(secret), again)).toBeUndefined();
  const rest = ({ exception: _, ...others }: Payload) => others;
  expect(rest(payloadOf(again))).toEqual(rest(payloadOf(sealed)));
});

test("bytes that are not an envelope are reported as damaged", () => {
  for (const bytes of [Buffer.from(""), Buffer.from("{}\n{}\n{}\n"), Buffer.from("not\nan\nenvelope\n")])
    expect(() => resealIfNeeded(sampleScrubContext(), { ...sealSample(), bytes })).toThrow(VextelError);
});

test("a title is one whole line of the scrubbed bytes, of which a terminal shows at most 120 characters", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: "binary" }), (type, value) => {
      const title = titleOf(seal(withError({ type, value })).bytes);
      expect(shortenTitle(title).length).toBeLessThanOrEqual(120);
      expect(title).not.toContain("\n");
    }),
  );
  expect(titleOf(sealSample().bytes)).toBe("KeyError: 'rain'");
  expect(titleOf(seal(withError({ value: "" })).bytes)).toBe("KeyError");
});

test("truncating an event does not affect the parts that it shares with others", () => {
  const crumbs = ["word ".repeat(500), "at home", "x".repeat(600)].map((message) =>
    Object.freeze({ message, timeMs: 1e12 }),
  );
  const [large, small] = ["y".repeat(300_000), "y"].map((text) => ({
    ...sampleReport,
    breadcrumbs: crumbs,
    extra: { text },
  }));
  const context = sampleScrubContext();
  for (const report of [small!, large!, small!, large!])
    expect(seal(report, context).bytes).toEqual(seal(report).bytes);
});
