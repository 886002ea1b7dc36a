import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { meantBy } from "../../src/cli/arguments/other-words.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A home with a publisher that has a support address, and one of its events. */
async function publisherHome() {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const manifest = {
    publisher: "north",
    support: "https://north.example/help",
    plugins: { weather: { version: "1.0.0", dsn: server.dsn, paths: ["cogs/weather"] } },
  };
  writeFileSync(join(home, "vextel.json"), JSON.stringify(manifest));
  await runVextel(["publisher", "add", join(home, "vextel.json")], { home });
  const [event] = await runJson<{ id: string }[]>(["capture"], { home, stdin: sampleLog("rain") });
  return { home, server, id: event!.id };
}

interface Status {
  readonly publishers: readonly { readonly name: string; readonly lastSend: object | null }[];
  readonly policy: object;
}

test("status shows what was sent last and where, the current policy, and what to do next", async () => {
  const { home, server, id } = await publisherHome();
  const before = await runVextel(["status"], { home });
  expect(before.stdout).toMatch(/^next +look at 1 pending event: vextel review$/m);
  expect(before.stdout).toMatch(/^policy +built-in rules only/m);
  expect(before.stdout).not.toContain("last sent");
  await runVextel(["send", id], { home });
  await runVextel(["policy", "add", "Annabell"], { home });
  const after = await runVextel(["status"], { home });
  expect(after.stdout).toMatch(/last sent +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(just now\) to .*127\.0\.0\.1/);
  expect(after.stdout).toMatch(/^policy +1 own word$/m);
  expect(after.stdout + after.stderr).not.toContain("Annabell");
  expect(after.stdout).toMatch(/^next +decide about north: vextel enable north$/m);
  const json = await runJson<Status>(["status"], { home });
  expect(json.publishers.find(({ name }) => name === "north")!.lastSend).toEqual({
    id,
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    destination: expect.stringContaining(`127.0.0.1:${server.port}`),
  });
  expect(json.policy).toEqual({ words: 1, on: [], off: [], ids: "shortened", breadcrumbs: 25, publishers: [] });
  await runVextel(["enable", "north", "--yes"], { home });
  expect((await runVextel(["status"], { home })).stdout).toMatch(/^next +nothing to do$/m);
});

test("status says that an answer is dated in the future, since the clock was ahead, and how to agree from now on", async () => {
  const { home } = await publisherHome();
  await runVextel(["enable", "north", "--yes"], { home });
  const path = join(home, "consent.json");
  const year = new Date().getUTCFullYear();
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(`"since": "${year}-`, `"since": "${year + 2}-`));
  const ahead = await runVextel(["status"], { home });
  expect(ahead.stdout).toContain("north: enabled, but held in part or whole");
  expect(ahead.stdout).toContain("Your answer is dated in the future, and errors are held until then");
  expect(ahead.stdout).toMatch(/^next +see above why errors of north are held until a date in the future$/m);
  const advice = /If the clock is right now: vextel disable north, then vextel enable north/;
  expect(ahead.stdout).toMatch(advice);
  const again = await runVextel(["enable", "north", "--yes"], { home });
  expect(again.stdout).toMatch(/The clock says \d{4}-.* but something was recorded here at \d{4}-/);
  expect(again.stdout).toMatch(advice);
  expect(again.stdout + again.stderr).not.toContain("From now on");
  await runVextel(["disable", "north"], { home });
  const fresh = await runVextel(["enable", "north", "--yes"], { home });
  expect(fresh.stdout).not.toContain("The clock says");
  expect(fresh.stdout + fresh.stderr).not.toMatch(advice);
  expect(fresh.stdout).toContain("From now on");
  const after = await runVextel(["status"], { home });
  expect(after.stdout).not.toContain("future");
  expect(after.stdout).toMatch(new RegExp(`decided +${year}-`));
});

