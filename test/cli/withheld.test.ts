import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { runCapture } from "../../src/cli/commands/capture.ts";
import { runList } from "../../src/cli/commands/list.ts";
import { runPreview } from "../../src/cli/commands/preview.ts";
import { createDeps } from "../../src/cli/deps.ts";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { openOutbox } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Texts that anybody can make a bot log; each of them once made a run fail. */
const hostile = [
  "MTE4AAAAAAAAAAAAAAAAAAAA.aaaaaa.aaaaaaaaaaaaaaaaaaaa",
  "mtmzmdq5mjcyNTE3MDAXMJE3.gx4mpl.o0nce-upon-a-time-there-was-a-bot-007x".toUpperCase(),
  `-----BEGIN PRIVATE KEY-----\\n${"3X7Ib25j".repeat(6)}`,
  "/discord.gg\\/abc",
  "webhooks/133049272517001217/aaaaaaaaaaaaaaaaaaa.",
];
const traceback = (text: string) =>
  sampleLog("rain").replace("KeyError: 'rain'", `ValueError: time data '${text}' does not match format '%Y'`);
const notime = (time: string) =>
  `{"level":50,"time":${time},"msg":"x","err":{"type":"Error","message":"m","stack":"Error: m\\n    at f (/opt/cogs/a.js:1:1)"}}\n`;
const times = ["1e308", "-1e308", "1e21", "9e15", "253402300800000", "-1", '"9999-99-99"', "1e-300"];

test("a hostile text or time in a log line affects only that line's error, and the error is kept without it", async () => {
  const home = temporaryFolder();
  const log = [...hostile.map(traceback), ...times.map(notime), sampleLog("snow")].join("");
  for (const command of ["preview", "capture"]) {
    const { status, stdout, stderr } = await runVextel([command, "--json"], { home, stdin: log });
    expect([command, status, stderr]).toEqual([command, 0, expect.not.stringContaining("nexpected failure")]);
    const events: { count?: number }[] = JSON.parse(stdout);
    expect(events.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(hostile.length + times.length + 1);
  }
  const outbox = openOutbox(home);
  for (const { id } of await outbox.list()) {
    const { payload } = parseEnvelope((await outbox.read(id)).bytes);
    expect(Date.parse(String(payload.timestamp))).toBeGreaterThan(0);
    expect(JSON.stringify(payload)).not.toMatch(/3X7Ib25j3X7I|discord\.gg.{1,2}abc/);
  }
});

const undated = `Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f\nValueError: no\n\n`;

/** The program's dependencies, with a replaceable clock. */
function depsWith(home: string, stdin: string, nowMs = Date.now) {
  const out = { stdout: "", stderr: "", status: 0 };
  const output = (name: "stdout" | "stderr") => ({
    isTty: false,
    isPending: false,
    write: async (data: Uint8Array | string) => {
      out[name] += Buffer.from(data).toString();
    },
  });
  const streams = {
    stdin: Readable.from([Buffer.from(stdin)]) as unknown as NodeJS.ReadStream,
    stdout: output("stdout"),
    stderr: output("stderr"),
  };
  const deps = createDeps(streams, { VEXTEL_HOME: home, HOME: home }, (status) => {
    out.status = Math.max(out.status, status);
  });
  return { out, deps: { ...deps, stdin: streams.stdin, world: { ...deps.world, nowMs } } };
}

test.each(["preview", "capture"])(
  "%s: an error that cannot be kept is reported with its place, and all others are kept",
  async (command) => {
    const home = temporaryFolder();
    const { out, deps } = depsWith(home, `${undated}${sampleLog("rain", "hail")}`, () => Number.NaN);
    await (command === "preview"
      ? runPreview({ files: [], json: true }, deps)
      : runCapture({ files: [], json: true }, deps));
    expect(JSON.parse(out.stdout)).toHaveLength(2);
    expect(out.status).toBe(1);
    expect(out.stderr).toContain("-:1: an error of default/unknown was withheld: it has no time");
    expect(out.stderr).toContain("1 error withheld; all others were processed");
    expect(out.stderr).not.toContain("ValueError");
  },
);

test("the receipt of a withheld error is listed without content, and is replaced when the error can be sealed", async () => {
  const home = temporaryFolder();
  const [event] = await runJson<{ id: string }[]>(["preview"], { home, stdin: sampleLog("rain") });
  const outbox = openOutbox(home);
  const withheld = { id: event!.id, publisher: "default", plugin: "unknown", reason: "the rule found something" };
  await outbox.withhold(withheld);
  await outbox.withhold(withheld);
  const { out, deps } = depsWith(home, "");
  await runList({ state: "withheld" }, deps);
  expect(out.stdout).toMatch(/withheld .* \(the rule found something\) {2}default\/unknown {2}\(withheld\)\n$/);
  expect((await runVextel(["show", event!.id], { home })).stdout).toContain("nothing of it was kept");
  const sent = await runVextel(["send", event!.id, "--dsn", "http://key@127.0.0.1:9/1"], { home });
  expect([sent.status, sent.stdout]).toEqual([
    3,
    expect.stringMatching(/already withheld, .* \(the rule found something\); nothing was sent now/),
  ]);
  const again = await runJson<{ state: string }[]>(["capture"], { home, stdin: sampleLog("rain") });
  expect(again.map(({ state }) => state)).toEqual(["kept"]);
  await outbox.withhold(withheld);
  expect((await outbox.list()).map(({ id }) => id)).toEqual([event!.id]);
});

test("an entry with an invalid time affects that event only: list continues, and send posts nothing", async () => {
  const home = temporaryFolder();
  const [rain, snow] = await runJson<{ id: string }[]>(["capture"], { home, stdin: sampleLog("rain", "snow") });
  const sidecar = join(home, "outbox/waiting", `${rain!.id}.json`);
  const entry = JSON.parse(readFileSync(sidecar, "utf8"));
  for (const broken of [
    { time: "soon" },
    { time: 5 },
    { capturedAt: "+275760-09-13T00:00:00.001Z" },
    { title: 7 },
    { attempts: "x" },
  ]) {
    writeFileSync(sidecar, JSON.stringify({ ...entry, ...broken }));
    const listed = await runVextel(["list"], { home });
    expect([listed.status, listed.stdout]).toEqual([0, expect.stringContaining(snow!.id.slice(0, 12))]);
    expect(listed.stderr).toContain(`${rain!.id} cannot be read`);
    const sent = await runVextel(["send", rain!.id, "--dsn", "http://key@127.0.0.1:9/1"], { home });
    expect([sent.status, sent.stdout]).toEqual([7, expect.stringContaining("it was not sent")]);
  }
});

test("a configured secret that is a word of the event format does not damage events", async () => {
  const home = temporaryFolder();
  for (const BOT_TOKEN of ["breadcrumbs", "exception", "production"]) {
    const { status, stdout } = await runVextel(["preview", "--json"], {
      home,
      env: { BOT_TOKEN },
      stdin: sampleLog("rain"),
    });
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      [
        expect.objectContaining({
          event: expect.objectContaining({ breadcrumbs: expect.anything(), exception: expect.anything() }),
        }),
      ],
    ]);
  }
});
