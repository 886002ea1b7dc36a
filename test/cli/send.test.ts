import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openConsentFile, yesTo } from "../support/consents.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Records the requests that servers get, and the timers that elapse in a process with this environment. */
function traceWaits(home: string, ...servers: Awaited<ReturnType<typeof startRecordingServer>>[]) {
  const trace = join(home, "trace");
  const source = `import { appendFileSync } from "node:fs";
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (work, ms = 0, ...rest) =>
      setTimeout(() => { appendFileSync(process.env.TRACE, "waited " + ms + "\\n"); work(...rest); }, ms);`;
  writeFileSync(join(home, "trace.mjs"), source);
  for (const { requests } of servers)
    requests.push = (...all) => {
      appendFileSync(trace, "post\n");
      return Array.prototype.push.apply(requests, all);
    };
  return {
    env: { NODE_OPTIONS: `--import=${join(home, "trace.mjs")}`, TRACE: trace },
    /** What happened between the requests. */
    between: () => readFileSync(trace, "utf8").split("post\n").slice(1, -1),
  };
}
const aPause = expect.stringContaining("waited 100\n");

test("send waits 100 ms between two posts, as Sentry asks", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const { env, between } = traceWaits(home, server);
  const samples = ["rain", "snow", "hail"].map((name) => sealSample({ name, subject: { dsn: server.dsn } }));
  await keepSamples(home, ...samples);
  expect((await runVextel(["send", ...samples.map(({ id }) => id)], { home, env })).status).toBe(0);
  expect(between()).toEqual([aPause, aPause]);
});

test("send --all tries a failing server once, and sends another server's events with a pause before each", async () => {
  const home = temporaryFolder();
  const [broken, sound] = [await startRecordingServer({ status: 503 }), await startRecordingServer()];
  const destinations = [broken, sound].map(({ port }) => `http://127.0.0.1:${port}/42`);
  const consent = openConsentFile(home);
  await consent.change("default", () => yesTo(destinations, 0));
  const outbox = openOutbox(home);
  for (const [index, { dsn }] of [broken, broken, sound, broken, sound].entries())
    await outbox.keep(sealSample({ name: `drop ${"abcde"[index]}`, subject: { dsn } }), "x", {
      capture: "automatic",
      generation: 1,
    });
  const { env, between } = traceWaits(home, broken, sound);
  const { status, stdout } = await runVextel(["send", "--all"], { home, env });
  expect([status, broken.requests.length, sound.requests.length]).toEqual([5, 1, 2]);
  expect(stdout.match(/not tried: this server/g)).toHaveLength(2);
  expect(between()).toEqual([aPause, aPause]);
  expect((await outbox.list()).map(({ state }) => state)).toEqual(["waiting", "waiting", "waiting"]);
});

test("send --all leaves an event that the server refused until it is named", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer({ status: 403 });
  await openConsentFile(home).change("default", () => yesTo([`http://127.0.0.1:${server.port}/42`], 0));
  const outbox = openOutbox(home);
  const refused = sealSample({ name: "rain", subject: { dsn: server.dsn } });
  await outbox.keep(refused, "x", { capture: "automatic", generation: 1 });
  expect((await runVextel(["send", "--all"], { home })).status).toBe(4);
  for (const more of [[], ["--dry-run"]]) {
    const again = await runVextel(["send", "--all", ...more], { home });
    expect([again.status, again.stdout, again.stderr]).toEqual([
      4,
      "",
      expect.stringMatching(/1 event was refused .* not sent again[\s\S]*vextel send <event-id>/),
    ]);
  }
  expect((await runVextel(["list"], { home })).stdout).toContain("refused by the server");
  const json = await runVextel(["send", "--all", "--json"], { home });
  expect(JSON.parse(json.stdout)).toEqual([
    expect.objectContaining({ id: refused.id, outcome: "refused", reason: expect.stringContaining("403") }),
  ]);
  expect(server.requests).toHaveLength(1);
  await runVextel(["send", refused.id], { home });
  expect(server.requests).toHaveLength(2);
});

test.skipIf(!existsSync("/proc/self/fd"))(
  "the bytes of an event are synced to disk before they are named, and the names before it is reported as kept",
  async () => {
    const home = temporaryFolder();
    const source = `import fs from "node:fs";
      const { appendFileSync, readlinkSync, fsync, renameSync } = fs;
      const note = (text) => appendFileSync(process.env.TRACE, text + "\\n");
      fs.fsync = (file, done) => { note("sync " + readlinkSync("/proc/self/fd/" + file)); return fsync(file, done); };
      fs.renameSync = (from, to) => { note("rename " + from + " " + to); return renameSync(from, to); };`;
    writeFileSync(join(home, "trace.mjs"), source);
    const env = { NODE_OPTIONS: `--import=${join(home, "trace.mjs")}`, TRACE: join(home, "trace") };
    const { status, stderr } = await runVextel(["capture"], { home, env, stdin: sampleLog("rain") });
    expect([status, stderr]).toEqual([0, expect.stringContaining("1 event kept")]);
    const steps = readFileSync(env.TRACE, "utf8")
      .split("\n")
      .filter((line) => line.includes("/outbox/waiting"));
    const renames = steps.filter((line) => line.startsWith("rename"));
    expect(renames.map((line) => line.split(".").at(-1))).toEqual(["envelope", "json"]);
    for (const rename of renames) {
      const [, from, to] = rename.split(" ");
      const at = steps.indexOf(rename);
      expect(steps.slice(0, at)).toContain(`sync ${from}`);
      expect(steps[at + 1]).toBe(`sync ${join(to!, "..")}`);
    }
  },
);
