import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VextelError } from "../../src/errors.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { createTestWorld, readErrors, type TestWorld } from "../../src/testing/testing.ts";
import { idleSender } from "../support/idle-sender.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { createHome, startBot, until } from "./bot-process.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

/** A world with `count` pending errors that consent covers, in which no sender has been started. */
async function createFullWorld(count: number): Promise<TestWorld> {
  const world = await createEnabledWorld();
  const silent = { ...world, startSender: idleSender };
  const reporter = createPlugin(silent as TestWorld);
  for (let serial = 0; serial < count; serial++)
    await reporter.report(Object.assign(new Error("x"), { name: `E${"abcdefghij"[serial]}` }));
  return world;
}

test("disable stops a flush that is in progress", async () => {
  const world = await createFullWorld(5);
  world.answerWith(() => {
    if (world.posted.length === 2) void world.decide("moth", "disabled");
    return { kind: "answered", status: 200, headers: {} };
  });
  await world.startSender([]).ended;
  expect(world.posted).toHaveLength(2);
  expect(readErrors(world).filter(({ sent }) => !sent)).toHaveLength(3);
});

test("between two posts the sender waits for at least 100 ms", async () => {
  const world = await createFullWorld(4);
  const times: number[] = [];
  world.answerWith(() => {
    times.push(world.nowMs());
    return { kind: "answered", status: 200, headers: {} };
  });
  await world.startSender([]).ended;
  expect(times).toHaveLength(4);
  for (let index = 1; index < 4; index++) expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(100);
});

test("a server that is not reached is tried again with growing pauses, and not forever", async () => {
  const world = await createFullWorld(1);
  const times: number[] = [];
  world.answerWith(() => {
    times.push(world.nowMs());
    return { kind: "unreached", reason: "ECONNREFUSED", ambiguous: false };
  });
  await world.startSender([]).ended;
  const pauses = times.slice(1).map((time, index) => time - times[index]!);
  expect(pauses.length).toBeGreaterThan(4);
  expect(pauses.length).toBeLessThan(20);
  for (let index = 1; index < pauses.length; index++) expect(pauses[index]).toBeGreaterThanOrEqual(pauses[index - 1]!);
  expect(readErrors(world).some(({ sent }) => !sent)).toBe(true);
});

test("an unreachable server does not hold back another's events", async () => {
  const world = await createFullWorld(1);
  const other = { ...world, startSender: idleSender } as TestWorld;
  const elsewhere = createPlugin(other, { dsn: "https://public@elsewhere.example/7" });
  await elsewhere.start();
  await world.decide("moth", "enabled");
  await elsewhere.report(new Error("for another"));
  world.answerWith(({ url }) =>
    url.includes("elsewhere")
      ? { kind: "answered", status: 200, headers: {} }
      : { kind: "unreached", reason: "ETIMEDOUT", ambiguous: true },
  );
  await world.startSender([]).ended;
  const waiting = await createStores(world).outbox.list();
  expect(waiting.map(({ dsn }) => dsn)).toEqual(["https://public@sentry.example/42"]);
});

test("the sender waits for a short limit, and does not retry refused events", async () => {
  const world = await createFullWorld(2);
  const statuses = [429, 200, 400];
  const headers = { "retry-after": "20" };
  const times: number[] = [];
  world.answerWith(() => {
    times.push(world.nowMs());
    return { kind: "answered", status: statuses.shift()!, headers };
  });
  await world.startSender([]).ended;
  expect(times).toHaveLength(3);
  expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(20_000);
  expect((await createStores(world).outbox.list()).map(({ state }) => state)).toEqual(["rejected"]);
  await world.startSender([]).ended;
  expect(times).toHaveLength(3);
});

test("a temporarily refused event is not retried by a sender that cannot record the limit", async () => {
  const world = await createFullWorld(3);
  const { write } = world.files;
  world.files.write = async (path, data) => {
    if (path.includes("rate-limits"))
      throw new VextelError("FILE_UNWRITABLE", `${path} cannot be written`, "Make room.");
    return write(path, data);
  };
  world.answerWith(() => ({ kind: "answered", status: 429, headers: { "retry-after": "60" } }));
  await world.startSender([]).ended;
  const [tried, waiting] = [world.posted.length, await createStores(world).outbox.list()];
  expect(waiting).toHaveLength(3);
  expect(tried).toBeLessThanOrEqual(3);
  expect(tried).toBeGreaterThan(0);
});

