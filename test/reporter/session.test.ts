import { expect, test } from "vitest";
import { createTestWorld, readReported, type TestWorld } from "../../src/testing/testing.ts";
import { createCountingWorld } from "../support/counting-world.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

const hourMs = 60 * 60_000;

async function sessionsOf(world: TestWorld) {
  await world.settle();
  return readReported(world)
    .filter(({ type }) => type === "session")
    .map(({ payload }) => payload);
}

test("a start and a stop make one session, with all its errors including repeated ones", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { environment: "staging" });
  await reporter.start();
  await world.pass(5_000);
  for (let count = 0; count < 7; count++) await reporter.report(new Error("again"));
  await reporter.report(new Error("a warning"), { level: "warning" });
  await reporter.report(Object.assign(new Error("feedback"), { name: "UserFeedback" }));
  await reporter.stop();
  expect(await sessionsOf(world)).toEqual([
    {
      ...{ sid: expect.stringMatching(/^[0-9a-f]{32}$/), did: expect.any(String), init: true },
      ...{ started: "2026-01-01T00:00:00.000Z", timestamp: expect.any(String), duration: expect.any(Number) },
      ...{ status: "exited", errors: 7, attrs: { release: "lamps@1.2.3", environment: "staging" } },
    },
  ]);
});

test("sessions restart each hour", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await world.pass(2.5 * hourMs);
  await reporter.stop();
  const sessions = await sessionsOf(world);
  expect(sessions.map(({ status }) => status)).toEqual(["exited", "exited", "exited"]);
  expect(new Set(sessions.map(({ sid }) => sid)).size).toBe(3);
  expect(sessions[0]!.duration).toBeGreaterThanOrEqual(3600);
});

test("a fatal error ends the session as crashed, once", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const { state } = await reporter.report(new Error("cannot go on"), { fatal: true });
  expect(state).toBe("sent");
  await world.pass(2 * hourMs);
  await reporter.stop();
  expect(await sessionsOf(world)).toEqual([expect.objectContaining({ status: "crashed", errors: 1 })]);
  const [event] = readReported(world).filter(({ type }) => type === "event");
  expect(event!.payload).toMatchObject({ level: "fatal", exception: { values: [{ mechanism: { handled: false } }] } });
});

test("a session whose process ended is abnormal at the next start, with the errors reported in it", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await reporter.report(new Error("one"));
  await reporter.report(new RangeError("two"));
  world.kill();
  const next = world.startProcess();
  const again = createPlugin(next, { plugin: { name: "lamps", version: "2.0.0" } });
  await again.start();
  expect(await sessionsOf(next)).toEqual([
    expect.objectContaining({
      status: "abnormal",
      errors: 2,
      attrs: { release: "lamps@1.2.3", environment: "production" },
    }),
  ]);
  await again.stop();
  await createPlugin(next.startProcess()).start();
  expect((await sessionsOf(next)).map(({ status }) => status).sort()).toEqual(["abnormal", "exited"]);
});

test("another running process, and another plugin, keep their sessions", async () => {
  const world = await createEnabledWorld();
  await createPlugin(world).start();
  const other = world.startProcess();
  await createPlugin(other).start();
  await world.settle();
  world.kill();
  await createPlugin(other, { plugin: { name: "wings", version: "1.0.0" } }).start();
  expect(await sessionsOf(world)).toEqual([]);
});

test("enabling in another process starts a session within seconds, and disabling ends it without sending", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const markers = () => [...world.disk.keys()].filter((path) => path.includes("/sessions/"));
  await world.pass(10_000);
  expect(markers()).toHaveLength(0);
  await world.decide("moth", "enabled");
  await world.pass(3_000);
  expect(markers()).toHaveLength(1);
  await world.decide("moth", "disabled");
  await world.pass(3_000);
  expect(markers()).toHaveLength(0);
  await reporter.stop();
  expect(await sessionsOf(world)).toEqual([]);
});

