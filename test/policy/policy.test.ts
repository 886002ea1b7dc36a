import fc from "fast-check";
import { expect, test } from "vitest";
import { changeRules, defaultPolicy, type Rules, rulesFor } from "../../src/policy/policy.ts";
import { idKeyOf, scrubOptionsOf } from "../../src/policy/scrub-options.ts";

const names = fc.uniqueArray(fc.constantFrom("mac", "uuid", "email", "ipv4"), { maxLength: 4 });
const rules: fc.Arbitrary<Partial<Rules>> = fc.record(
  {
    on: names,
    off: names,
    ids: fc.constantFrom("shortened", "keyed"),
    breadcrumbs: fc.nat(25),
    words: fc.array(fc.record({ text: fc.string({ minLength: 1 }), becomes: fc.constant("GONE") })),
  },
  { requiredKeys: [] },
);

test("a choice for one publisher overrides the one for all, and affects no other", () => {
  fc.assert(
    fc.property(rules, rules, (all, own) => {
      const general = changeRules(defaultPolicy, undefined, () => all);
      const policy = changeRules(general, "moth", () => own);
      const moth = rulesFor(policy, "moth");
      expect(rulesFor(policy, "owl")).toEqual(rulesFor(general));
      expect(moth.words).toEqual([...(all.words ?? []), ...(own.words ?? [])]);
      expect(moth.breadcrumbs).toBe(own.breadcrumbs ?? all.breadcrumbs ?? 25);
      for (const name of own.off ?? []) expect(moth.off).toContain(name);
      for (const name of own.on ?? []) expect(moth.on).toContain(name);
    }),
  );
});

test("names of built-in object properties are valid publishers", () => {
  expect(rulesFor(defaultPolicy, "constructor")).toEqual(rulesFor(defaultPolicy));
});

test("the key of ids differs between publishers and installations, and is not used if ids are shortened", () => {
  const one = { ...defaultPolicy, ids: "keyed", idKey: "a".repeat(64) } as const;
  const two = { ...one, idKey: "b".repeat(64) };
  const keys = [idKeyOf(one, "moth"), idKeyOf(one, "owl"), idKeyOf(two, "moth")].map((key) =>
    Buffer.from(key).toString("hex"),
  );
  expect(new Set(keys).size).toBe(3);
  expect(scrubOptionsOf(one, "moth").idKey).toEqual(idKeyOf(one, "moth"));
  expect(scrubOptionsOf(defaultPolicy, "moth")).not.toHaveProperty("idKey");
});
