import { expect, test } from "vitest";
import { openWatchState } from "../../../src/cli/watch/state.ts";
import { VextelError } from "../../../src/errors.ts";
import { createMemoryWorld } from "../../../src/world/memory.ts";
import type { World } from "../../../src/world/world.ts";

const path = "/vextel/watch.json";
const mark = (offset: number, seen = 0) => ({
  position: { inode: 1, offset, headBytes: 0, headSha256: "", mtimeMs: 0 },
  seen: Array.from({ length: seen }, (_, index) => [`${index}`.padStart(32, "0"), [index, 1]] as const),
});

/** A memory world that counts writes and their bytes. */
function createMeteredWorld() {
  const memory = createMemoryWorld();
  const meter = { writes: 0, bytes: 0 };
  const write: World["files"]["write"] = async (to, bytes) => {
    meter.writes += 1;
    meter.bytes += bytes.length;
    await memory.files.write(to, bytes);
  };
  return { memory, meter, world: Object.create(memory, { files: { value: { ...memory.files, write } } }) as World };
}

test("the positions of 800 logs are saved in one write a second", async () => {
  const { memory, meter, world } = createMeteredWorld();
  const state = await openWatchState(path, world);
  for (let step = 0; step < 8_000; step++) {
    state.set(`/logs/${step % 800}.log`, mark(step));
    await state.saveNowAndThen();
    memory.clockMs += 1;
  }
  expect(meter.writes).toBeLessThanOrEqual(9);
  await state.save();
  const again = await openWatchState(path, world);
  for (let log = 0; log < 800; log++) expect(again.get(`/logs/${log}.log`)).toEqual(mark(7_200 + log));
});

test("large positions are saved with less than a megabyte a second", async () => {
  const { memory, meter, world } = createMeteredWorld();
  const state = await openWatchState(path, world);
  const startMs = memory.clockMs;
  for (let step = 0; step < 600; step++) {
    state.set(`/logs/${step % 20}.log`, mark(step, 1_000));
    await state.saveNowAndThen();
    memory.clockMs += 100;
  }
  expect(meter.writes).toBeGreaterThan(5);
  expect(meter.bytes / (memory.clockMs - startMs)).toBeLessThan(1_000);
});

test("on a full disk, positions are saved later", async () => {
  const memory = createMemoryWorld();
  let isFull = true;
  const write: World["files"]["write"] = async (to, bytes) => {
    if (isFull) throw new VextelError("FILE_UNWRITABLE", "no room", "Make some.");
    await memory.files.write(to, bytes);
  };
  const world = Object.create(memory, { files: { value: { ...memory.files, write } } }) as World;
  const state = await openWatchState(path, world);
  state.set("/a.log", mark(1));
  await state.saveNowAndThen();
  expect([state.isDirty, memory.disk.has(path)]).toEqual([true, false]);
  isFull = false;
  memory.clockMs += 2_000;
  await state.saveNowAndThen();
  expect([state.isDirty, (await openWatchState(path, memory)).get("/a.log")]).toEqual([false, mark(1)]);
});

test("a position is found again even if the file number of Windows is too large for an exact number", async () => {
  const world = createMemoryWorld();
  const position = { ...mark(7).position, inode: 2 ** 60 + 2 ** 10 };
  await world.files.write(
    path,
    Buffer.from(JSON.stringify({ version: 1, files: { "/logs/a.log": { ...mark(7), position } } })),
  );
  expect((await openWatchState(path, world)).get("/logs/a.log")?.position).toEqual(position);
});