test("a session that began before the current consent is not reported", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await world.pass(10_000);
  await world.decide("moth", "disabled");
  await world.decide("moth", "enabled");
  await reporter.stop();
  expect(await sessionsOf(world)).toEqual([]);
});

test("stop waits for errors that are being reported, and they count", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  for (const name of ["one", "two", "three"]) void reporter.report(new Error(name));
  await reporter.stop();
  expect((await sessionsOf(world)).map(({ status, errors }) => [status, errors])).toEqual([["exited", 3]]);
  expect(readReported(world).filter(({ type }) => type === "event")).toHaveLength(3);
});

test("stop() at any moment leaves no session that looks abnormal later", async () => {
  for (let turns = 0; turns < 40; turns++) {
    const world = await createEnabledWorld();
    const reporter = createPlugin(world);
    const starting = reporter.start();
    if (turns % 2) await starting;
    void world.pass(turns % 3 ? 2_000 : hourMs);
    for (let turn = 0; turn < turns / 2; turn++) await Promise.resolve();
    await reporter.stop();
    await starting;
    await world.settle();
    world.kill();
    const next = createPlugin(world.startProcess());
    await next.start();
    await world.settle();
    expect((await sessionsOf(world)).filter(({ status }) => status === "abnormal")).toEqual([]);
  }
});

/** A machine on which `kills` processes were killed during their session. */
async function createWorldAfter(kills: number): Promise<TestWorld> {
  const world = await createEnabledWorld();
  await createPlugin(world).start();
  await world.settle();
  world.kill();
  const [path, bytes] = [...world.disk].find(([name]) => name.includes("/sessions/"))!;
  const marker = JSON.parse(Buffer.from(bytes).toString());
  for (let kill = 1; kill < kills; kill++) {
    const sid = kill.toString(16).padStart(32, "0");
    const text = JSON.stringify({ ...marker, sid });
    (world.disk as Map<string, Uint8Array>).set(path.replace(marker.sid, sid), Buffer.from(text));
  }
  return world;
}

/** How often the next start uses files, until the receipt of its first error and until it is idle. */
async function costOfStart(kills: number) {
  const { world, counts } = createCountingWorld((await createWorldAfter(kills)).startProcess());
  const reporter = createPlugin(world);
  await reporter.start();
  const { state } = await reporter.report(new Error("the first"));
  const answered = counts.files;
  await world.settle();
  return { state, answered, settled: counts.files };
}

test("a start and its first receipt cost the same after 2,000 kills as after 100", async () => {
  const [few, many] = [await costOfStart(100), await costOfStart(2_000)];
  expect(many).toEqual(few);
  expect(many.state).toBe("sent");
});

test("after many kills, each session is found abnormal once, a few at a time", async () => {
  const world = (await createWorldAfter(100)).startProcess();
  const found = async () => (await sessionsOf(world)).filter(({ status }) => status === "abnormal");
  await createPlugin(world).start();
  const first = (await found()).length;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(50);
  await world.pass(60_000);
  expect(new Set((await found()).map(({ sid }) => sid)).size).toBe(100);
  expect(await found()).toHaveLength(100);
});

test("sessions of plugins that never start again are deleted after five days, a few at a time", async () => {
  const world = await createWorldAfter(200);
  const markers = () => [...world.disk.keys()].filter((path) => path.includes("/sessions/"));
  const disk = world.disk as Map<string, Uint8Array>;
  for (const [path, bytes] of [...disk])
    if (path.includes("/sessions/"))
      disk.set(path, Buffer.from(Buffer.from(bytes).toString().replace("lamps", "gone")));
  const next = world.startProcess();
  await createPlugin(next).start();
  await next.pass(60_000);
  expect(markers().length, "somebody may still report them").toBe(201);
  next.kill();
  await next.pass(6 * 24 * hourMs);
  const last = next.startProcess();
  await createPlugin(last).start();
  await last.settle();
  expect(markers().length).toBeGreaterThan(100);
  await last.pass(60_000);
  expect(markers()).toHaveLength(1);
});