test("what was to wait for years, since the clock was wrong, does not wait", async () => {
  const world = await createFullWorld(2);
  world.answerWith({ kind: "answered", status: 429, headers: { "retry-after": "60" } });
  await world.startSender([]).ended;
  const aheadMs = world.nowMs() + 24 * 365 * 86_400_000;
  for (const [path, bytes] of world.disk) {
    const text = Buffer.from(bytes).toString();
    const later = path.includes("rate-limits")
      ? text.replaceAll(/\b\d{12,}\b/g, `${aheadMs}`)
      : text.replaceAll(/("retryAt":\s*")[^"]+/g, `$1${new Date(aheadMs).toISOString()}`);
    if (later !== text) await world.files.write(path, later);
  }
  const before = world.posted.length;
  world.answerWith({ kind: "answered", status: 200, headers: {} });
  await world.startSender([]).ended;
  expect(world.posted.length - before).toBe(2);
});

test("nothing is sent for a damaged event or a damaged consent file", async () => {
  const world = await createFullWorld(2);
  const path = [...world.disk.keys()].find((name) => name.endsWith(".envelope"))!;
  await world.files.write(path, "{}\n{}\n{}\n");
  await world.startSender([]).ended;
  expect(world.posted).toHaveLength(1);
  const other = await createFullWorld(2);
  await other.files.write("/vextel/consent.json", "{");
  await other.startSender([]).ended;
  expect(other.posted).toEqual([]);
});

/** Starts a sender repeatedly for this time, like a bot that keeps having errors. */
async function sendFor(world: TestWorld, ms: number): Promise<void> {
  for (const endMs = world.nowMs() + ms; world.nowMs() < endMs; await world.pass(20_000))
    await world.startSender([]).ended;
}

const troubles = {
  "429 and a time that has passed": { kind: "answered", status: 429, headers: { "retry-after": "0" } },
  "429 for other kinds": {
    kind: "answered",
    status: 429,
    headers: { "x-sentry-rate-limits": "60:replay:organization" },
  },
  503: { kind: "answered", status: 503, headers: {} },
  "something other than HTTP": { kind: "unreached", reason: "garbled", ambiguous: true, isGarbled: true },
} as const;

test.each(Object.entries(troubles))(
  "a server that answers %s gets at most one request a minute, and events for other servers are sent",
  async (_, trouble) => {
    const world = await createFullWorld(6);
    const silent = { ...world, startSender: idleSender } as TestWorld;
    const other = createPlugin(silent, { dsn: "https://public@elsewhere.example/7" });
    await other.start();
    await world.decide("moth", "enabled");
    const times: number[] = [];
    world.answerWith(({ url }) => {
      if (url.includes("elsewhere")) return { kind: "answered", status: 200, headers: {} };
      times.push(world.nowMs());
      return trouble;
    });
    for (let serial = 0; serial < 3; serial++)
      await other.report(Object.assign(new Error("x"), { name: `F${"abc"[serial]}` }));
    await sendFor(world, 600_000);
    expect(times.length).toBeGreaterThan(2);
    for (let index = 1; index < times.length; index++)
      expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(60_000);
    const elsewhere = world.posted.filter(({ url }) => url.includes("elsewhere"));
    expect(elsewhere).toHaveLength(3);
    expect(world.posted.slice(0, 4).filter((request) => elsewhere.includes(request))).toHaveLength(3);
    world.answerWith({ kind: "answered", status: 200, headers: {} });
    await sendFor(world, 3_600_000);
    expect(await createStores(world).outbox.list()).toEqual([]);
  },
);

test("every event of a failing server is tried once before any is tried again", async () => {
  const world = await createFullWorld(5);
  world.answerWith({ kind: "answered", status: 500, headers: {} });
  await sendFor(world, 2 * 3_600_000);
  const tried = world.posted.map(({ body }) => parseEnvelope(body).payload.event_id);
  expect(tried.length).toBeGreaterThan(5);
  expect(new Set(tried.slice(0, 5)).size).toBe(5);
});

test("if there is nothing to send, no sender is started", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await world.decide("moth", "enabled");
  await world.pass(60_000);
  expect(world.senders).toBe(0);
});

