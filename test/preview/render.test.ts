import fc from "fast-check";
import { expect, test } from "vitest";
import { renderEnvelope } from "../../src/preview/render.ts";
import type { Span } from "../../src/preview/terminal/line.ts";
import { parseEnvelope, renderEnvelope as renderBytes } from "../../src/seal/envelope.ts";
import { sealSample } from "../support/samples.ts";

const textOf = (span: Span) => (typeof span === "string" ? span : span[1]);
const render = (bytes: Uint8Array) =>
  renderEnvelope(bytes)
    .map((line) => line.map(textOf).join(""))
    .join("\n");

/** All leaves of a value in their displayed form. */
function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  return [JSON.stringify(value)];
}
const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(inner)])
    : [];

const text = fc.string({ minLength: 1 });
const tree = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true, maxKeys: 4 });
const frame = fc.record(
  {
    ...{ filename: text, abs_path: text, module: text, function: text, context_line: text },
    ...{ lineno: fc.nat(), colno: fc.nat(), in_app: fc.boolean(), vars: tree },
  },
  { requiredKeys: ["in_app"] },
);
const mechanism = fc.record(
  {
    ...{ type: text, handled: fc.boolean(), exception_id: fc.nat(), parent_id: fc.nat() },
    ...{ source: text, is_exception_group: fc.constant(true as const), data: tree },
  },
  { requiredKeys: ["type", "handled", "exception_id"] },
);
const exception = fc.record(
  {
    type: text,
    value: text,
    module: text,
    mechanism,
    stacktrace: fc.record({ frames: fc.array(frame, { maxLength: 3 }) }),
    more: tree,
  },
  { requiredKeys: ["type", "value", "mechanism"] },
);
const crumb = fc.record(
  { timestamp: text, level: text, category: text, message: text, type: text, data: tree, more: tree },
  { requiredKeys: [] },
);
const payload = fc.record({
  tags: tree,
  extra: tree,
  exception: fc.record({ values: fc.array(exception, { minLength: 1, maxLength: 3 }) }),
  breadcrumbs: fc.record({ values: fc.array(crumb, { maxLength: 3 }) }),
});

test("every text and number of the payload is shown", () => {
  fc.assert(
    fc.property(payload, (payload) => {
      const shown = render(renderBytes({}, "event", payload));
      const { exception, breadcrumbs, ...rest } = payload;
      for (const leaf of [...leavesOf(rest), ...keysOf(rest)]) expect(shown).toContain(leaf);
      for (const { mechanism, stacktrace, ...one } of exception.values) {
        const { handled: _, is_exception_group: __, source, parent_id, ...how } = mechanism;
        for (const leaf of [...leavesOf(one), ...leavesOf(how), ...leavesOf(source ?? "")])
          expect(shown).toContain(leaf);
        if (parent_id !== undefined) expect(shown).toContain(String(parent_id));
        for (const { in_app: _, ...frame } of stacktrace?.frames ?? [])
          for (const leaf of leavesOf(frame)) expect(shown).toContain(leaf);
      }
      for (const crumb of breadcrumbs.values) for (const leaf of leavesOf(crumb)) expect(shown).toContain(leaf);
    }),
    { numRuns: 60 },
  );
});

test("an event is shown in the form of its log", () => {
  expect(render(sealSample().bytes)).toContain(`| #0  generic, handled
|   File "/opt/bot/cogs/weather/forecast.py", line 41, in forecast  in app
|     return table["rain"]
| | KeyError: 'rain'
|${" "}
| Before it
|   info red.weather  asked for a forecast`);
});

test("every text of a sealed event is shown", () => {
  for (const minBytes of [0, 50_000, 200_000]) {
    const { bytes } = sealSample({ minBytes });
    const shown = render(bytes);
    for (const leaf of leavesOf(parseEnvelope(bytes).payload))
      if (leaf !== "true" && leaf !== "false" && leaf !== "default") expect(shown).toContain(leaf);
  }
});

test("a payload of the greatest depth is rendered without a stack overflow", () => {
  let deep: unknown = "the bottom";
  for (let depth = 0; depth < 2_000; depth++) deep = { d: deep };
  expect(render(renderBytes({}, "event", { extra: { deep } }))).toContain("the bottom");
});

test("an empty placeholder in an edited record is not marked", () => {
  const bytes = renderBytes({}, "event", { extra: { note: "word" } });
  expect(renderEnvelope(bytes, [{ pointer: "/extra/note", placeholder: "" }])).toEqual(renderEnvelope(bytes));
});
