import { EventEmitter } from "node:events";
import { beforeAll, expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { readErrors, readReported } from "../../src/testing/testing.ts";
import { createCrashWatch } from "../../src/world/process/crash-watch.ts";
import { someOf } from "../support/some-of.ts";
import { createHome, libraryPath, repeat, startBot } from "./bot-process.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

/** How often each way to end is tried. */
const runs = Number(process.env.VEXTEL_ENDINGS ?? 1);
const dsn = "https://public@sentry.example/42";

beforeAll(() => void libraryPath(), 120_000);

/** Ways to end or to continue, with the levels of the events that are kept. */
const endings = {
  throws: ["fatal"],
  rejects: ["fatal"],
  "rejects much later": ["fatal"],
  "throws through a guard": ["fatal"],
  "rejects through a guard": ["fatal"],
  "exits in its listener": ["fatal"],
  "exits in its listener for rejections": ["fatal"],
  "ends by SIGTERM, in good order": ["fatal"],
  "goes on": ["error"],
  "goes on after a rejection": ["error"],
  "goes on after one rejection, and ends by the next": ["error", "fatal"],
  "throws, and a domain catches it": ["error"],
  "throws, and a callback catches it": ["error"],
  "rejects under --unhandled-rejections=warn": ["error"],
  "rejects under --unhandled-rejections=none": ["error"],
  "rejects under --unhandled-rejections=strict": ["fatal"],
  "throws in a file of others": [],
  "listens, and rejects in a file of others": [],
};

for (const [how, levels] of someOf(Object.entries(endings), 6))
  test(`a bot that ${how} ends as it would without vextel, and its own error is kept`, {
    timeout: 20_000 + runs * 10_000,
  }, async () => {
    await repeat(runs, async (run) => {
      const home = createHome();
      const [way = how, flags] = how.split(" under ");
      const env = {
        ...{ HOW: way, DSN: dsn, ...(run % 2 === 1 && { STARTED: "1" }) },
        ...(flags && { NODE_OPTIONS: `--no-warnings ${flags}` }), // warnings contain the process id
      };
      const unwatched = await startBot("crashing.mjs", home, env).output;
      await home.stores.outbox.clear();
      expect(await startBot("crashing.mjs", home, { ...env, WATCH: "1" }).output).toEqual(unwatched);
      const ids = await home.stores.outbox.ids();
      const events = await Promise.all(ids.map(async (id) => Buffer.from((await home.stores.outbox.read(id)).bytes)));
      expect(events.map((bytes) => parseEnvelope(bytes).payload.level).sort()).toEqual(levels);
      expect(Buffer.concat(events).includes("under-the-stairs")).toBe(false);
    });
  });

const own = { plugin: { name: "lamps", version: "1.2.3", paths: ["test/reporter/"] } };

test("an error that ends the bot is fatal, and the session has crashed", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, own);
  await reporter.start();
  reporter.onCrash();
  await world.crash(new RangeError("no oil"));
  expect(readErrors(world).map(({ payload }) => payload.level)).toEqual(["fatal"]);
  const sessions = readReported(world).filter(({ type }) => type === "session");
  expect(sessions.map(({ payload }) => payload)).toMatchObject([{ status: "crashed", errors: 1 }]);
});

test("without paths, onCrash is refused, because it could not attribute errors", async () => {
  const reporter = createPlugin(await createEnabledWorld());
  expect(() => reporter.onCrash()).toThrow(TypeError);
});

test("after stop, and after its own undo, onCrash watches nothing", async () => {
  const world = await createEnabledWorld();
  const [one, other] = [createPlugin(world, own), createPlugin(world, { ...own, publisher: "owl" })];
  one.onCrash()();
  other.onCrash();
  await other.stop();
  await world.crash(new RangeError("no oil"));
  expect(readErrors(world)).toEqual([]);
});

/** The parts of a process that the watch uses. */
const createProcess = () =>
  Object.assign(new EventEmitter(), {
    ...{ env: {}, execArgv: [], hasUncaughtExceptionCaptureCallback: () => false },
  }) as unknown as NodeJS.Process;

test("after the last listener is removed, nothing is left on the process, whatever the bot did with its own listeners", () => {
  const process = createProcess();
  const watch = createCrashWatch(process);
  const [off, again] = [watch.add(() => {}), watch.add(() => {})];
  const listener = () => {};
  process.on("unhandledRejection", listener);
  off();
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", listener);
  again();
  again();
  expect(process.eventNames()).toEqual(["unhandledRejection"]);
  expect(process.listeners("unhandledRejection")).toEqual([listener]);
});

test("a listener that throws does not keep others from being notified", () => {
  const process = createProcess();
  const watch = createCrashWatch(process);
  const told: unknown[] = [];
  watch.add(() => {
    throw new Error("mine");
  });
  watch.add((error, isEnd) => void told.push([error, isEnd]));
  const boom = () => (process as unknown as EventEmitter).emit("uncaughtExceptionMonitor", "boom");
  boom();
  process.on("uncaughtException", () => {});
  boom();
  expect(told).toEqual([
    ["boom", true],
    ["boom", false],
  ]);
});
