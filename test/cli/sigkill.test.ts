import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChainChecker } from "../../src/history/chain.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { type Run, type RunOptions, runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { expectSoundHome, readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Expects an intact chain; an incomplete last line is not part of it yet. */
async function expectSoundHistory(home: string): Promise<void> {
  const env = { VEXTEL_HOME: home };
  const world = createNodeWorld(() => Promise.reject(new Error("no network here")), env);
  const path = join(home, "history.jsonl");
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const checker = new ChainChecker();
  for (const line of whole.split("\n").filter(Boolean)) checker.add(line);
  expect(checker.result()).not.toHaveProperty("broken");
  const ledger = createLedger(resolvePaths(env, "/"), world);
  await ledger.add({ kind: "notice", publisher: "north", plugin: "weather", notice: "first" }); // repairs its end
  expect(await ledger.check()).not.toHaveProperty("broken");
}

/** How often each command is killed. */
const kills = Number(process.env.VEXTEL_TEST_KILLS ?? 5);
const timeout = 60_000 + kills * 10_000;

/** Kills each run at a random moment, based on how long the last complete run took; the first run is not killed. */
function createKiller() {
  let tookMs: number | undefined;
  return async (args: readonly string[], options: RunOptions): Promise<Run> => {
    const startMs = performance.now();
    const killAfterMs = tookMs === undefined ? undefined : tookMs * (0.2 + Math.random());
    const run = await runVextel(args, { ...options, ...(killAfterMs !== undefined && { killAfterMs }) });
    if (run.signal === null) tookMs = performance.now() - startMs;
    return run;
  };
}

test(
  "capture, killed at any instant, has kept every event that it reported, and the next run keeps the others",
  async () => {
    const home = temporaryFolder();
    const kill = createKiller();
    const outbox = openOutbox(home);
    const reported = new Set<string>();
    const names = (round: number) => ["rain", "snow", "hail"].map((name) => `${name} of round ${inLetters(round)}`);
    let killed = 0;
    for (let round = 0; round < kills; round++) {
      const { stdout, signal } = await kill(["capture"], { home, stdin: sampleLog(...names(round)) });
      if (signal === "SIGKILL") killed += 1;
      for (const [id] of stdout.matchAll(/^[0-9a-f]{32}\b/gm)) reported.add(id);
      expectSoundHome(home);
      for (const id of reported) {
        const { entry, bytes } = await outbox.read(id);
        expect(digest(bytes)).toBe(entry.sha256);
      }
    }
    const all = Array.from({ length: kills }, (_, round) => sampleLog(...names(round)));
    const last = await runVextel(["capture"], { home, stdin: all.join("") });
    expect([last.status, await outbox.count()]).toEqual([0, { waiting: 3 * kills, settled: 0 }]);
    expect(killed).toBeGreaterThan(0);
  },
  timeout,
);

test(
  "send, killed at any instant, leaves each event pending or sent, with its bytes",
  async () => {
    const home = temporaryFolder();
    const server = await startRecordingServer();
    const kill = createKiller();
    const outbox = openOutbox(home);
    const samples = Array.from({ length: kills }, (_, round) =>
      sealSample({ name: `round ${inLetters(round)}`, subject: { dsn: server.dsn } }),
    );
    await keepSamples(home, ...samples);
    const states: string[] = [];
    for (const { id, sha256 } of samples) {
      await kill(["send", id], { home });
      expectSoundHome(home);
      await expectSoundHistory(home);
      const receipt = await outbox.readReceipt(id);
      states.push(receipt?.state ?? "waiting");
      if (!receipt) expect(digest((await outbox.read(id)).bytes)).toBe(sha256);
      const kept = await outbox.readSent(id);
      if (kept) expect(digest(kept)).toBe(sha256);
    }
    const arrived = () => new Set(server.requests.map(({ body }) => digest(body)));
    for (const [round, { sha256 }] of samples.entries())
      if (states[round] === "sent") expect(arrived()).toContain(sha256);
    expect(states).toContain("waiting");

    const rest = samples.filter((_, round) => states[round] === "waiting").slice(0, 20);
    const last = await runVextel(["send", ...rest.map(({ id }) => id)], { home });
    expect(last.status).toBe(0);
    for (const { sha256, id } of rest) {
      expect(arrived()).toContain(sha256);
      expect((await outbox.readReceipt(id))?.state).toBe("sent");
    }
    expect((await runVextel(["history", "--verify"], { home })).status).toBe(0);
    expect([...arrived()].filter((sha256) => !samples.some((one) => one.sha256 === sha256))).toEqual([]);
  },
  timeout,
);

test(
  "enable and disable, killed at any instant, leave one of the two answers with its addresses, a valid history and the same UUID",
  async () => {
    const home = temporaryFolder();
    const kill = createKiller();
    const plugin = { version: "1.0.0", dsn: "https://key@sentry.example/42", paths: ["north/weather"] };
    writeFileSync(join(home, "north.json"), JSON.stringify({ publisher: "north", plugins: { weather: plugin } }));
    expect((await runVextel(["publisher", "add", "north.json"], { home })).status).toBe(0);
    rmSync(join(home, "north.json")); // not vextel's file
    let uuid: string | undefined;
    let answer = "unset";
    for (let round = 0; round < kills; round++) {
      const command = round % 2 === 0 ? "enable" : "disable";
      const { status } = await kill(command === "enable" ? ["enable", "--yes"] : ["disable"], { home });
      expectSoundHome(home);
      await expectSoundHistory(home);
      const consent = readConsent(home).get("north");
      const addresses = consent?.agreed.map(({ destination }) => destination);
      expect(addresses ?? []).toEqual(consent?.answer === "enabled" ? ["https://sentry.example/42"] : []);
      uuid ??= consent?.uuid;
      expect(consent?.uuid).toBe(uuid);
      const now = consent?.answer ?? "unset";
      expect([answer, `${command}d`]).toContain(now);
      if (status === 0) expect(now).toBe(`${command}d`);
      answer = now;
    }
    const last = await runVextel(["enable", "--yes"], { home });
    expect([last.status, readConsent(home).get("north")?.answer]).toEqual([0, "enabled"]);
    expect((await runVextel(["history", "--verify"], { home })).status).toBe(0);
  },
  timeout,
);
