import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { keepSamples, keepWatched, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Status {
  readonly publishers: readonly {
    readonly name: string;
    readonly answer: string;
    readonly effective: string;
    readonly source: string;
    readonly layers: readonly { source: string; value: string | null }[];
    readonly since: string | null;
    readonly uuid: string;
    readonly manual: boolean;
    readonly waiting: number;
    readonly sent: number;
  }[];
  readonly paths: Readonly<Record<string, string>>;
}

const status = (home: string, env: Record<string, string> = {}) => runJson<Status>(["status"], { home, env });

test("in a new home, status says disabled and why", async () => {
  const home = temporaryFolder();
  const { status: exit, stdout, stderr } = await runVextel(["status"], { home });
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^default: disabled \(you have not decided yet/);
  expect(stdout).toMatch(/built-in default +disabled +<- decides/);
  const { publishers, paths } = await status(home);
  expect(publishers).toEqual([
    {
      name: "default",
      answer: "unset",
      effective: "disabled",
      source: "default",
      layers: [
        { source: "DO_NOT_TRACK", value: null },
        { source: "VEXTEL_TELEMETRY", value: null },
        { source: "consent file", value: "unset" },
        { source: "default", value: "disabled" },
      ],
      since: null,
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      manual: true,
      waiting: 0,
      sent: 0,
      ...{ standing: "disabled", uncovered: [], destinations: [], agreed: [], kinds: [], generation: 0 },
      ...{ automatic: 0, late: 0, held: {}, lastSend: null },
    },
  ]);
  expect(paths.consent).toBe(join(home, "consent.json"));
});

test("a decision is saved with its date, repeating it keeps the date, and the UUID stays", async () => {
  const home = temporaryFolder();
  const { uuid } = (await status(home)).publishers[0]!;
  await runVextel(["enable", "--yes"], { home });
  const [first] = (await status(home)).publishers;
  await runVextel(["enable", "default", "--yes"], { home });
  const [again] = (await status(home)).publishers;
  expect(first).toMatchObject({ answer: "enabled", effective: "enabled", source: "consent file", uuid });
  expect(again).toEqual(first);
  await runVextel(["disable"], { home });
  await runVextel(["manual", "off"], { home });
  const [last] = (await status(home)).publishers;
  expect(last).toMatchObject({ answer: "disabled", effective: "disabled", manual: false, uuid });
  expect(Date.parse(last!.since!)).toBeGreaterThanOrEqual(Date.parse(first!.since!));
});

const switches = [
  { env: { DO_NOT_TRACK: "1" }, source: "DO_NOT_TRACK", effective: "disabled" },
  { env: { DO_NOT_TRACK: "no" }, source: "DO_NOT_TRACK", effective: "disabled" },
  { env: { VEXTEL_TELEMETRY: "0" }, source: "VEXTEL_TELEMETRY", effective: "disabled" },
  { env: { VEXTEL_TELEMETRY: "maybe" }, source: "VEXTEL_TELEMETRY", effective: "disabled" },
  { env: { DO_NOT_TRACK: "1", VEXTEL_TELEMETRY: "1" }, source: "DO_NOT_TRACK", effective: "disabled" },
  { env: { DO_NOT_TRACK: "0" }, source: "consent file", effective: "enabled" },
  { env: { DO_NOT_TRACK: "" }, source: "consent file", effective: "enabled" },
  { env: { VEXTEL_TELEMETRY: "1" }, source: "consent file", effective: "enabled" },
] as const;

test("a kill switch stops what the saved decision allows, and status says so", async () => {
  const home = temporaryFolder();
  await runVextel(["enable", "--yes"], { home });
  for (const { env, source, effective } of switches) {
    const [publisher] = (await status(home, env)).publishers;
    expect(publisher).toMatchObject({ answer: "enabled", source, effective });
    for (const [name, value] of Object.entries(env)) expect(publisher!.layers).toContainEqual({ source: name, value });
    const { stdout } = await runVextel(["status"], { home, env });
    expect(stdout.split("\n")[0]).toContain(
      effective === "enabled" ? "you decided this" : `${source} is set, although you enabled it`,
    );
  }
});

test("VEXTEL_TELEMETRY=1 is not consent", async () => {
  const home = temporaryFolder();
  const [publisher] = (await status(home, { VEXTEL_TELEMETRY: "1", DO_NOT_TRACK: "0" })).publishers;
  expect(publisher).toMatchObject({ effective: "disabled", source: "default" });
});

test("enable under a kill switch saves the answer and says that nothing is sent while it is set", async () => {
  const home = temporaryFolder();
  const { stderr, status: exit } = await runVextel(["enable", "--yes"], { home, env: { DO_NOT_TRACK: "1" } });
  expect(exit).toBe(0);
  expect(stderr).toContain("DO_NOT_TRACK");
  expect((await status(home)).publishers[0]!.effective).toBe("enabled");
});

async function addManifest(home: string, publisher: string, dsn: string): Promise<void> {
  const file = join(home, `${publisher}.json`);
  const plugins = { weather: { version: "1.0.0", dsn, paths: [`${publisher}/weather`] } };
  writeFileSync(file, JSON.stringify({ publisher, plugins }));
  expect((await runVextel(["publisher", "add", file], { home })).status).toBe(0);
}

test("send --all sends what consent covers but nothing that was captured earlier", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const timeMs = Date.now() + 60_000;
  const subject = { publisher: "north", plugin: "weather", dsn: server.dsn };
  const [before, after] = ["before", "after"].map((name) => sealSample({ name, subject, timeMs }));
  await addManifest(home, "north", server.dsn);
  await keepWatched(home, before!);
  const unanswered = await runVextel(["send", "--all"], { home });
  expect([unanswered.status, server.connections]).toEqual([8, 0]);
  expect(unanswered.stdout).toContain(`vextel send ${before!.id.slice(0, 12)}`);

  await runVextel(["enable", "--yes"], { home });
  await keepWatched(home, after!);
  for (const env of [{ DO_NOT_TRACK: "1" }, { VEXTEL_TELEMETRY: "0" }]) {
    const closed = await runVextel(["send", "--all"], { home, env });
    expect([closed.status, server.connections]).toEqual([8, 0]);
  }
  const dry = await runVextel(["send", "--all", "--dry-run"], { home });
  expect([dry.status, server.connections]).toEqual([8, 0]);
  expect(dry.stdout).toMatch(/would be sent/);

  const open = await runVextel(["send", "--all"], { home });
  expect(open.status).toBe(8);
  expect(open.stdout.trimEnd().split("\n")).toHaveLength(2);
  expect(server.requests.map(({ body }) => JSON.parse(body.toString().split("\n")[0]!).event_id)).toEqual([after!.id]);
});

