import fc from "fast-check";
import { expect, test } from "vitest";
import type { Consent } from "../../src/consent/consent.ts";
import { createConsent } from "../../src/consent/consent.ts";
import { allKinds } from "../../src/consent/kinds.ts";
import { decideStanding } from "../../src/consent/standing.ts";
import { consentFileContent, parseConsentFile } from "../../src/consent/stored.ts";
import { yesTo } from "../support/consents.ts";

const timeMs = fc.integer({ min: 0, max: 253_402_300_799_999 });
const unclaimed = fc
  .record({
    uuid: fc.uuid({ version: 4 }),
    answer: fc.constantFrom("unset" as const, "enabled" as const, "disabled" as const),
    sinceMs: timeMs,
    noticeSentAtMs: fc.option(timeMs, { nil: undefined }),
    manual: fc.boolean(),
    notifiedPlugins: fc.array(fc.string(), { maxLength: 3 }),
    notifiedDestinations: fc.array(fc.string(), { maxLength: 2 }),
  })
  .map(({ sinceMs, noticeSentAtMs, ...rest }) => ({
    ...rest,
    ...(rest.answer !== "unset" && { sinceMs }),
    ...(noticeSentAtMs !== undefined && { noticeSentAtMs }),
  }));
const destination = fc.constantFrom("https://sentry.example/42", "http://127.0.0.1:9000/some/prefix/1");
const claim = fc.record({
  ...{ plugin: fc.string(), destination, paths: fc.array(fc.string()), loggers: fc.array(fc.string()) },
});
/** A grant's generation is at most that of the answer. */
const grant = (last: number) => ({ sinceMs: timeMs, generation: fc.integer({ min: 0, max: last }) });
const consent = fc.tuple(unclaimed, fc.nat()).chain(([one, generation]): fc.Arbitrary<Consent> => {
  const agreed = fc.tuple(claim, fc.record(grant(generation))).map(([a, b]) => ({ ...a, ...b }));
  const kind = fc.record({ kind: fc.constantFrom(...allKinds), ...grant(generation) });
  const few = { maxLength: one.answer === "enabled" ? 3 : 0 };
  return fc
    .record({ agreed: fc.array(agreed, few), kinds: fc.array(kind, few), declared: fc.array(claim, { maxLength: 2 }) })
    .map((claims) => ({ ...one, generation, ...claims }));
});
const publishers = fc
  .array(fc.tuple(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/), consent), { maxLength: 4 })
  .map((entries) => new Map(entries));

const render = (all: Map<string, Consent>) => JSON.stringify(consentFileContent(all), null, 2);

test("a written file is read back unchanged", () => {
  fc.assert(
    fc.property(publishers, (all) => {
      expect(parseConsentFile(render(all))).toEqual(all);
    }),
  );
});

test("a file that was truncated anywhere is refused", () => {
  fc.assert(
    fc.property(publishers, fc.nat(), (all, at) => {
      const text = render(all);
      expect(parseConsentFile(text.slice(0, at % text.length))).toBeTypeOf("string");
    }),
  );
});

test("any text is read or refused without an exception, and never repeated", () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"version":2,"publishers":${json}}`),
  );
  fc.assert(
    fc.property(text, (text) => {
      const result = parseConsentFile(text);
      if (typeof result === "string") expect(result).toMatch(/^[a-zA-Z0-9 (),.]+$/);
    }),
  );
});

const fields = [
  ...(["uuid", "answer", "since", "manual", "noticeSentAt", "notifiedPlugins"] as const),
  ...(["generation", "agreed", "kinds", "declared"] as const),
];

test("an entry with any invalid field enables nothing", () => {
  const entry = { uuid: "2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10", answer: "enabled", since: "2026-01-01T00:00:00.000Z" };
  const sound = {
    ...entry,
    manual: true,
    noticeSentAt: null,
    notifiedPlugins: [],
    generation: 1,
    agreed: [],
    kinds: [],
    declared: [],
  };
  const file = (one: object) => JSON.stringify({ version: 2, publishers: { default: one } });
  expect(parseConsentFile(file(sound))).toBeInstanceOf(Map);
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
      const result = parseConsentFile(file({ ...sound, [field]: value }));
      if (typeof result !== "string") expect(isSound(field, value), `${field}: ${JSON.stringify(value)}`).toBe(true);
    }),
    { numRuns: 500 },
  );
  for (const field of fields) {
    const { [field]: _, ...rest } = sound;
    expect(parseConsentFile(file(rest)), `without ${field}`).toBeTypeOf("string");
  }
});

function isSound(field: (typeof fields)[number], value: unknown): boolean {
  if (field === "manual") return typeof value === "boolean";
  if (field === "answer") return value === "disabled" || value === "enabled" || value === "unset";
  if (field === "notifiedPlugins") return Array.isArray(value) && value.every((name) => typeof name === "string");
  if (field === "agreed" || field === "kinds" || field === "declared") return Array.isArray(value);
  if (field === "generation") return Number.isSafeInteger(value) && (value as number) >= 0;
  if (field === "uuid") return typeof value === "string" && value.length === 36;
  if (field === "noticeSentAt" && value === null) return true;
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

test.each([
  ["3", /newer/],
  ["2.5", /newer/],
  ["0", /no version/],
  ['"2"', /no version/],
  ["null", /no version/],
])("version %s is refused", (version, why) => {
  expect(parseConsentFile(`{"version":${version},"publishers":{}}`)).toMatch(why);
});

test("a publisher named __proto__ is an ordinary publisher", () => {
  const all = new Map([["__proto__", createConsent("2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10")]]);
  expect(parseConsentFile(render(all))).toEqual(all);
});

test("an answer from an older file without destinations is read, but covers nothing until the owner is asked again", () => {
  const old = {
    ...{ uuid: "2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10", answer: "enabled", since: "2026-01-01T00:00:00.000Z" },
    ...{ manual: true, noticeSentAt: null, notifiedPlugins: ["lamps"] },
  };
  const read = parseConsentFile(JSON.stringify({ version: 1, publishers: { moth: old } })) as Map<string, Consent>;
  const moth = read.get("moth")!;
  expect(moth).toMatchObject({ answer: "enabled", generation: 0, agreed: [], kinds: [], notifiedPlugins: ["lamps"] });
  const claim = { plugin: "lamps", destination: "https://sentry.example/42", paths: [], loggers: [] };
  expect(decideStanding(moth, [claim])).toMatchObject({
    state: "held",
    held: [{ plugin: "lamps", why: "new destination", before: [], now: ["https://sentry.example/42"] }],
  });
  expect(parseConsentFile(JSON.stringify(consentFileContent(read)))).toEqual(read);
});

test("a grant that is later than its answer is refused", () => {
  const forged = { ...yesTo(["https://sentry.example/42"]), generation: 0 };
  expect(parseConsentFile(render(new Map([["moth", forged]])))).toBeTypeOf("string");
});
