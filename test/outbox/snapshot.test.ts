import fc from "fast-check";
import { expect, test } from "vitest";
import { createOutbox, type Outbox } from "../../src/outbox/outbox.ts";
import { createMemoryWorld, type MemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { createChangingWorld } from "../support/changing-world.ts";
import { createCountingWorld } from "../support/counting-world.ts";
import { createDyingWorld, runUntilDeath } from "../support/dying-world.ts";
import { sealSample } from "../support/samples.ts";

const paths = resolvePaths({ VEXTEL_HOME: "/vextel" }, "/");
const samples = ["drizzle", "hail", "sleet", "snow"].map((name) => sealSample({ name }));
const [waiting, sent] = ["/vextel/outbox/waiting", "/vextel/outbox/sent"];

/** The id of a copy; copies are spread over all folders of receipts. */
const copyOf = (number: number) => number.toString(16).padStart(3, "0").padEnd(32, "d");

/** A disk with enough pending events and receipts to make caching worthwhile. */
async function createDisk(): Promise<MemoryWorld> {
  const memory = createMemoryWorld();
  const outbox = createOutbox(paths, memory);
  const [open, done] = [sealSample({ name: "open" }), sealSample({ name: "done" })];
  await outbox.keep(open, "open");
  await outbox.keep(done, "done");
  await outbox.settle((await outbox.read(done.id)).entry, { state: "sent" });
  const copy = (at: (id: string) => readonly string[], id: string, count: number) => {
    const [record, bytes] = at(id).map((path) => Buffer.from(memory.disk.get(path)!));
    for (let number = 0; number < count; number++) {
      const other = copyOf(number);
      const [recordPath, bytesPath] = at(other);
      memory.disk.set(recordPath!, Buffer.from(record!.toString().replaceAll(id, other)));
      memory.disk.set(bytesPath!, bytes!);
    }
  };
  copy((id) => [`${waiting}/${id}.json`, `${waiting}/${id}.envelope`], open.id, 600);
  copy((id) => [`${sent}/${id[0]}/${id}.json`, `${sent}/bytes/${id}.envelope`], done.id, 1_100);
  await outbox.tidy();
  return memory;
}
const disk = await createDisk();

/** The same files in a new world, in which nothing is cached in memory. */
function copyOfDisk({ disk }: MemoryWorld): MemoryWorld {
  const memory = createMemoryWorld();
  for (const [path, bytes] of disk) memory.disk.set(path, bytes);
  return memory;
}

/** The result of listing and counting. */
const told = async (outbox: Outbox) => {
  const { entries, unread } = await outbox.look();
  return { entries: entries.records(), brief: [...entries.each(["id", "state"])], unread, tally: await outbox.tally() };
};

const entryOf = (outbox: Outbox, id: string) => outbox.read(id).then(({ entry }) => entry);

type Act = (outbox: Outbox, world: MemoryWorld, at: number) => Promise<unknown>;
const acts: Readonly<Record<string, Act>> = {
  keep: (outbox, { clockMs }, at) => outbox.keep(samples[at]!, "a title", { capturedAtMs: clockMs + at - 1 }), // first, in between, last
  refuse: async (outbox, _, at) => outbox.update({ ...(await entryOf(outbox, samples[at]!.id)), state: "rejected" }),
  approve: (outbox, _, at) => outbox.approve(samples[at]!.id, samples[at]!.sha256),
  send: async (outbox, _, at) => outbox.settle(await entryOf(outbox, samples[at]!.id), { state: "sent" }),
  drop: (outbox, _, at) => outbox.drop(samples[at]!.id, "dropped by its owner"),
  tidy: (outbox) => outbox.tidy(),
  look: told,
  "lose an entry": (_, { files }, at) => files.remove(`${waiting}/${samples[at]!.id}.json`),
  "drop one of many": (outbox, _, at) => outbox.drop(copyOf(100 * at + 7), "dropped by its owner"),
  "refuse one of many": async (outbox, _, at) =>
    outbox.update({ ...(await entryOf(outbox, copyOf(100 * at))), state: "rejected" }),
  "lose many": async (_, { files }, at) => {
    for (let number = 120 * at; number < 120 * (at + 1); number++)
      await files.remove(`${waiting}/${copyOf(number)}.json`);
  },
  "lose a receipt": (_, { files }, at) => files.remove(`${sent}/${copyOf(at)[0]}/${copyOf(at)}.json`),
  "replace an entry by rubbish": (_, { files }, at) => files.write(`${waiting}/${samples[at]!.id}.json`, "{"),
  "damage a cache": async (_, { disk }, at) => {
    for (const path of ["/vextel/outbox/.waiting", "/vextel/outbox/.waiting-new", "/vextel/outbox/.sent"]) {
      const bytes = disk.get(path)?.slice();
      if (!bytes) continue;
      bytes[Math.floor((bytes.length * (at + 1)) / 5)]! ^= 1;
      disk.set(path, at === 0 ? bytes.subarray(0, bytes.length >> 1) : bytes);
    }
  },
};

const step = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  at: fc.nat(samples.length - 1),
  diesAt: fc.option(fc.nat(6)),
  when: fc.constantFrom("before" as const, "after" as const),
});

test("the cached view of an outbox matches its content after any actions and killed processes", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const memory = copyOfDisk(disk);
      const world = createChangingWorld(memory);
      for (const { act, at, diesAt, when } of steps) {
        const work = (own: MemoryWorld) => acts[act]!(createOutbox(paths, own), own, at).catch(noMatter);
        await runUntilDeath(createDyingWorld(world, diesAt ?? 1_000, when), work);
        expect(await told(createOutbox(paths, world)), act).toEqual(await told(createOutbox(paths, memory)));
      }
    }),
    { numRuns: 15 },
  );
});

/** Ignores vextel's errors: for example, an event that is not pending can be neither sent nor rejected. */
const noMatter = (error: unknown) => {
  if (!(error instanceof Error && "code" in error)) throw error;
};

test("a large outbox in which nothing changed is not read again", async () => {
  const { world, counts } = createCountingWorld(createChangingWorld(await createDisk()));
  const first = await told(createOutbox(paths, world));
  [counts.files, counts.names] = [0, 0];
  expect(await told(createOutbox(paths, world))).toEqual(first);
  expect(counts.files).toBeLessThanOrEqual(5); // two caches of pending events, read twice, and that of the counts
  expect(counts.names).toBeLessThanOrEqual(17); // the folders of receipts and of bytes
});

test("of a large outbox, only what has changed is read again", async () => {
  const changing = createChangingWorld(await createDisk());
  const { world, counts } = createCountingWorld(changing);
  await told(createOutbox(paths, world));
  const other = createOutbox(paths, changing);
  await other.keep(samples[0]!, "a title");
  await other.keep(samples[1]!, "a title");
  await other.settle(await entryOf(other, samples[1]!.id), { state: "sent" });
  counts.files = 0;
  expect(await told(createOutbox(paths, world))).toEqual(await told(createOutbox(paths, copyOfDisk(changing))));
  expect(counts.files).toBeLessThanOrEqual(10);
});

test("clear removes the caches as well", async () => {
  const world = createChangingWorld(await createDisk());
  const outbox = createOutbox(paths, world);
  await told(outbox);
  expect([...world.disk.keys()]).toContain("/vextel/outbox/.waiting");
  await outbox.clear();
  expect([...world.disk.keys()].filter((path) => /outbox\/\.(waiting|waiting-new|sent)$/.test(path))).toEqual([]);
});
