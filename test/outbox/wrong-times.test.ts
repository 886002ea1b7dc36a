import { expect, test } from "vitest";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { sealSample } from "../support/samples.ts";

const dayMs = 86_400_000;
const realMs = Date.UTC(2026, 10, 28);
const sealed = sealSample();

/** An outbox with one event, captured at this time; `at` sets the clock and tidies, and returns what was dropped. */
async function captureAt(timeMs: number) {
  const world = createMemoryWorld();
  const outbox = createOutbox(resolvePaths(world.env, "/"), world);
  world.clockMs = timeMs;
  await outbox.keep(sealed, "a title");
  const at = async (nowMs: number) => {
    world.clockMs = nowMs;
    return (await outbox.tidy()).map(({ id, reason }) => `${id} ${reason}`);
  };
  return { world, outbox, at, isCounted: () => world.disk.has("/vextel/outbox/.wrong-times") };
}

test("an event that was captured while the clock was years ahead is pending for 30 days, not for years", async () => {
  const { at, outbox, isCounted } = await captureAt(realMs + 5000 * dayMs);
  for (let day = 0; day <= 30; day++) expect(await at(realMs + day * dayMs)).toEqual([]);
  expect(isCounted()).toBe(true);
  expect(await at(realMs + 31 * dayMs)).toEqual([`${sealed.id} not sent for 30 days`]);
  expect(await outbox.list()).toEqual([]);
});

test("on a machine that starts in 1970 or 2015 until its clock is set, no event counts as old for that", async () => {
  const { at, isCounted } = await captureAt(realMs);
  for (let day = 0; day < 7; day++) {
    expect(await at(day * 1000)).toEqual([]);
    expect(await at(Date.UTC(2015, 0, 1) + day * 1000)).toEqual([]);
    expect(await at(realMs + day * dayMs)).toEqual([]);
    expect(isCounted()).toBe(false);
  }
  expect(await at(realMs + 29 * dayMs)).toEqual([]);
  expect(await at(realMs + 31 * dayMs)).toEqual([`${sealed.id} not sent for 30 days`]);
});

test("an event that was captured in 1970, before the clock was set, is pending for some 30 days from then on", async () => {
  const { at, outbox } = await captureAt(60_000);
  expect(await at(120_000)).toEqual([]);
  for (let day = 0; day <= 26; day++) expect(await at(realMs + day * dayMs)).toEqual([]);
  expect(await outbox.list()).toHaveLength(1);
  for (let day = 27; day <= 31; day++) await at(realMs + day * dayMs);
  expect(await outbox.list()).toEqual([]);
});

test("one leap between two wrong times drops nothing", async () => {
  const { at } = await captureAt(realMs);
  expect([await at(0), await at(Date.UTC(2015, 0, 1)), await at(Date.UTC(2020, 0, 1))]).toEqual([[], [], []]);
});

test("bytes that were sent while the clock was years ahead are deleted after 30 days, their receipt after 90", async () => {
  const { world, outbox, at } = await captureAt(realMs + 5000 * dayMs);
  await outbox.settle((await outbox.read(sealed.id)).entry, { state: "sent", status: 200 });
  const has = (ending: string) => [...world.disk.keys()].some((path) => path.endsWith(`${sealed.id}.${ending}`));
  for (let day = 0; day <= 30; day++) await at(realMs + day * dayMs);
  expect([has("envelope"), has("json")]).toEqual([true, true]);
  for (let day = 31; day <= 90; day++) await at(realMs + day * dayMs);
  expect([has("envelope"), has("json")]).toEqual([false, true]);
  await at(realMs + 91 * dayMs);
  expect(has("json")).toBe(false);
});

test.each(["", "damaged", "NaN\nx 1\n", `1e99\n${sealed.id} -1\n`])(
  "a damaged count drops nothing, and is begun again (%j)",
  async (text) => {
    const { world, at } = await captureAt(realMs + 5000 * dayMs);
    world.disk.set("/vextel/outbox/.wrong-times", Buffer.from(text));
    expect(await at(realMs)).toEqual([]);
    expect(`${Buffer.from(world.disk.get("/vextel/outbox/.wrong-times")!)}`).toBe(`${realMs}\n${sealed.id} 0\n`);
  },
);

test("clear removes the count", async () => {
  const { outbox, at, isCounted } = await captureAt(realMs + 5000 * dayMs);
  await at(realMs);
  await outbox.clear();
  expect(isCounted()).toBe(false);
});