test("events that an earlier process left are sent by the next", async () => {
  const world = await createFullWorld(3);
  world.kill();
  const next = world.startProcess();
  await createPlugin(next).start();
  await next.settle();
  expect(readErrors(next).filter(({ sent }) => sent)).toHaveLength(3);
});

test("the sender's process gets only the part of the bot's environment that it needs", async () => {
  const [home, server] = [createHome(), await startRecordingServer()];
  await home.answer("moth", "enabled", server.dsn);
  const trace = `${home.path}/trace.mjs`;
  writeFileSync(trace, `import { appendFileSync } from "node:fs"; appendFileSync("${home.path}/loaded", "x");`);
  const env = { DSN: server.dsn, RUN: "0", ERRORS: "2", CLEAN: "1", NODE_OPTIONS: `--import=${trace}` };
  const { code, stderr } = await startBot("killed.mjs", home, env).output;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  await until(() => server.requests.length === 3, "all has arrived");
  expect(readFileSync(`${home.path}/loaded`, "utf8")).toBe("x"); // the bot itself
  expect(server.requests.map(({ body }) => parseEnvelope(body).itemHeader.type).sort()).toEqual([
    "event",
    "event",
    "session",
  ]);
});

test("with consent off a bot starts no process and opens no socket", async () => {
  const [home, server] = [createHome(), await startRecordingServer()];
  for (const prepare of [() => {}, () => home.answer("moth", "disabled")]) {
    await prepare();
    const guard = `data:text/javascript,
      import net from "node:net"; import child from "node:child_process"; import { syncBuiltinESMExports } from "node:module";
      const refuse = () => { process.stderr.write("refused"); process.exit(3); };
      net.Socket.prototype.connect = refuse; child.spawn = refuse; syncBuiltinESMExports();`.replace(/\n\s*/g, "");
    const env = { DSN: server.dsn, RUN: "0", ERRORS: "3", CLEAN: "1" };
    const { code, stdout, stderr } = await startBot("killed.mjs", home, env, [`--import=${guard}`]).output;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.match(/^held/gm)).toHaveLength(3);
  }
  expect(server.connections).toBe(0);
});

test("a decision of another process takes effect in a running bot within seconds", async () => {
  const [home, server] = [createHome(), await startRecordingServer()];
  const bot = startBot("killed.mjs", home, { DSN: server.dsn, RUN: "0", ERRORS: "0" });
  await bot.printed("started");
  await home.answer("moth", "enabled", server.dsn);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  bot.child.kill("SIGKILL");
  await bot.output;
  await startBot("killed.mjs", home, { DSN: server.dsn, RUN: "1", ERRORS: "0", CLEAN: "1" }).output;
  await until(() => server.requests.length === 2, "both sessions have arrived");
  const statuses = server.requests.map(({ body }) => parseEnvelope(body).payload.status);
  expect(statuses.sort()).toEqual(["abnormal", "exited"]);
});

/** The number of sender processes for this home, from /proc. */
function countSenders(home: string): number {
  return readdirSync("/proc").filter((pid) => {
    try {
      const isSender = /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("vextel-sender.js");
      return isSender && readFileSync(`/proc/${pid}/environ`, "utf8").includes(`VEXTEL_HOME=${home}`);
    } catch {
      return false; // it has ended
    }
  }).length;
}

test.skipIf(!existsSync("/proc/self/environ"))("three bots on one machine share one sender", async () => {
  const [home, server] = [createHome(), await startRecordingServer("hang")];
  await home.answer("moth", "enabled", server.dsn);
  const bots = [0, 1, 2].map((run) => startBot("killed.mjs", home, { DSN: server.dsn, RUN: String(run), ERRORS: "3" }));
  for (const bot of bots) await bot.printed("error 2");
  await until(() => server.requests.length === 1 && countSenders(home.path) === 1, "one sender is left");
  server.play = { status: 200 };
  await until(async () => (await home.stores.outbox.ids()).length === 0, "the outbox is empty", 40_000);
  for (const { child, output } of bots) {
    child.kill("SIGKILL");
    await output;
  }
  const ids = server.requests.map(({ body }) => parseEnvelope(body).payload.event_id);
  expect(new Set(ids).size).toBe(9);
  expect(ids.length).toBeLessThanOrEqual(10); // the one that hung may be sent again under the same id
  await until(() => countSenders(home.path) === 0, "the sender has ended by itself");
});
