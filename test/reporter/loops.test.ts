import { expect, test, vi } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { readErrors, readReported } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin, dsn } from "./support.ts";

test.each([Number.NaN, undefined, Number.POSITIVE_INFINITY, -1, 0, "1000", null])(
  "a loop with an interval of %s is refused, and never runs",
  async (everyMs) => {
    const task = vi.fn();
    const reporter = createPlugin(await createEnabledWorld());
    expect(() => reporter.loop("sweep", everyMs as never, task)).toThrow(RangeError);
    expect(task).not.toHaveBeenCalled();
  },
);

test("a loop of 30 days runs once in 30 days", async () => {
  const reporter = createPlugin(await createEnabledWorld());
  vi.useFakeTimers();
  try {
    const task = vi.fn();
    const [dayMs, loop] = [24 * 60 * 60_000, reporter.loop("monthly", 30 * 24 * 60 * 60_000, task)];
    await vi.advanceTimersByTimeAsync(29 * dayMs);
    expect(task).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2 * dayMs);
    expect(task).toHaveBeenCalledTimes(2);
    loop.stop();
    await vi.advanceTimersByTimeAsync(40 * dayMs);
    expect(task).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});

test("the notes of a loop's run are on its error", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  reporter.note("outside");
  const loop = reporter.loop("nightly", 1e6, async () => {
    reporter.note("in the run");
    throw new Error("out");
  });
  await vi.waitFor(() => expect(readErrors(world)).toHaveLength(1), 10_000);
  loop.stop();
  const notes = readErrors(world)[0]!.payload.breadcrumbs!.values.map(({ message }) => message);
  expect(notes).toEqual(["outside", "in the run"]);
});

test("after the clock was set back, an equal error is a new event", async () => {
  const world = await createEnabledWorld();
  let backMs = 0;
  const reporter = createPlugin({ ...world, nowMs: () => world.nowMs() - backMs } as typeof world);
  const states: string[] = [];
  for (const stepMs of [0, 0, 2 * 60 * 60_000]) {
    backMs = stepMs;
    states.push((await reporter.report(new Error("out"))).state === "dropped" ? "counted" : "kept");
  }
  expect(states).toEqual(["kept", "counted", "kept"]);
});

const good = { publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn };
test.each([
  ["publisher", { publisher: "default" }],
  ["plugin.paths", { plugin: { ...good.plugin, paths: "src/" } }],
  ["secrets", { secrets: "x" }],
  ["notifyOwner", { notifyOwner: "x" }],
  ["ignore", { ignore: "TypeError" }],
  ["tags", { tags: "x" }],
  ["environment", { environment: 1 }],
  ["environment", { environment: "test/of lamps" }],
  ["environment", { environment: "x".repeat(65) }],
])("an invalid option is refused by its name: %s", (name, wrong) => {
  expect(() => createReporter({ ...good, ...wrong } as never)).toThrow(new RegExp(`^${name.replace(".", "\\.")} `));
});

test("a missing options object is refused with a message", () => {
  expect(() => createReporter(undefined as never)).toThrow("createReporter needs its options");
});

test("passing time in a test world runs loops", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const task = vi.fn();
  const loop = reporter.loop("sweep", 60_000, task);
  await world.settle();
  await world.pass(10 * 60_000);
  expect(task).toHaveBeenCalledTimes(11);
  loop.stop();
  await world.pass(10 * 60_000);
  expect(task).toHaveBeenCalledTimes(11);
});

test("a loop's error is also passed to the logger, which cannot harm the loop", async () => {
  const world = await createEnabledWorld();
  const error = vi.fn(() => {
    throw new Error("the log is full");
  });
  const reporter = createPlugin(world, { logger: { error } });
  const failure = new RangeError("no oil");
  reporter.loop("sweep", 60_000, () => {
    throw failure;
  });
  await world.pass(60_000);
  expect(error.mock.calls).toEqual(Array(2).fill(["sweep failed", failure]));
});

test("runs of a loop are timed, even if they fail", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { sampling: { loops: 1 } });
  await reporter.start();
  let runs = 0;
  const loop = reporter.loop("sweep", 60_000, () => {
    if (++runs === 2) throw new RangeError("no oil");
  });
  await world.settle();
  await world.pass(60_000);
  loop.stop();
  await reporter.stop();
  await world.settle();
  const timings = readReported(world).filter(({ type }) => type === "transaction");
  expect(timings.map(({ payload }) => (payload.contexts as Contexts).trace.status).sort()).toEqual([
    ...["internal_error", "ok"],
  ]);
});

test("a task runs once and is timed, and its error is reported and rethrown", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  expect(await reporter.task("migration", async () => 7)).toBe(7);
  expect(await reporter.task("sum", () => 8)).toBe(8);
  const failure = new RangeError("no oil");
  await expect(reporter.task("import", () => Promise.reject(failure))).rejects.toBe(failure);
  await reporter.stop();
  await world.settle();
  expect(readErrors(world).map(({ payload }) => payload.transaction)).toEqual(["import"]);
  const timings = readReported(world).filter(({ type }) => type === "transaction");
  expect(
    timings.map(({ payload }) => [payload.transaction, (payload.contexts as Contexts).trace.status]).sort(),
  ).toEqual([
    ...[
      ["import", "internal_error"],
      ["migration", "ok"],
      ["sum", "ok"],
    ],
  ]);
});

interface Contexts {
  readonly trace: { readonly status: string };
}
