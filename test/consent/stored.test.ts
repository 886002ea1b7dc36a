import fc from "fast-check";
import { expect, test } from "vitest";
import type { Consent } from "../../src/consent/consent.ts";
import { consentFileContent, parseConsentFile } from "../../src/consent/stored.ts";

const timeMs = fc.integer({ min: 0, max: 253_402_300_799_999 });
const consent: fc.Arbitrary<Consent> = fc
  .record({
    uuid: fc.uuid({ version: 4 }),
    answer: fc.constantFrom("unset" as const, "enabled" as const, "disabled" as const),
    sinceMs: timeMs,
    noticeSentAtMs: fc.option(timeMs, { nil: undefined }),
    manual: fc.boolean(),
    notifiedPlugins: fc.array(fc.string(), { maxLength: 3 }),
  })
  .map(({ sinceMs, noticeSentAtMs, ...rest }) => ({
    ...rest,
    ...(rest.answer !== "unset" && { sinceMs }),
    ...(noticeSentAtMs !== undefined && { noticeSentAtMs }),
  }));
const publishers = fc
  .array(fc.tuple(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/), consent), { maxLength: 4 })
  .map((entries) => new Map(entries));

const render = (all: Map<string, Consent>) => JSON.stringify(consentFileContent(all), null, 2);

test("what is written is read back", () => {
  fc.assert(
    fc.property(publishers, (all) => {
      expect(parseConsentFile(render(all))).toEqual(all);
    }),
  );
});

test("a file that is cut off anywhere is refused", () => {
  fc.assert(
    fc.property(publishers, fc.nat(), (all, at) => {
      const text = render(all);
      expect(parseConsentFile(text.slice(0, at % text.length))).toBeTypeOf("string");
    }),
  );
});

test("any text is read or refused, never thrown at, and never told again", () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"version":1,"publishers":${json}}`),
  );
  fc.assert(
    fc.property(text, (text) => {
      const result = parseConsentFile(text);
      if (typeof result === "string") expect(result).toMatch(/^[a-zA-Z0-9 (),.]+$/);
    }),
  );
});

const fields = ["uuid", "answer", "since", "manual", "noticeSentAt", "notifiedPlugins"] as const;

test("an entry whose fields are not all as they should be enables nothing", () => {
  const entry = { uuid: "2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10", answer: "enabled", since: "2026-01-01T00:00:00.000Z" };
  const sound = { ...entry, manual: true, noticeSentAt: null, notifiedPlugins: [] };
  const file = (one: object) => JSON.stringify({ version: 1, publishers: { default: one } });
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
  if (field === "uuid") return typeof value === "string" && value.length === 36;
  if (field === "noticeSentAt" && value === null) return true;
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

test.each([
  ["2", /newer/],
  ["1.5", /newer/],
  ["0", /no version/],
  ['"1"', /no version/],
  ["null", /no version/],
])("version %s is refused", (version, why) => {
  expect(parseConsentFile(`{"version":${version},"publishers":{}}`)).toMatch(why);
});

test("a publisher named __proto__ is a publisher like any other", () => {
  const all = new Map([
    [
      "__proto__",
      { uuid: "2c1d6a52-7f0e-4b7a-9d33-5f8b1f6c2a10", answer: "unset", manual: true, notifiedPlugins: [] } as Consent,
    ],
  ]);
  expect(parseConsentFile(render(all))).toEqual(all);
});
