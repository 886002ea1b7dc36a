import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "../../src/outbox/entry.ts";
import { chooseEvictions, retention } from "../../src/outbox/quota.ts";

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);
const entry: fc.Arbitrary<Entry> = fc.record({
  id: fc.uuid().map((uuid) => uuid.replaceAll("-", "")),
  type: fc.constantFrom("event", "transaction", "session"),
  publisher: fc.constantFrom("north", "south"),
  plugin: fc.constant("weather"),
  title: fc.constant(""),
  timeMs: fc.constant(0),
  capturedAtMs: fc.integer({ min: nowMs - 40 * dayMs, max: nowMs }),
  bytes: fc.oneof(fc.integer({ min: 1, max: 300_000 }), fc.constant(20 * 1024 * 1024)),
  sha256: fc.constant(""),
  findings: fc.constant({}),
  state: fc.constantFrom("waiting", "rejected", "limited"),
  attempts: fc.constant(0),
});
const entries = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 30 });

const evict = (all: readonly Entry[]) => {
  const gone = new Set(chooseEvictions(all, nowMs).map(({ entry }) => entry.id));
  return { gone, kept: all.filter(({ id }) => !gone.has(id)) };
};

test("what is left is within every bound", () => {
  fc.assert(
    fc.property(entries, (all) => {
      const { kept } = evict(all);
      for (const publisher of ["north", "south"]) {
        const own = kept.filter((one) => one.publisher === publisher);
        expect(own.length).toBeLessThanOrEqual(retention.events);
        expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(retention.bytes);
      }
      for (const { type, capturedAtMs } of kept)
        expect(nowMs - capturedAtMs).toBeLessThanOrEqual(type === "event" ? retention.eventMs : retention.sessionMs);
    }),
  );
});

test("nothing goes without need: what fits and is young stays", () => {
  fc.assert(
    fc.property(entries, (all) => {
      const young = all.map((one) => ({ ...one, capturedAtMs: nowMs - dayMs, bytes: 1000 }));
      expect(chooseEvictions(young, nowMs)).toEqual([]);
    }),
  );
});

test("the oldest go first: whatever stays is newer than all of its publisher that went for want of room", () => {
  fc.assert(
    fc.property(entries, (all) => {
      const young = all.map((one, index) => ({ ...one, capturedAtMs: nowMs - index, type: "event" as const }));
      const { gone, kept } = evict(young);
      for (const one of kept)
        for (const other of young)
          if (gone.has(other.id) && other.publisher === one.publisher)
            expect(one.capturedAtMs).toBeGreaterThan(other.capturedAtMs);
    }),
  );
});

test("one publisher's events never push out another's", () => {
  fc.assert(
    fc.property(entries, (all) => {
      const alone = all.filter(({ publisher }) => publisher === "north");
      const { gone } = evict(all);
      expect(alone.filter(({ id }) => gone.has(id)).map(({ id }) => id)).toEqual(
        alone.filter(({ id }) => evict(alone).gone.has(id)).map(({ id }) => id),
      );
    }),
  );
});

test("the order in which they are given does not matter", () => {
  fc.assert(
    fc.property(entries, (all) => {
      expect(evict([...all].reverse()).gone).toEqual(evict(all).gone);
    }),
  );
});

test("of 1,002 events of one publisher the two oldest go, and the reason says so", () => {
  const one = fc.sample(entry, { numRuns: 1, seed: 1 })[0]!;
  const all = Array.from({ length: 1002 }, (_, index) => ({
    ...{ ...one, type: "event" as const, bytes: 1000 },
    ...{ id: index.toString(16).padStart(32, "0"), capturedAtMs: nowMs - index },
  }));
  const evictions = chooseEvictions(all, nowMs);
  expect(evictions.map(({ entry }) => entry.id)).toEqual([all[1000]!.id, all[1001]!.id]);
  expect(evictions[0]!.reason).toContain("1000 events");
});
