import fc from "fast-check";
import { expect, test } from "vitest";
import { fromColumns, toColumns } from "../../src/outbox/cache/columns.ts";

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

test("records that were put into columns, written and read are the same records", () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      expect(fromColumns(JSON.parse(JSON.stringify(toColumns(records))))).toStrictEqual(records);
    }),
  );
});

test("what thousands of records have in common is stored once", () => {
  const records = Array.from({ length: 1_000 }, (_, id) => ({ id: `${id}`, title: "x".repeat(500) }));
  expect(JSON.stringify(toColumns(records)).length).toBeLessThan(20_000);
});
