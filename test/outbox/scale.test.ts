import { expect, test } from "vitest";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { renderRecord } from "../../src/outbox/record.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { createCountingWorld } from "../support/counting-world.ts";
import { sealSample } from "../support/samples.ts";

const hex = (id: number) => id.toString(16).padStart(32, "0");

/** An outbox of `pending` and `settled` events of ten publishers, without any cache. */
async function createFullOutbox(pending: number, settled: number) {
  const memory = createMemoryWorld();
  const paths = resolvePaths(memory.env, "/");
  const record = (id: number) => ({
    ...{ id: hex(id), type: "event", publisher: `p${id % 10}`, plugin: "weather", title: `E${id}`, capture: "by hand" },
    ...{ timeMs: memory.clockMs, capturedAtMs: memory.clockMs, bytes: 1, sha256: digest("x"), findings: {} },
  });
  for (let id = 0; id < pending; id++) {
    const entry = renderRecord({ ...record(id), state: "waiting", attempts: 0 });
    memory.disk.set(`/vextel/outbox/waiting/${hex(id)}.json`, Buffer.from(entry));
    memory.disk.set(`/vextel/outbox/waiting/${hex(id)}.envelope`, Buffer.from("x"));
  }
  for (let id = pending; id < pending + settled; id++) {
    const receipt = renderRecord({ ...record(id), state: "sent", settledAtMs: memory.clockMs });
    memory.disk.set(`/vextel/outbox/sent/0/${hex(id)}.json`, Buffer.from(receipt));
  }
  await createOutbox(paths, memory).tidy();
  const { world, counts } = createCountingWorld(memory);
  return { outbox: createOutbox(paths, world), counts, memory };
}

test("counting and listing read each pending event once, and no receipt", async () => {
  const { outbox, counts } = await createFullOutbox(200, 500);
  const tallies = await outbox.tally();
  expect([...tallies.values()]).toMatchObject(Array(10).fill({ waiting: 20, sent: 50 }));
  expect(counts.files).toBeLessThanOrEqual(200 + 3); // the index and the caches
  counts.files = 0;
  expect(await outbox.list()).toHaveLength(200);
  expect(counts.files).toBeLessThanOrEqual(200 + 1);
});

const costs = async (
  pending: number,
  settled: number,
  work: (o: ReturnType<typeof createOutbox>) => Promise<unknown>,
) => {
  const { outbox, counts } = await createFullOutbox(pending, settled);
  await work(outbox);
  return counts;
};

test("keeping, reading, naming and settling an event costs the same, however many events are pending or settled", async () => {
  const sealed = sealSample();
  const live = async (outbox: ReturnType<typeof createOutbox>) => {
    await outbox.keep(sealed, "a title");
    await outbox.remember(sealed.id);
    const { entry } = await outbox.read(sealed.id);
    await outbox.settle(entry, { state: "sent", status: 200 });
    await outbox.readReceipt(sealed.id);
  };
  expect(await costs(500, 500, live)).toEqual(await costs(1, 1, live));
  expect((await costs(500, 500, live)).names).toBe(0);
});

test("tidying reads only new events again, not all 500", async () => {
  const { outbox, counts } = await createFullOutbox(500, 500);
  await outbox.tidy();
  counts.files = 0;
  await outbox.keep(sealSample(), "a title");
  const kept = counts.files;
  await outbox.tidy();
  expect(counts.files - kept).toBeLessThan(10);
});

test("keeping many groups, and dropping many events for the quota, waits for the disk a few times, not for each", async () => {
  const memory = createMemoryWorld();
  let waits = 0;
  const locks: string[] = [];
  const counted = <A extends unknown[], R>(work: (...args: A) => R) => {
    return (...args: A): R => {
      waits += 1;
      return work(...args);
    };
  };
  const { write, writeAll, move, moveAll } = memory.files;
  const withLock: typeof memory.files.withLock = (path, ...more) => {
    locks.push(path);
    return memory.files.withLock(path, ...more);
  };
  const counting = {
    withLock,
    write: counted(write),
    writeAll: counted(writeAll),
    move: counted(move),
    moveAll: counted(moveAll),
  };
  const world = Object.create(memory, { files: { value: { ...memory.files, ...counting } } });
  const outbox = createOutbox(resolvePaths(memory.env, "/"), world);
  const sealed = sealSample();
  const groups = Array.from({ length: 1200 }, (_, id) => ({
    ...{ sealed: { ...sealed, id: hex(id) }, group: hex(id), tally: new Map([[id, 1]]), repeat: () => sealed },
    title: `E${id}`,
  }));
  const kept = await outbox.keepGroups(groups);
  expect(kept.map(({ id, state }) => [id, state])).toEqual(groups.map((_, id) => [hex(id), "kept"]));
  expect(waits).toBe(2 * Math.ceil(1200 / 64));
  expect(locks).toHaveLength(1 + Math.ceil(1200 / 64)); // of the outbox, and of the history
  const again = await outbox.keepGroups([groups[0]!, groups[0]!]);
  expect(again.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  waits = locks.length = 0;
  expect(await outbox.tidy()).toHaveLength(200);
  expect(locks).toHaveLength(2 * Math.ceil(200 / 64));
  expect(waits).toBeLessThan(40); // most of them for the indexes of receipts
  expect(await outbox.ids()).toHaveLength(1000);
});

test("a process does not tidy what another has just tidied", async () => {
  const { outbox, counts } = await createFullOutbox(50, 50);
  expect(await outbox.tidy(60_000)).toEqual([]);
  expect(counts).toEqual({ files: 1, names: 0 });
});

test("counts are right even if their cache file is damaged", async () => {
  const broken = [undefined, "", "x", "\n\n%\n", `${hex(3)} 1 sent p3\n`, `${hex(61)} -\n`, `${hex(61)} 1 se`];
  for (const text of broken) {
    const { outbox, memory } = await createFullOutbox(10, 60);
    const path = "/vextel/outbox/sent/0/index";
    if (text === undefined) memory.disk.delete(path);
    else memory.disk.set(path, Buffer.from(text));
    expect([...(await outbox.tally()).values()].map(({ sent }) => sent)).toEqual(Array(10).fill(6));
    await outbox.tidy();
    expect(memory.disk.get(path)?.toString().split("\n")).toHaveLength(61);
  }
});

test("receipts are kept within their quota, the newest of each publisher", async () => {
  const { outbox, memory } = await createFullOutbox(0, 40);
  const { entry } = await outbox.keep(sealSample(), "x").then(() => outbox.read(sealSample().id));
  memory.clockMs += 91 * 86_400_000;
  await outbox.settle(entry, { state: "sent" });
  await outbox.tidy();
  expect((await outbox.receipts()).map(({ id }) => id)).toEqual([entry.id]);
  expect(await outbox.ids(true)).toEqual([entry.id]);
});

test("an event that is settled while ids are read is found in one of the two places", async () => {
  const memory = createMemoryWorld();
  const paths = resolvePaths(memory.env, "/");
  const sealed = sealSample();
  const other = createOutbox(paths, memory);
  await other.keep(sealed, "a title");
  const { entry } = await other.read(sealed.id);
  let lists = 0;
  const list = async (folder: string) => {
    const names = await memory.files.list(folder);
    if (lists++ === 0) await other.settle(entry, { state: "sent" }); // between reading the two folders
    return names;
  };
  const world = Object.create(memory, { files: { value: { ...memory.files, list } } });
  expect(await createOutbox(paths, world).ids(true)).toEqual([sealed.id]);
});