test("naming an event is consent to send it, also while disabled and under a kill switch", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const closed = { DO_NOT_TRACK: "1", VEXTEL_TELEMETRY: "0" };
  const samples = ["unset", "disabled"].map((name) => sealSample({ name, subject: { dsn: server.dsn } }));
  await keepSamples(home, ...samples);
  expect((await runVextel(["send", samples[0]!.id], { home, env: closed })).status).toBe(0);
  await runVextel(["disable"], { home });
  expect((await runVextel(["send", samples[1]!.id.slice(0, 4)], { home, env: closed })).status).toBe(0);
  expect(server.requests).toHaveLength(2);
});

test("publishers share neither decisions nor UUIDs", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  for (const name of ["north", "south"]) await addManifest(home, name, server.dsn);
  const unnamed = await runVextel(["enable", "--yes"], { home });
  expect(unnamed.status).toBe(2);
  expect(unnamed.stderr).toMatch(/north, south/);
  expect((await runVextel(["enable", "east"], { home })).status).toBe(3);
  expect((await runVextel(["enable", "north", "--yes"], { home })).status).toBe(0);
  const [north, south] = (await status(home)).publishers;
  expect([north!.effective, south!.effective]).toEqual(["enabled", "disabled"]);
  expect(north!.uuid).not.toBe(south!.uuid);

  const timeMs = Date.now() + 60_000;
  const both = ["north", "south"].map((publisher) => sealSample({ subject: { publisher, dsn: server.dsn }, timeMs }));
  await keepWatched(home, ...both);
  expect((await runVextel(["send", "--all"], { home })).status).toBe(8);
  expect(server.requests).toHaveLength(1);
  expect((await runVextel(["disable", "--all"], { home })).status).toBe(0);
  const file = JSON.parse(readFileSync(join(home, "consent.json"), "utf8"));
  expect(Object.values(file.publishers)).toMatchObject([{ answer: "disabled" }, { answer: "disabled" }]);
});

test("an undo is named only for what was changed", async () => {
  const home = temporaryFolder();
  const undoOf = async (...args: string[]) => /^Undo: .*/m.exec((await runVextel(args, { home })).stdout)?.[0];
  expect(await undoOf("disable")).toBeUndefined();
  await runVextel(["enable", "--yes"], { home });
  expect(await undoOf("disable")).toBe("Undo: vextel enable default");
  expect(await undoOf("manual", "on")).toBeUndefined();
  expect(await undoOf("manual", "off")).toBe("Undo: vextel manual on default");
  expect(await undoOf("manual", "off")).toBeUndefined();
});
