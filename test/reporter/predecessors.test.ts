// Defects of vextel's predecessors that concern the library; those of the scrubber are tested with its rules.
import { expect, test } from "vitest";
import { createTestWorld, readErrors, readReported, type TestWorld } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

const types = (world: TestWorld) => readReported(world).map(({ type }) => type);

test("errors kept for sending by hand outlive the process, and a sent one is no longer kept", async () => {
  const world = createTestWorld();
  const first = createPlugin(world);
  await first.start();
  const { id } = await first.report(new Error("before the crash"));
  world.kill();
  const next = world.startProcess();
  const second = createPlugin(next);
  await second.start();
  expect((await second.owner.list()).map((entry) => entry.id)).toEqual([id]);
  expect(await second.owner.send(id!)).toEqual({ state: "sent" });
  expect(await second.owner.list()).toEqual([]);
  expect(await second.owner.send(id!)).toMatchObject({ state: "unknown event" });
  expect(readErrors(next)).toHaveLength(1);
});

test("an error that cannot be sent by hand is kept, and success is reported only after the server's answer", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  const { id } = await reporter.report(new Error("x"));
  for (const answer of [
    { kind: "unreached", reason: "ECONNREFUSED", ambiguous: false },
    { kind: "answered", status: 403, headers: {} },
  ] as const) {
    world.answerWith(answer);
    expect(await reporter.owner.send(id!)).toMatchObject({ state: "kept", reason: expect.any(String) });
    expect(await reporter.owner.list()).toHaveLength(1);
  }
});

test("sending by hand while reporting is off starts no session and enables nothing", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const { id } = await reporter.report(new Error("x"));
  await reporter.owner.send(id!);
  await world.pass(60_000);
  await reporter.stop();
  expect(types(world)).toEqual(["event"]);
  expect((await reporter.owner.status()).answer).toBe("unset");
});

test("loading a plugin sends nothing, whatever the owner decided", async () => {
  for (const world of [createTestWorld(), await createEnabledWorld()]) {
    const reporter = createPlugin(world);
    await reporter.start();
    for (let command = 0; command < 100; command++) reporter.guard("command", () => reporter.note("ran"))();
    await world.pass(60_000);
    expect(world.posted).toEqual([]);
  }
});

test("notes and data of one command are not in the error of the next", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const run = reporter.guard("command", async (name: string) => {
    reporter.note(`ran ${name}`);
    if (name === "third") throw new Error("fails");
    await reporter.report(new RangeError("handled"), { extra: { of: name }, tags: { of: name } });
  });
  for (const name of ["first", "second"]) await run(name);
  await expect(run("third")).rejects.toThrow("fails");
  await reporter.stop();
  await world.settle();
  const last = readErrors(world).find(({ payload }) => payload.exception!.values[0]!.value === "fails")!.payload;
  expect(last.breadcrumbs!.values.map(({ message }) => message)).toEqual(["ran third"]);
  expect(last).not.toHaveProperty("extra");
  expect(last.tags).not.toHaveProperty("of");
});

test("each plugin's errors carry its own name, version and release", async () => {
  const world = await createEnabledWorld();
  for (const [name, version] of [
    ["lamps", "1.0.0"],
    ["wings", "2.5.6"],
  ] as const)
    await createPlugin(world, { plugin: { name, version } }).report(new Error("x"));
  await world.settle();
  expect(
    readErrors(world).map(({ payload }) => [payload.release, payload.tags!.plugin, payload.tags!.plugin_version]),
  ).toEqual([
    ["lamps@1.0.0", "lamps", "1.0.0"],
    ["wings@2.5.6", "wings", "2.5.6"],
  ]);
});

test("disabling and enabling again leaves one running session and no abnormal one", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  for (const answer of ["disabled", "enabled", "disabled", "enabled"] as const) {
    await world.pass(3_000);
    await world.decide("moth", answer);
  }
  await world.pass(3_000);
  expect([...world.disk.keys()].filter((path) => path.includes("/sessions/"))).toHaveLength(1);
  await reporter.stop();
  await world.settle();
  expect(types(world)).toEqual(["session"]);
});

test("commands are never timed, loops only as often as they are sampled", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { sampling: { loops: 1 } });
  await reporter.start();
  for (let command = 0; command < 20; command++) reporter.guard("command", () => {})();
  await world.pass(60_000);
  expect(types(world)).toEqual([]);
  const silent = createPlugin(world, { sampling: { loops: 0 } });
  const loop = silent.loop("sweep", 1, () => {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  loop.stop();
  await world.settle();
  expect(types(world)).toEqual([]);
});

test("each publisher has its own UUID, and none reveals anything about the machine", async () => {
  const world = createTestWorld();
  const uuids = await Promise.all(
    ["moth", "owl"].map(async (publisher) => (await createPlugin(world, { publisher }).owner.status()).uuid),
  );
  expect(new Set(uuids).size).toBe(2);
  const again = await createPlugin(world.startProcess(), { publisher: "moth" }).owner.status();
  expect(again.uuid).toBe(uuids[0]);
});
