import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "../../src/outbox/entry.ts";
import { chooseEvictions, chooseForgotten, retention } from "../../src/outbox/retention/quota.ts";

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);
const entry: fc.Arbitrary<Entry> = fc.record({
  id: fc.uuid().map((uuid) => uuid.replaceAll("-", "")),
  type: fc.constantFrom("event", "transaction", "session"),
  publisher: fc.constantFrom("north", "south"),
  plugin: fc.constant("weather"),
  title: fc.constant(""),
  timeMs: fc.constant(nowMs + dayMs), // a log may contain any time
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

test("the kept events are within all limits", () => {
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

test("recent events within the limits are not dropped", () => {
  fc.assert(
    fc.property(entries, (all) => {
      const young = all.map((one) => ({ ...one, capturedAtMs: nowMs - dayMs, bytes: 1000 }));
      expect(chooseEvictions(young, nowMs)).toEqual([]);
    }),
  );
});

test("the oldest are dropped first: every kept event is newer than all of its publisher that were dropped for lack of room", () => {
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

test("one publisher's events never evict another's", () => {
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

test("the order of the entries does not matter", () => {
  fc.assert(
    fc.property(entries, (all) => {
      expect(evict([...all].reverse()).gone).toEqual(evict(all).gone);
    }),
  );
});

const one = (id: number, changes: Partial<Entry> = {}): Entry => ({
  ...{ id: id.toString(16).padStart(32, "0"), type: "event", publisher: "north", plugin: "weather", title: `E${id}` },
  ...{
    timeMs: nowMs - id,
    capturedAtMs: nowMs - id,
    bytes: 1000,
    sha256: "",
    findings: {},
    state: "waiting",
    attempts: 0,
  },
  ...changes,
});
const ids = (all: readonly { entry: Entry }[]) => all.map(({ entry }) => entry.id);

test("of 1,002 events of one publisher the two oldest are dropped, with the reason", () => {
  const all = Array.from({ length: 1002 }, (_, index) => one(index));
  const evictions = chooseEvictions(all, nowMs);
  expect(ids(evictions)).toEqual([all[1001]!.id, all[1000]!.id]);
  expect(evictions[0]!.reason).toBe("more than 1000 events of one publisher were pending");
});

test("the limits are 30 days, 5 for sessions and timings, 1,000 events and 64 MiB; of receipts 90 days and 5,000", () => {
  const day = 24 * 60 * 60 * 1000;
  const aged = (type: Entry["type"], ms: number) =>
    chooseEvictions([one(0, { type, capturedAtMs: nowMs - ms })], nowMs);
  expect(aged("event", 30 * day)).toEqual([]);
  expect(aged("event", 30 * day + 1)[0]!.reason).toBe("not sent for 30 days");
  for (const type of ["session", "transaction"] as const) {
    expect(aged(type, 5 * day)).toEqual([]);
    expect(aged(type, 5 * day + 1)[0]!.reason).toBe("not sent for 5 days");
  }
  const large = [one(0, { bytes: 67_108_864 - 1000 }), one(1)];
  expect(chooseEvictions(large, nowMs)).toEqual([]);
  expect(chooseEvictions([...large, one(2, { bytes: 1 })], nowMs)[0]!.reason).toContain("64 MiB");
  const fact = (id: number, settledAtMs: number) =>
    ({ id: String(id), state: "sent", publisher: "north", settledAtMs }) as const;
  expect(chooseForgotten([fact(1, nowMs - 90 * day), fact(2, nowMs - 90 * day - 1)], nowMs)).toEqual(["2"]);
  const many = Array.from({ length: 5002 }, (_, index) => fact(index, nowMs - index));
  expect(chooseForgotten(many, nowMs)).toEqual(["5000", "5001"]);
});

test("a flood of equal errors evicts its own repeats, not single errors of others", () => {
  const flood = Array.from({ length: 1100 }, (_, index) => one(index, { title: "ValueError: flood" }));
  const real = Array.from({ length: 20 }, (_, index) => one(5_000 + index, { title: `KeyError: ${index}` }));
  const { kept } = evict([...flood, ...real]);
  expect(kept).toHaveLength(1000);
  expect(kept.filter(({ title }) => title.startsWith("KeyError"))).toEqual(real);
  expect(kept).toContain(flood[0]);
});

test("a flood of different errors evicts itself, not earlier single errors", () => {
  const flood = Array.from({ length: 1100 }, (_, index) => one(index));
  const real = Array.from({ length: 200 }, (_, index) => one(7_200_000 + index * 3_600_000));
  const { kept } = evict([...flood, ...real]);
  expect(kept).toHaveLength(1000);
  for (const event of real) expect(kept).toContain(event);
});

test("an event that the owner viewed or named is never evicted by a flood, only by age", () => {
  const known = [one(9_000_000), one(9_000_001, { title: "E1" })];
  const flood = Array.from({ length: 3000 }, (_, index) => one(index));
  const isKnown = (id: string) => known.some((event) => event.id === id);
  const gone = new Set(ids(chooseEvictions([...flood, ...known], nowMs, isKnown)));
  expect(gone.size).toBe(2002);
  for (const { id } of known) expect(gone).not.toContain(id);
  const old = known.map((event) => ({ ...event, capturedAtMs: nowMs - 31 * dayMs }));
  expect(ids(chooseEvictions(old, nowMs, isKnown)).sort()).toEqual(ids(known.map((entry) => ({ entry }))).sort());
});

test("capturing a log again does not change the order: errors that happened earlier are dropped first, whenever they were captured", () => {
  const log = Array.from({ length: 1500 }, (_, index) => one(index));
  const { gone, kept } = evict(log);
  const again = log.filter(({ id }) => gone.has(id)).map((event) => ({ ...event, capturedAtMs: nowMs }));
  expect(
    evict([...kept, ...again])
      .kept.map(({ id }) => id)
      .sort(),
  ).toEqual(kept.map(({ id }) => id).sort());
});
