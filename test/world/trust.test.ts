import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { shellWord } from "../../src/world/hints.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { filesOf } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const isRoot = process.getuid?.() === 0;

test.each([
  ["the home", "", 0o777],
  ["the home, by its group", "", 0o770],
  ["the outbox", "outbox", 0o777],
  ["an entry", `outbox/waiting/${sealSample().id}.json`, 0o666],
])(
  "%s that others may write to is not trusted: nothing is sent, and the fixing command is shown",
  async (_, name, mode) => {
    const home = join(temporaryFolder(), "the bot's home");
    mkdirSync(home, { mode: 0o700 });
    await keepSamples(home, sealSample());
    if (isRoot) chownSync(join(home, name), 0, 4242); // a group other than the account's own
    chmodSync(join(home, name), mode);
    const { status, stdout, stderr } = await runVextel(["send", sealSample().id, "--dsn", "http://key@127.0.0.1:1/1"], {
      home,
    });
    expect(status).toBe(7);
    expect(stdout + stderr).toContain(`chmod go-w ${shellWord(join(home, name).replace(/\/$/, ""), "linux")}`);
    chmodSync(join(home, name), name.endsWith(".json") ? 0o600 : 0o700);
    expect(await openOutbox(home).ids()).toHaveLength(1);
  },
);

test("a consent file that others may write to enables nothing", async () => {
  const home = temporaryFolder();
  expect((await runVextel(["disable"], { home })).status).toBe(0);
  chmodSync(join(home, "consent.json"), 0o646);
  const { status, stdout, stderr } = await runVextel(["status"], { home });
  expect([status, stdout]).toEqual([7, expect.stringContaining("disabled")]);
  expect(stderr).toContain("consent.json");
});

test("a home that only its account and the account's own group may write to is trusted", async () => {
  const home = temporaryFolder();
  chmodSync(home, 0o775);
  expect((await runVextel(["status"], { home })).status).toBe(0);
});

test.skipIf(!isRoot)("root in another account's folder changes nothing and says which account to use", async () => {
  const home = temporaryFolder();
  await keepSamples(home, sealSample());
  giveToNobody(home);
  const before = filesOf(home).sort();
  for (const args of [
    ["status"],
    ["list"],
    ["capture"],
    ["drop", "--all"],
    ["enable", "--yes"],
    ["disable"],
    ["reset", "--yes"],
  ]) {
    const { status, stderr } = await runVextel(args, { home, stdin: sampleLog("snow") });
    expect([args, status]).toEqual([args, 7]);
    expect(stderr).toContain("sudo -u '#65534' vextel");
  }
  expect(filesOf(home).sort()).toEqual(before);
  for (const name of before) expect(statSync(join(home, name)).uid).toBe(nobody.uid);
  expect((await runVextel(["list"], { home, cwd: "/", ...nobody })).status).toBe(0);
});

test.skipIf(!isRoot)("root creates no folder in another account's home either", async () => {
  const user = temporaryFolder();
  giveToNobody(user);
  const env = { HOME: user, VEXTEL_HOME: "" };
  const { status, stderr } = await runVextel(["capture"], { home: user, env, stdin: sampleLog("snow") });
  expect([status, stderr]).toEqual([7, expect.stringContaining("sudo -u '#65534' vextel")]);
  expect(filesOf(user)).toEqual([]);
});

test.skipIf(!isRoot)("files of another account are not trusted", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "theirs"), { mode: 0o755 });
  chownSync(join(home, "theirs"), 4242, 4242);
  writeFileSync(join(home, "consent.json"), "{}", { mode: 0o644 });
  giveToNobody(home);
  chownSync(join(home, "theirs"), 4242, 4242);
  chownSync(join(home, "consent.json"), 4242, 4242);
  symlinkSync("theirs", join(home, "link"));
  for (const name of ["theirs", "link", "."]) {
    const { status, stdout, stderr } = await runVextel(["status"], { home: join(home, name), cwd: "/", ...nobody });
    expect([name, status]).toEqual([name, 7]);
    expect(stdout + stderr).toContain("uid 4242");
  }
});

test("a relative home is resolved at the start, and `~` is the home folder", () => {
  const at = (own: string) => resolvePaths({ VEXTEL_HOME: own }, "/home/keeper").data;
  expect(at("~")).toBe("/home/keeper");
  expect(at("~/vx")).toBe("/home/keeper/vx");
  expect(at("./data")).toBe(join(process.cwd(), "data"));
  expect(at("a/~/b")).toBe(join(process.cwd(), "a/~/b"));
  const noPost = () => Promise.reject(new Error("no network here"));
  const { env } = createNodeWorld(noPost, { VEXTEL_HOME: "data", DO_NOT_TRACK: "1" }); // the environment for all other code
  expect([env.VEXTEL_HOME, env.DO_NOT_TRACK]).toEqual([join(process.cwd(), "data"), "1"]);
});

test("VEXTEL_HOME='~/vx' creates no folder named ~", async () => {
  const home = temporaryFolder();
  const { status } = await runVextel(["capture"], { home, env: { VEXTEL_HOME: "~/vx" }, stdin: sampleLog("rain") });
  expect([status, existsSync(join(home, "~")), existsSync(join(home, "vx/outbox"))]).toEqual([0, false, true]);
});

test.skipIf(!isRoot)(
  "an account without a home and a passwd entry gets ordinary output and messages without a stack",
  async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const as = { home: folder, cwd: "/", uid: 42_424, env: { HOME: "", VEXTEL_HOME: "" }, stdin: sampleLog("rain") };
    for (const [args, expected] of [
      [["--version"], 0],
      [["status"], 0],
      [["scrub"], 0],
      [["capture"], 1],
    ] as const) {
      const { status, stderr } = await runVextel(args, as);
      expect([args, status, stderr.match(/^ {4}at |unexpected failure|ENOENT/im)]).toEqual([args, expected, null]);
    }
  },
);

test.skipIf(!isRoot)("a device instead of an event's file is ignored", async (context) => {
  const home = temporaryFolder();
  await keepSamples(home, sealSample());
  const device = join(home, `outbox/waiting/${"ab".repeat(16)}.json`);
  if (spawnSync("mknod", [device, "c", "1", "5"]).status !== 0) return context.skip(); // /dev/zero
  const { status, stdout } = await runVextel(["list"], { home, killAfterMs: 30_000 });
  expect([status, stdout.split("\n").length]).toEqual([0, 2]);
});

test("a home that is not a folder is refused, and nobody is told to move it", async () => {
  const home = join(temporaryFolder(), "device");
  writeFileSync(home, "");
  for (const args of [["status"], ["capture"], ["list"]]) {
    const below = await runVextel(args, { home: join(home, "below"), cwd: dirname(home), stdin: sampleLog("rain") });
    expect(below.stderr).not.toMatch(/\b(?:mv|move) /);
    const { status, stderr } = await runVextel(args, { home, cwd: dirname(home), stdin: sampleLog("rain") });
    expect([status, stderr]).toEqual([7, expect.stringContaining(`${home} is not a folder\nPoint VEXTEL_HOME to`)]);
    expect(stderr).not.toMatch(/\b(?:mv|move) /);
  }
});