test("an unusable VEXTEL_DSN is reported with status 2, and everything else is shown", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: sampleLog("rain") }); // of no publisher: VEXTEL_DSN is its destination
  const env = { VEXTEL_DSN: "not an address" };
  const { status, stdout, stderr } = await runVextel(["status"], { home, env });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^The DSN cannot be used: .*\n.*VEXTEL_DSN/)]);
  expect(stdout).toMatch(/^default: disabled/m);
  expect(stdout).toMatch(/outbox +1 event pending/);
  expect(stdout).not.toContain("not an address");
  const json = await runVextel(["status", "--json"], { home, env });
  expect(JSON.parse(json.stdout)).toMatchObject({ VEXTEL_DSN: { error: expect.stringContaining("cannot be used") } });
  writeFileSync(join(home, "policy.json"), "{", { mode: 0o600 });
  const damaged = await runVextel(["status"], { home, env });
  expect([damaged.status, damaged.stderr]).toEqual([7, expect.stringContaining("The DSN cannot be used")]);
});

test("on a fresh machine the next step is setup", async () => {
  const { stdout, stderr } = await runVextel(["status"], { home: temporaryFolder() });
  expect([stdout, stderr]).toEqual([expect.stringMatching(/^next .*vextel setup$/m), ""]);
});

test("an unusable policy is reported, with status 7", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "policy.json"), "{", { mode: 0o600 });
  const { status, stdout } = await runVextel(["status"], { home });
  expect([status, stdout]).toEqual([7, expect.stringContaining("nothing is kept or sent")]);
});

test("after send, and in show, the support address is printed, unless the event went elsewhere", async () => {
  const { home, server, id } = await publisherHome();
  const sent = await runVextel(["send", id], { home });
  const ask = `name the event (${id.slice(0, 12)}): https://north.example/help`;
  expect(sent.stderr).toContain(ask);
  expect((await runVextel(["show", id], { home })).stdout).toContain(ask);
  const [other] = await runJson<{ id: string }[]>(["capture"], { home, stdin: sampleLog("snow") });
  const elsewhere = await runVextel(["send", other!.id, "--dsn", server.dsn], { home });
  expect([elsewhere.status, elsewhere.stderr]).toEqual([0, ""]);
});

test("a command name of other programs gets a hint with vextel's command", async () => {
  const home = temporaryFolder();
  for (const [words, meant] of [
    [["version"], "vextel --version"],
    [["rm", "abcd"], "vextel drop"],
    [["Config"], "vextel policy"],
  ] as const) {
    const { status, stderr } = await runVextel(words, { home });
    expect([words, status, stderr]).toEqual([words, 2, expect.stringContaining(`Did you mean: ${meant}`)]);
  }
  const near = await runVextel(["previw"], { home });
  expect([near.status, near.stderr]).toEqual([2, expect.stringContaining("Did you mean preview?")]);
  expect((await runVextel(["frobnicate"], { home })).status).toBe(2);
  const slip = await runVextel(["relay", "--lisen", "127.0.0.1:1"], { home });
  expect([slip.status, slip.stderr]).toEqual([2, expect.stringContaining("(Did you mean --listen?)")]);
  const far = await runVextel(["relay", "--port", "1"], { home }); // it ends like --bot
  expect([far.status, far.stderr]).toEqual([2, "error: unknown option '--port'\nSee: vextel relay start --help\n"]);
});

test("each suggested word is an existing command", async () => {
  const { stdout } = await runVextel(["--help"], { home: temporaryFolder() });
  for (const word of [
    "version",
    "ls",
    "rm",
    "report",
    "redact",
    "tail",
    "config",
    "audit",
    "test",
    "init",
    "on",
    "off",
  ]) {
    const command = /^vextel ([a-z]+)/.exec(meantBy(word)!)?.[1];
    if (command !== undefined) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
  }
  expect([meantBy("constructor"), meantBy("scrub")]).toEqual([undefined, undefined]);
});
