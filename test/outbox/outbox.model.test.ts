import fc from "fast-check";
import { expect, test } from "vitest";
import { createOutbox, type Outbox } from "../../src/outbox/outbox.ts";
import { retention } from "../../src/outbox/retention/quota.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import type { World } from "../../src/world/world.ts";
import { sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const samples = ["rain", "snow", "hail", "fog"].map((name) => sealSample({ name }));

interface Known {
  state: "waiting" | "rejected" | "sent" | "dropped";
  capturedAtMs: number;
  settledAtMs?: number;
}

/** An outbox in its simplest form. */
interface Model {
  readonly events: Map<string, Known>;
  clockMs: number;
}

interface Real {
  readonly outbox: Outbox;
  tick(ms: number): void;
}

const isOpen = (known: Known | undefined) => known?.state === "waiting" || known?.state === "rejected";

/** Expects the outbox to answer every question like the model. */
async function compare({ outbox }: Real, { events }: Model) {
  const open = [...events].filter(([, known]) => isOpen(known));
  const settled = [...events].filter(([, known]) => !isOpen(known));
  expect(await outbox.count()).toEqual({ waiting: open.length, settled: settled.length });
  expect((await outbox.ids()).sort()).toEqual(open.map(([id]) => id).sort());
  expect((await outbox.ids(true)).sort()).toEqual([...events.keys()].sort());
  const listed = await outbox.list();
  expect(listed.map(({ id, state, capturedAtMs }) => [id, state, capturedAtMs])).toEqual(
    open
      .sort(([a, { capturedAtMs: x }], [b, { capturedAtMs: y }]) => x - y || (a < b ? -1 : 1))
      .map(([id, { state, capturedAtMs }]) => [id, state, capturedAtMs]),
  );
  const receipts = new Map((await outbox.receipts()).map((receipt) => [receipt.id, receipt.state]));
  expect(receipts).toEqual(new Map(settled.map(([id, { state }]) => [id, state])));
  for (const { id, sha256 } of samples) {
    if (isOpen(events.get(id))) expect(digest((await outbox.read(id)).bytes)).toBe(sha256);
    else await expect(outbox.read(id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
}

type Command = fc.AsyncCommand<Model, Real>;

const command = (
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Command => ({
  check,
  toString: () => name,
  async run(model, real) {
    await run(model, real);
    await compare(real, model);
  },
});

const sample = fc.nat({ max: samples.length - 1 });

const keep = sample.map((index) =>
  command(`keep ${index}`, async ({ events, clockMs }, { outbox }) => {
    const { id } = samples[index]!;
    const before = events.get(id);
    const expected = before?.state === "sent" ? "sent" : isOpen(before) ? "waiting" : "kept";
    expect(await outbox.keep(samples[index]!, "a title")).toBe(expected);
    if (expected === "kept") events.set(id, { state: "waiting", capturedAtMs: clockMs });
  }),
);

const whileOpen = (name: string, run: (id: string, model: Model, real: Real) => Promise<void>) =>
  sample.map((index) =>
    command(
      `${name} ${index}`,
      (model, real) => run(samples[index]!.id, model, real),
      ({ events }) => isOpen(events.get(samples[index]!.id)),
    ),
  );

const reject = whileOpen("reject", async (id, { events }, { outbox }) => {
  const { entry } = await outbox.read(id);
  await outbox.update({ ...entry, state: "rejected", reason: "no" });
  events.get(id)!.state = "rejected";
});

const settle = whileOpen("settle", async (id, { events, clockMs }, { outbox }) => {
  const { entry } = await outbox.read(id);
  const receipt = await outbox.settle(entry, { state: "sent", status: 200 });
  expect(receipt).toMatchObject({ id, state: "sent", status: 200, settledAtMs: clockMs });
  expect(await outbox.readReceipt(id)).toEqual(receipt);
  Object.assign(events.get(id)!, { state: "sent", settledAtMs: clockMs });
});

const drop = whileOpen("drop", async (id, { events, clockMs }, { outbox }) => {
  await outbox.drop(id, "not needed");
  expect(await outbox.readReceipt(id)).toMatchObject({ state: "dropped", reason: "not needed" });
  Object.assign(events.get(id)!, { state: "dropped", settledAtMs: clockMs });
});

const wait = fc.constantFrom(1, 20, 80).map((days) =>
  command(`wait ${days} days`, async (model, { tick }) => {
    model.clockMs += days * 86_400_000;
    tick(days * 86_400_000);
  }),
);

const tidy = fc.constant(
  command("tidy", async ({ events, clockMs }, { outbox }) => {
    for (const [id, known] of events)
      if (known.settledAtMs !== undefined && clockMs - known.settledAtMs > retention.receiptMs) events.delete(id);
    const old = [...events].filter(([, known]) => isOpen(known) && clockMs - known.capturedAtMs > retention.eventMs);
    expect((await outbox.tidy()).map(({ id }) => id).sort()).toEqual(old.map(([id]) => id).sort());
    for (const [, known] of old) Object.assign(known, { state: "dropped", settledAtMs: clockMs });
  }),
);

const clear = fc.constant(
  command("clear", async ({ events }, { outbox }) => {
    expect(await outbox.clear()).toBe(events.size);
    events.clear();
  }),
);

const start = Date.UTC(2026, 0, 1);
const commands = fc.commands([keep, keep, reject, settle, drop, wait, tidy, clear]);

async function behavesLikeTheModel(openWorld: () => World, numRuns: number) {
  await fc.assert(
    fc.asyncProperty(commands, async (commands) => {
      const world = openWorld();
      let clockMs = start;
      const clocked = Object.create(world, { nowMs: { value: () => clockMs } }) as World;
      const tick = (ms: number) => {
        clockMs += ms;
      };
      const outbox = createOutbox(resolvePaths(world.env, "/"), clocked);
      await fc.asyncModelRun(() => ({ model: { events: new Map(), clockMs }, real: { outbox, tick } }), commands);
    }),
    { numRuns },
  );
}

test("the outbox behaves like its model, in memory", () => behavesLikeTheModel(() => createMemoryWorld(), 200));

test("the outbox behaves like its model, on disk", async () => {
  const folder = temporaryFolder();
  let serial = 0;
  const noPost = () => Promise.reject(new Error("no network here"));
  await behavesLikeTheModel(() => createNodeWorld(noPost, { VEXTEL_HOME: `${folder}/${serial++}` }), 30);
});
