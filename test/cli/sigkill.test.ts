import { expect, test } from "vitest";
import { digest } from "../../src/seal/seal.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { type Run, type RunOptions, runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { expectSoundHome, readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** How often each command is killed. */
const kills = Number(process.env.VEXTEL_TEST_KILLS ?? 25);
const timeout = 60_000 + kills * 2_000;

/** Runs a command and kills it at a random moment of the time that it took last; the first run lives. */
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
  "capture, killed at any instant, has kept every event that it reported, and the next run keeps the rest",
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
  "send, killed at any instant, leaves each event waiting or sent, with its bytes",
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
      const receipt = await outbox.readReceipt(id);
      states.push(receipt?.state ?? "waiting");
      if (!receipt) expect(digest((await outbox.read(id)).bytes)).toBe(sha256);
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
    expect([...arrived()].filter((sha256) => !samples.some((one) => one.sha256 === sha256))).toEqual([]);
  },
  timeout,
);

test(
  "enable and disable, killed at any instant, leave one of the two answers and the same UUID",
  async () => {
    const home = temporaryFolder();
    const kill = createKiller();
    let uuid: string | undefined;
    let answer = "unset";
    for (let round = 0; round < kills; round++) {
      const command = round % 2 === 0 ? "enable" : "disable";
      const { status } = await kill([command], { home });
      expectSoundHome(home);
      const consent = readConsent(home).get("default");
      uuid ??= consent?.uuid;
      expect(consent?.uuid).toBe(uuid);
      const now = consent?.answer ?? "unset";
      expect([answer, `${command}d`]).toContain(now);
      if (status === 0) expect(now).toBe(`${command}d`);
      answer = now;
    }
    const last = await runVextel(["enable", "--yes"], { home });
    expect([last.status, readConsent(home).get("default")?.answer]).toEqual([0, "enabled"]);
  },
  timeout,
);
