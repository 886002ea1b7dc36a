import fc from "fast-check";
import { expect, test } from "vitest";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { retention } from "../../src/outbox/retention/quota.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { sealSample } from "../support/samples.ts";

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 28);
const leapFile = "/vextel/outbox/.clock-leap";

/** An outbox; `keep` adds an event, `at` sets the clock and tidies. Both return the ids of what is pending, in days. */
function openOutbox() {
  const world = createMemoryWorld();
  const outbox = createOutbox(resolvePaths(world.env, "/"), world);
  const dayOf = new Map<string, number>();
  const pending = async () => (await outbox.list()).map(({ id }) => dayOf.get(id)!).sort((a, b) => a - b);
  const setDay = (day: number) => {
    world.clockMs = startMs + day * dayMs;
  };
  return {
    world,
    outbox,
    async keep(day: number) {
      setDay(day);
      const sealed = sealSample({ name: `rain${"y".repeat(day)}` });
      dayOf.set(sealed.id, day);
      await outbox.keep(sealed, "a title");
      return pending();
    },
    async at(day: number) {
      setDay(day);
      await outbox.tidy();
      return pending();
    },
  };
}

test.each([31, 365, 5000])(
  "a clock that leaps ahead by %i days and is corrected within a day drops nothing",
  async (days) => {
    const { keep, at, world } = openOutbox();
    await keep(0);
    await at(0.5);
    await keep(1); // not looked at before the leap
    expect(await at(days)).toEqual([0, 1]);
    expect(await at(days + 0.9)).toEqual([0, 1]);
    expect(await at(2)).toEqual([0, 1]);
    expect(world.disk.has(leapFile)).toBe(false);
    for (let day = 3; day <= 30; day++) expect(await at(day)).toEqual([0, 1]);
    expect(await at(30.5)).toEqual([1]);
    expect(await at(31.5)).toEqual([]);
  },
);

test("after weeks without vextel, old events are dropped a day later", async () => {
  const { keep, at } = openOutbox();
  await keep(0);
  await at(0);
  expect(await at(60)).toEqual([0]);
  expect(await at(60.9)).toEqual([0]);
  expect(await at(61)).toEqual([]);
});

test("receipts and the bytes of sent events survive a leap as well", async () => {
  const { outbox, world, keep, at } = openOutbox();
  await keep(0);
  const [entry] = await outbox.list();
  await outbox.settle(entry!, { state: "sent", status: 200 });
  await at(0.1);
  const count = () => [...world.disk.keys()].filter((path) => path.includes(entry!.id)).length;
  const before = count();
  await at(400);
  expect(count()).toBe(before);
  await at(401);
  expect(count()).toBe(0);
});

test("however seldom vextel runs, an event stays for 30 days, and at most until the first run a day after they have passed", async () => {
  const gaps = fc.array(fc.double({ min: 0.01, max: 45, noNaN: true }), { minLength: 3, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(gaps, async (steps) => {
      const { keep, at } = openOutbox();
      await keep(0);
      const looks = [0];
      await at(0);
      for (const step of steps) {
        const day = looks.at(-1)! + step;
        looks.push(day);
        const isThere = (await at(day)).length > 0;
        const overdue = looks.filter((look) => look > retention.eventMs / dayMs);
        const isDue = overdue.length > 0 && day - overdue[0]! >= 1;
        if (overdue.length === 0) expect(isThere).toBe(true);
        if (isDue) expect(isThere).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test.each(["", "damaged", "1 2\n", `${startMs} x 0\n`])("a damaged record of a leap is ignored (%j)", async (text) => {
  const { keep, at, world } = openOutbox();
  await keep(0);
  await at(30);
  world.disk.set(leapFile, Buffer.from(text));
  expect(await at(31)).toEqual([]);
});

test("clear removes the record", async () => {
  const { outbox, keep, at, world } = openOutbox();
  await keep(0);
  await at(0);
  await at(40);
  expect(world.disk.has(leapFile)).toBe(true);
  await outbox.clear();
  expect(world.disk.has(leapFile)).toBe(false);
});
