import fc from "fast-check";
import { expect, test } from "vitest";
import { parseColumns, renderColumns } from "../../src/outbox/cache/columns.ts";

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

test("records that were put into columns, written and read are the same records", () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      expect(parseColumns(renderColumns(records)).records()).toStrictEqual(records);
    }),
  );
});

test("what thousands of records have in common is stored once", () => {
  const records = Array.from({ length: 1_000 }, (_, id) => ({ id: `${id}`, title: "x".repeat(500) }));
  expect(renderColumns(records).join("\n").length).toBeLessThan(20_000);
});

test("of records that were read, each field is what it was, whichever fields are wanted", () => {
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
