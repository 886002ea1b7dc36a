import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createStores } from "../../src/reporter/submit/stores.ts";
import type { Sender } from "../../src/world/host.ts";
import { spawnSender } from "../../src/world/process/sender.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "vextel-sender-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
};
const program = (text: string) => {
  const path = join(folder(), "program.mjs");
  writeFileSync(path, text);
  return path;
};
const outcome = async ({ started, ended }: Sender) => [await started, await ended];

test("a sender that cannot be started says why, whether spawn throws, reports it or the program is missing", async () => {
  const gone = spawnSender(program(""), [], { cwd: join(folder(), "gone") });
  expect(await outcome(gone)).toEqual([
    expect.stringMatching(/cannot be started: the bot's Node .* is gone.*\(ENOENT\)$/),
    expect.stringContaining("ENOENT"),
  ]);
  const missing = await outcome(spawnSender(undefined, [], {}));
  expect(missing[0]).toBe("vextel's sender is missing: keep vextel external when the plugin is bundled");
  const thrown = await outcome(spawnSender(program(""), ["\0"], {}));
  expect(thrown[0]).toMatch(/^vextel's sending process cannot be started: /);
});

test("a sender that starts and fails says so; one that somebody ends does not", async () => {
  expect(await outcome(spawnSender(program("import './gone.js'"), [], {}))).toEqual([
    undefined,
    expect.stringMatching(/^vextel's sending process failed \(exit status 1; .*install vextel again\)$/),
  ]);
  expect(await outcome(spawnSender(program("process.kill(process.pid, 'SIGKILL')"), [], {}))).toEqual([
    undefined,
    "vextel's sending process failed (SIGKILL)",
  ]);
  expect(await outcome(spawnSender(program("process.kill(process.pid, 'SIGTERM')"), [], {}))).toEqual([
    undefined,
    undefined,
  ]);
  expect(await outcome(spawnSender(program(""), [], {}))).toEqual([undefined, undefined]);
});

/** A world in which consent covers everything, and a sender that does this. */
async function createWorldWith(sender: () => Sender) {
  const world = await createEnabledWorld();
  const state = { sender };
  const host = { ...world, startSender: () => state.sender() } as typeof world;
  const logger = { info: vi.fn(), error: vi.fn() };
  const entries = () => createStores(world).outbox.list();
  return { world, state, logger, entries, reporter: createPlugin(host, { logger, cli: "npx vextel" }) };
}

const why = "vextel's sending process cannot be started: the system allows no more processes or memory (EAGAIN)";
const failing =
  (started: string | undefined, ended = started) =>
  (): Sender => ({
    started: Promise.resolve(started),
    ended: started === undefined ? new Promise((resolve) => setTimeout(resolve, 200, ended)) : Promise.resolve(ended),
  });

test("without a sender, the receipt, the bot's log and the event say so, and a later sender sends it", async () => {
  const { world, state, logger, entries, reporter } = await createWorldWith(failing(why));
  const receipt = await reporter.report(new RangeError("no oil"));
  expect(receipt).toMatchObject({ state: "held", reason: `${why}; it is kept here` });
  expect(await entries()).toMatchObject([{ state: "waiting", reason: why, attempts: 0 }]);
  await reporter.report(new TypeError("no wick"));
  expect(logger.error.mock.calls).toEqual([
    ["vextel cannot send errors of lamps, and keeps them until it can", expect.objectContaining({ message: why })],
  ]);
  state.sender = () => world.startSender([]);
  expect(await reporter.report(new SyntaxError("no lamp"))).toMatchObject({ state: "held" }); // not known to work yet
  await world.settle();
  expect(world.posted).toHaveLength(3);
  expect(await reporter.report(new EvalError("no light"))).toMatchObject({ state: "sent" });
});

test("if starting a sender throws, the event is held, not called dropped, and a later sender sends it", async () => {
  const { world, state, entries, reporter } = await createWorldWith(() => {
    throw new RangeError("private");
  });
  const receipt = await reporter.report(new RangeError("no oil"));
  const reason = "the sender could not be started (RangeError); it is kept here";
  expect(receipt).toMatchObject({ state: "held", reason });
  expect(await entries()).toHaveLength(1);
  state.sender = () => world.startSender([]);
  await reporter.report(new TypeError("no wick"));
  await world.settle();
  expect(world.posted).toHaveLength(2);
});

test("a sender that fails after its start is told as well, and the next receipt says so", async () => {
  const failure = "vextel's sending process failed (exit status 1; if this goes on, install vextel again)";
  const { logger, entries, reporter } = await createWorldWith(failing(undefined, failure));
  expect(await reporter.report(new RangeError("no oil"))).toMatchObject({ state: "sent" });
  await vi.waitFor(async () => expect(await entries()).toMatchObject([{ reason: failure }]), 10_000);
  expect(logger.error).toHaveBeenCalledOnce();
  expect(await reporter.report(new TypeError("no wick"))).toMatchObject({
    state: "held",
    reason: expect.stringContaining("exit status 1"),
  });
});

test("an owner who sends from the bot is told why no sender ran", async () => {
  const { reporter } = await createWorldWith(failing(why));
  const receipt = await reporter.report(new RangeError("no oil"));
  expect(await reporter.owner.send(receipt.id!)).toEqual({ state: "kept", reason: why });
});
