import { expect, onTestFinished, test, vi } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { readErrors, readReported, type TestWorld } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin, dsn } from "./support.ts";

const sessionsOf = (world: TestWorld) =>
  readReported(world)
    .filter(({ type }) => type === "session")
    .map(({ payload }) => payload.status);

test("a plugin that is loaded again without stop() replaces the old one: one loop, one session", async () => {
  const world = await createEnabledWorld();
  const runs: string[] = [];
  for (const name of ["first", "second", "third"]) {
    const reporter = createPlugin(world);
    await reporter.start();
    reporter.loop("sweep", 60_000, () => void runs.push(name));
    await world.settle();
  }
  runs.length = 0;
  await world.pass(5.5 * 60_000);
  expect(runs).toEqual(Array(5).fill("third"));
  expect(sessionsOf(world)).toEqual(["exited", "exited"]);
});

test("an error that an old handler still throws is kept, and other plugins are not affected", async () => {
  const world = await createEnabledWorld();
  const other = createPlugin(world, { plugin: { name: "wicks", version: "1.0.0" } });
  const [old, young] = [createPlugin(world), createPlugin(world)];
  for (const reporter of [other, old, young]) await reporter.start();
  expect((await old.report(new RangeError("stale"))).state).toBe("sent");
  expect((await young.report(new TypeError("fresh"))).state).toBe("sent");
  await world.settle();
  expect(readErrors(world)).toHaveLength(2);
  expect(sessionsOf(world)).toEqual(["exited"]);
  await Promise.all([old.stop(), young.stop(), other.stop()]);
  await world.settle();
  expect(sessionsOf(world)).toEqual(["exited", "exited", "exited"]);
});

test("start() after stop() explains the problem", async () => {
  const reporter = createPlugin(await createEnabledWorld());
  await reporter.start();
  await reporter.stop();
  expect(await reporter.start()).toMatchObject({ reporting: "disabled", problem: expect.stringContaining("stopped") });
});

function spyOnWarnings() {
  const spy = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  onTestFinished(() => spy.mockRestore());
  return () => spy.mock.calls.map(([warning]) => String(warning));
}

test("an unknown option is reported with the likely one", async () => {
  const warnings = spyOnWarnings();
  const world = await createEnabledWorld();
  const plugin = { name: "lamps", version: "1.0.0", path: ["lamps/"] };
  createReporter({ publisher: "moth", plugin, dsn, world, enviroment: "test", secret: () => [] } as never);
  expect(warnings()).toEqual([
    ...[
      "enviroment; did you mean environment?",
      "secret; did you mean secrets?",
      "plugin.path; did you mean plugin.paths?",
    ].map((rest) => `vextel ignores the unknown option ${rest}`),
  ]);
});

test("known options cause no warning", async () => {
  const warnings = spyOnWarnings();
  createPlugin(await createEnabledWorld(), {
    ...{
      secrets: () => [],
      notifyOwner: () => {},
      privacy: "https://x.example",
      title: "Moth",
      texts: {},
      cli: "vextel",
    },
    ...{ environment: "test", frameworks: [], tags: {}, ignore: [], sampling: { loops: 0, tasks: 0 }, logger: console },
    plugin: { name: "lamps", version: "1.0.0", commit: "abc", paths: [] },
  });
  expect(warnings()).toEqual([]);
});
