import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeColumns, parseColumns, renderColumns, toColumns } from "../../src/outbox/cache/columns.ts";

const record = fc.record(
  {
    id: fc.uuid(),
    state: fc.constantFrom("waiting", "rejected"),
    attempts: fc.nat(2),
    reason: fc.string(),
    findings: fc.dictionary(fc.constantFrom("ipv4", "email"), fc.nat(3), { noNullPrototype: true }),
    places: fc.array(fc.tuple(fc.string(), fc.nat(2))),
    other: fc.constantFrom(null, 0, "0", false, ""),
  },
  { requiredKeys: ["id"], noNullPrototype: true },
);

const names = ["id", "state", "attempts", "reason", "findings", "places", "other"] as const;

test("records are the same after they were converted to columns, written and read", () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      expect(parseColumns(renderColumns(records)).records()).toStrictEqual(records);
    }),
  );
});

test("a value that thousands of records have in common is stored once", () => {
  const records = Array.from({ length: 1_000 }, (_, id) => ({ id: `${id}`, title: "x".repeat(500) }));
  expect(renderColumns(records).join("\n").length).toBeLessThan(20_000);
});

test("any selection of fields can be read from columns unchanged", () => {
  fc.assert(
    fc.property(fc.array(record), fc.subarray([...names]), (records, wanted) => {
      const columns = parseColumns<(typeof records)[number]>(renderColumns(records).map((line) => Buffer.from(line)));
      const picked = records.map((one) =>
        Object.fromEntries(Object.entries(one).filter(([name]) => wanted.includes(name as never))),
      );
      expect([...columns.each(wanted)]).toStrictEqual(picked);
      for (const name of names) expect(columns.values(name)).toStrictEqual(records.map((one) => one[name]));
    }),
  );
});

test("merged columns, without removed rows, contain the records in the right order", () => {
  const row = fc.record({ at: fc.nat(50), from: fc.constantFrom("first", "other"), isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 600 }), (rows) => {
      rows.sort((a, b) => a.at - b.at);
      const [first, others] = [
        rows.filter(({ from }) => from === "first"),
        rows.filter(({ from }) => from === "other"),
      ];
      const gone = new Set(first.flatMap(({ isGone }, at) => (isGone ? at : [])));
      const places = others.map((other) => first.filter((one) => rows.indexOf(one) < rows.indexOf(other)).length);
      const columns = parseColumns<(typeof rows)[number]>(renderColumns(first));
      const merged = mergeColumns(columns, toColumns(others), { gone, places });
      const expected = rows.filter(({ from, isGone }) => from === "other" || !isGone);
      expect(merged.records()).toEqual(expected);
      expect([...merged.each(["at", "from", "isGone"])]).toEqual(expected);
      expect(merged.count).toBe(expected.length);
    }),
    { numRuns: 50 },
  );
});
