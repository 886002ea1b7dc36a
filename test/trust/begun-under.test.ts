import { expect, test } from "vitest";
import { type Cover, decideCapture } from "../../src/consent/capture.ts";
import { readReported, type TestWorld } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin } from "../reporter/support.ts";
import { yesTo } from "../support/consents.ts";

const hourMs = 60 * 60_000;
const [here, elsewhere] = ["https://public@sentry.example/42", "https://public@other.example/7"];

async function typesIn(world: TestWorld) {
  await world.settle();
  return readReported(world).map(({ type }) => type);
}

/** Decides again without a change of the clock: by time alone, the new consent would cover what began before it. */
async function answerAnew(world: TestWorld) {
  await world.decide("moth", "disabled");
  await world.decide("moth", "enabled");
}

const markersIn = (world: TestWorld) => [...world.disk.keys()].filter((path) => path.includes("/sessions/"));

test("a session begun under one decision is not sent under the next, even before a tick has seen it", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await answerAnew(world);
  await reporter.stop();
  expect(await typesIn(world)).toEqual([]);
});

test("a session left by a dead process under one decision is not sent under the next, nor to another address", async () => {
  for (const change of ["answer", "address"] as const) {
    const world = await createEnabledWorld();
    await createPlugin(world).start();
    await world.settle(); // otherwise it may look for dead sessions only after its own death
    const left = markersIn(world);
    expect(left).toHaveLength(1);
    world.kill();
    const next = world.startProcess();
    if (change === "answer") await answerAnew(next);
    const dsn = change === "address" ? elsewhere : here;
    const agreed =
      change === "address" ? createPlugin(next, { dsn, plugin: { name: "wings", version: "1" } }) : undefined;
    await agreed?.start();
    await next.decide("moth", "enabled"); // covers both addresses
    await createPlugin(next, { dsn }).start();
    await next.settle();
    expect([change, readReported(next).filter(({ payload }) => payload.status === "abnormal")]).toEqual([change, []]);
    for (const path of left) expect(markersIn(next)).not.toContain(path);
  }
});

test("a session that continues while its consent is extended is sent", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await createPlugin(world, { dsn: elsewhere, plugin: { name: "wings", version: "1" } }).start();
  await world.decide("moth", "enabled");
  await world.pass(2 * hourMs);
  await reporter.stop();
  const sessions = (await typesIn(world)).filter((type) => type === "session");
  expect(sessions.length).toBeGreaterThanOrEqual(2);
});

test("a run of a loop that began under one decision is not timed under the next", async () => {
  for (const isAnswered of [false, true]) {
    const world = await createEnabledWorld();
    const reporter = createPlugin(world, { sampling: { loops: 1 } });
    await reporter.start();
    let finish = () => {};
    const loop = reporter.loop("sweep", hourMs, () => new Promise<void>((resolve) => (finish = resolve)));
    await world.settle();
    if (isAnswered) await answerAnew(world);
    finish();
    await world.settle();
    loop.stop();
    expect((await typesIn(world)).filter((type) => type === "transaction")).toHaveLength(isAnswered ? 0 : 1);
  }
});

test("a session or run is covered only by the consent under which it began", () => {
  const [before, after] = [yesTo(["https://sentry.example/42"], 1000, 3), yesTo(["https://sentry.example/42"], 0, 4)];
  const claim = { plugin: "weather", destination: "https://sentry.example/42", paths: [], loggers: [] };
  const decide = (consent: typeof before, begunUnder?: Cover | "nothing") =>
    decideCapture({}, consent, claim, {
      ...{ kind: "sessions", happenedAtMs: 2000, capturedAtMs: 2000 },
      ...(begunUnder && { begunUnder }),
    }).verdict;
  const cover = { generation: 3, destination: claim.destination };
  expect([decide(before), decide(before, cover)]).toEqual(["send", "send"]);
  expect([decide(after, cover), decide(before, "nothing")]).toEqual(["hold", "hold"]);
  expect(decide(before, { ...cover, destination: "https://other.example/7" })).toBe("hold");
});
