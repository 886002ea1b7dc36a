import { execFile, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { allKinds } from "../../src/consent/kinds.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { programPath } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { environment, type Run, runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { someOf } from "../support/some-of.ts";
import { expectSoundHome, filesOf, readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Runs a shell command line in which `vextel` is the program. */
function runShell(line: string, home: string): Promise<{ status: number; stdout: string; stderr: string }> {
  const script = `set -o pipefail; vextel() { '${process.execPath}' '${programPath()}' "$@"; }; ${line}`;
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { env: environment({ home }), cwd: home }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** A log outside of any home. */
function writeLog(...names: string[]): string {
  const path = join(temporaryFolder(), "red.log");
  writeFileSync(path, sampleLog(...names));
  return path;
}

/** Expects this status, at least one line on stderr, and no stack. */
function expectClearRefusal({ status, stderr }: Pick<Run, "status" | "stderr">, expected: number) {
  expect([status, stderr]).toEqual([expected, expect.stringMatching(/\S+ .*\S+/)]);
  expect(stderr).not.toMatch(/^ {4}at |unexpected failure|undefined|\[object/im);
}

const manyNames = Array.from({ length: 250 }, (_, index) => `drop ${inLetters(index)} ${"of rain ".repeat(12)}`);

test("a reader that stops early is not an error, and commands that change something still finish", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const log = writeLog(...manyNames);
  const captured = await runShell(`vextel capture ${log} | head -1`, home);
  expect([captured.status, captured.stderr]).toEqual([0, expect.stringContaining("250 events kept")]);
  const ids = await openOutbox(home).ids();
  expect(ids).toHaveLength(manyNames.length);
  expectSoundHome(home);
  for (const command of ["list", "list --json", `preview ${log}`, `preview --json ${log}`, `scrub ${log}`]) {
    const { status, stdout, stderr } = await runShell(`vextel ${command} | head -1`, home);
    expect([command, status, stdout.split("\n").length, stderr]).toEqual([command, 0, 2, stderr]);
    expect(stderr).not.toMatch(/EPIPE|^ {4}at |unexpected failure/im);
  }
  const few = ids.slice(0, 5).join(" ");
  const sent = await runShell(`vextel send --dsn ${server.dsn} ${few} | true`, home);
  expect([sent.status, server.requests.length]).toEqual([0, 5]);
});

test.skipIf(!existsSync("/dev/full"))(
  "an output that cannot be written is reported, and not what else happened",
  async () => {
    const home = temporaryFolder();
    const log = writeLog("rain");
    for (const [command, goesOn] of [
      [`scrub ${log}`, false],
      ["status", false],
      [`capture ${log}`, true],
    ] as const) {
      const { status, stderr } = await runShell(`vextel ${command} > /dev/full`, home);
      const ending = goesOn ? " The command goes on without it." : "";
      expect([command, status, stderr.split("\n")[0]]).toEqual([
        command,
        1,
        `Cannot write the output (ENOSPC).${ending}`,
      ]);
    }
    expect(await openOutbox(home).ids()).toHaveLength(1);
  },
);

test("policy add without a word changes nothing", async () => {
  const home = temporaryFolder();
  expectClearRefusal(await runShell("echo | vextel policy add", home), 2);
  expect(existsSync(join(home, "policy.json"))).toBe(false);
});

test("findings in JSON show invisible characters in a file's name as escapes", async () => {
  const home = temporaryFolder();
  const name = join(temporaryFolder(), "red\u202e\u009b.log");
  writeFileSync(name, "mail karl@example.com\n");
  const { stdout } = await runVextel(["scrub", "--json", name], { home });
  expect(stdout).toContain(String.raw`red\u202e\u009b.log`);
  expect(JSON.parse(stdout).findings[0].file).toBe(name);
});

test("a slow reader gets every byte", async () => {
  const home = temporaryFolder();
  const log = writeLog(...Array.from({ length: 10_000 }, (_, index) => `drop ${inLetters(index)}`));
  const slowly = await runShell(`vextel scrub ${log} | { sleep 1; cat; } | cksum`, home);
  const atOnce = await runShell(`vextel scrub < ${log} > out; cksum < out`, home);
  expect(slowly).toEqual({ status: 0, stdout: atOnce.stdout, stderr: "" });
});

test("a file of secrets that cannot be read is not taken for a log", async () => {
  const run = await runShell("echo x | vextel scrub --secret-file absent", temporaryFolder());
  expectClearRefusal(run, 1);
  expect(run.stderr).toContain("one secret per line");
  expect(run.stderr).not.toContain("log");
});

test("publisher add says for a missing file how to name a manifest, not a log", async () => {
  const run = await runShell("vextel publisher add absent.json", temporaryFolder());
  expectClearRefusal(run, 1);
  expect(run.stderr).toMatch(
    /^Cannot read absent\.json: there is no such file\nName a manifest: vextel publisher add /,
  );
  const address = await runShell("vextel publisher add https://north.example/vextel.json", temporaryFolder());
  expectClearRefusal(address, 1);
  expect(address.stderr).toContain("vextel downloads nothing. Save the file, then name it: vextel publisher add ");
});

test("closed streams do not make commands fail", async () => {
  const home = temporaryFolder();
  for (const line of ["vextel status >&-", "vextel status 2>&-", "vextel status >&- 2>&- <&-", "vextel list <&-"])
    expect([line, (await runShell(line, home)).status]).toEqual([line, 0]);
});

test.skipIf(!existsSync("/dev/full"))(
  "events are sent even if the output's disk is full, and the exit status says so",
  async () => {
    const home = temporaryFolder();
    const server = await startRecordingServer();
    const samples = ["rain", "snow"].map((name) => sealSample({ name, subject: { dsn: server.dsn } }));
    await keepSamples(home, ...samples);
    const run = await runShell(`vextel send ${samples.map(({ id }) => id).join(" ")} > /dev/full`, home);
    expectClearRefusal(run, 1);
    expect(server.requests).toHaveLength(2);
  },
);

test.skipIf(!existsSync("/dev/full"))("if the output's disk is full, a clear line says so", async () => {
  const home = temporaryFolder();
  const log = writeLog("rain");
  for (const command of ["status", "list --json", `preview ${log}`, `scrub ${log}`, "--help"]) {
    const run = await runShell(`vextel ${command} > /dev/full`, home);
    expectClearRefusal(run, 1);
    expect([command, run.stderr]).toEqual([command, expect.stringContaining("ENOSPC")]);
  }
  expect((await runShell("vextel status 2> /dev/full", home)).status).toBe(0);
});

test("a full disk is reported, and does not damage any file", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  await keepSamples(home, sealSample());
  const before = filesOf(home).sort();
  for (const command of ["enable --yes", `capture ${writeLog("snow")}`, "manual off"]) {
    const run = await runShell(`ulimit -f 0; vextel ${command}`, home);
    expectClearRefusal(run, 1);
    expect([command, run.stderr]).toEqual([command, expect.stringContaining("EFBIG")]);
    expectSoundHome(home);
  }
  const sent = await runShell(`ulimit -f 0; vextel send ${sealSample().id} --dsn ${server.dsn}`, home);
  expect([sent.status, sent.stdout, server.connections]).toEqual([1, expect.stringContaining("EFBIG"), 0]);
  expect(
    filesOf(home)
      .filter((name) => !name.endsWith(".known"))
      .sort(),
  ).toEqual(before);
  const dropped = await runShell(`ulimit -f 0; vextel drop ${sealSample().id}`, home);
  expect([dropped.status, dropped.stdout]).toEqual([0, expect.stringContaining("dropped")]);
  expect(filesOf(home).filter((name) => name.startsWith("outbox/waiting"))).toEqual([]);
});

test("on a full disk, reset works even if nothing was decided yet", async () => {
  const reset = await runShell("ulimit -f 0; vextel reset --yes", temporaryFolder());
  expect([reset.status, reset.stdout]).toEqual([0, expect.stringContaining("no decision")]);
});

test("on a full disk, consent can be withdrawn, and events can be dropped and forgotten", async (context) => {
  const home = temporaryFolder();
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k,mode=700", "none", home]).status !== 0) return context.skip();
  onTestFinished(() => void spawnSync("umount", [home]));
  const samples = ["rain", "snow", "hail"].map((name) => sealSample({ name }));
  await keepSamples(home, ...samples);
  const world = createNodeWorld(() => Promise.reject(new Error("no network here")), { VEXTEL_HOME: home });
  const consent = createConsentFile(
    consentPath(resolvePaths(world.env, "/")),
    world,
    createLedger(resolvePaths(world.env, "/"), world),
  );
  await consent.answer("default", { answer: "enabled", claims: [], kinds: allKinds });
  const fill = () => {
    for (const size of [4096, 512, 1]) {
      try {
        for (;;) appendFileSync(join(home, "filler"), Buffer.alloc(size), { mode: 0o600 });
      } catch {}
    }
  };
  fill();
  expectClearRefusal(await runVextel(["capture"], { home, stdin: sampleLog("fog") }), 1);
  const run = async (...args: string[]) => {
    fill();
    const { status, stderr } = await runVextel(args, { home });
    expect([args, status, stderr.match(/cannot|failed/i)]).toEqual([args, 0, null]);
    expectSoundHome(home);
    return stderr;
  };
  expect(await run("disable")).toBe("The history is not writable (ENOSPC), and lacks what was done now.\n");
  expect(readConsent(home).get("default")?.answer).toBe("disabled");
  await run("drop", samples[0]!.id);
  await run("drop", "--all");
  expect(await openOutbox(home).ids()).toEqual([]);
  await run("reset", "--yes");
  expect(await openOutbox(home).ids(true)).toEqual([]);
  expect(readConsent(home).get("default")?.answer).toBe("unset");
});

test("if nothing can be written, reading works, and everything else says why it fails", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const sample = sealSample({ subject: { dsn: server.dsn } });
  await keepSamples(home, sample);
  giveToNobody(home);
  for (const folder of [home, join(home, "outbox"), join(home, "outbox/waiting")]) chmodSync(folder, 0o500);
  const run = (args: string[]) => runVextel(args, { home, cwd: "/", stdin: sampleLog("snow"), ...nobody });

  const status = await run(["status"]);
  expect([status.status, status.stdout]).toEqual([0, expect.stringContaining("default: disabled")]);
  expect(status.stderr).toContain("UUID");
  for (const args of [["list"], ["show", sample.id], ["preview"], ["scrub"], ["send", "--dry-run", "--all"]])
    expect([args, (await run(args)).status]).toEqual([args, args.includes("--dry-run") ? expect.any(Number) : 0]);
  for (const args of [["enable", "--yes"], ["capture"], ["drop", sample.id], ["manual", "off"], ["reset", "--yes"]]) {
    const refused = await run(args);
    expectClearRefusal(refused, 1);
    expect(refused.stderr).toMatch(/EACCES|EROFS/);
  }
  const sent = await run(["send", sample.id]);
  expect([sent.status, sent.stdout, server.connections]).toEqual([1, expect.stringMatching(/not sent.*EACCES/), 0]);
  for (const folder of [home, join(home, "outbox"), join(home, "outbox/waiting")]) chmodSync(folder, 0o700);
  expect(filesOf(home).sort()).toEqual([
    "history.jsonl",
    `outbox/waiting/${sample.id}.envelope`,
    `outbox/waiting/${sample.id}.json`,
  ]);
});

test.each([
  ["below a file", "home.txt/below"],
  ["a file", "home.txt"],
])("a home that is %s is refused with a clear line", async (_, name) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "home.txt"), "not a folder");
  for (const args of [["enable", "--yes"], ["capture"], ["list"]]) {
    const run = await runVextel(args, { home: join(folder, name), cwd: folder, stdin: sampleLog("rain") });
    expect(run.stderr).toContain("home.txt");
    expectClearRefusal(run, run.status === 7 ? 7 : 1);
  }
});

const unreadable: [string, (folder: string) => string, RegExp][] = [
  ["a missing file", (folder) => join(folder, "no-such.log"), /Cannot read .*no-such\.log: there is no such file/],
  ["a file below a file", (folder) => join(folder, "red.log", "x"), /Cannot read .*red\.log/],
  ["damaged gzip", (folder) => join(folder, "damaged.gz"), /Cannot read .*damaged\.gz: /],
  ["cut off gzip", (folder) => join(folder, "cut-off.gz"), /Cannot read .*cut-off\.gz: /],
];

test.each(someOf(unreadable, 2))("%s is refused with a clear line, with status 1", async (_, pathIn, says) => {
  const folder = temporaryFolder();
  const home = temporaryFolder();
  writeFileSync(join(folder, "red.log"), sampleLog("rain"));
  const gzip = gzipSync(sampleLog("rain", "snow", "hail"));
  writeFileSync(join(folder, "damaged.gz"), Buffer.concat([gzip.subarray(0, 20), Buffer.alloc(200, 7)]));
  writeFileSync(join(folder, "cut-off.gz"), gzip.subarray(0, -20));
  for (const command of ["preview", "capture"]) {
    const run = await runVextel([command, pathIn(folder)], { home, cwd: folder });
    expectClearRefusal(run, 1);
    expect(run.stderr).toMatch(says);
  }
});

test("a folder without logs is refused with a clear line", async () => {
  const [folder, home] = [temporaryFolder(), temporaryFolder()];
  for (const command of ["preview", "capture", "scrub"]) {
    const run = await runVextel([command, folder], { home });
    expectClearRefusal(run, 3);
    expect(run.stderr).toContain(`There is no log in the folder ${folder}`);
  }
});

test("an unreadable file is refused with a clear line", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "red.log"), sampleLog("rain"));
  giveToNobody(home);
  chmodSync(join(home, "red.log"), 0o000);
  const run = await runVextel(["preview", "red.log"], { home, ...nobody });
  expectClearRefusal(run, 1);
  expect(run.stderr).toContain("its permissions do not allow it");
});

test("binary files are refused; logs with torn bytes, empty files and gzip are read without a warning", async () => {
  const home = temporaryFolder();
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256));
  const [lines, log] = [Buffer.from("a line of a log\n".repeat(300)), Buffer.from(`\n${sampleLog("rain")}`)];
  writeFileSync(join(home, "binary"), Buffer.concat([bytes, log]));
  writeFileSync(join(home, "torn"), Buffer.concat([Buffer.alloc(5000), lines, bytes, log]));
  writeFileSync(join(home, "empty"), "");
  writeFileSync(join(home, "red.log.gz"), gzipSync(sampleLog("rain")));
  const count = async (file: string) =>
    JSON.parse((await runVextel(["preview", "--json", file], { home })).stdout).length;
  expect([await count("torn"), await count("empty"), await count("red.log.gz")]).toEqual([1, 0, 1]);
  for (const command of [["preview"], ["scrub", "--check"]]) {
    const refused = await runVextel([...command, "binary"], { home });
    expect(refused.stderr).toContain("Cannot read binary: it is binary, not text");
    expect(refused.status).toBe(1);
  }
  const { status, stderr } = await runVextel(["preview", "empty"], { home });
  expect([status, stderr]).toEqual([0, expect.stringContaining("No errors were found.")]);
});

const wrongUses = [
  [["relay", "staus"]],
  [["relay", "start", "now"]],
  [["no-such-command"]],
  [["status", "--no-such-option"]],
  [["show"]],
  [["manual", "maybe"]],
  [["send"]],
  [["send", "abcd", "--all"]],
  [["drop"]],
  [["drop", "--older-than", "soon"]],
  [["list", "--state", "lost"]],
  [["list", "--since", "yore"]],
  [["preview", "--event", "0"]],
  [["capture", "--secret-env", "NOT_SET_ANYWHERE"]],
  [["capture", "--secret-env", ""]],
  [["reset"]],
  [["publisher"]],
];

test.each(someOf(wrongUses, 5))("wrong usage has status 2 and a message that says what to do: %j", async (args) => {
  const home = temporaryFolder();
  const run = await runVextel(args, { home });
  expectClearRefusal(run, 2);
  expect(run.stderr).toMatch(/^(?:See|See the ids): vextel [a-z-]+|^Give |^Set it|^Usage: vextel publisher /m);
  expect(readdirSync(home).filter((name) => !["consent.json", "checked"].includes(name))).toEqual([]);
});

test("an unknown event or publisher has status 3", async () => {
  const home = temporaryFolder();
  const sample = sealSample();
  await keepSamples(home, sample);
  const nearly = sample.id.slice(0, 7) + (sample.id[7] === "0" ? "1" : "0");
  for (const args of [
    ["show", nearly],
    ["send", nearly],
    ["drop", nearly],
  ]) {
    const run = await runVextel(args, { home });
    expectClearRefusal(run, 3);
    expect(run.stderr).toContain(sample.id.slice(0, 12));
  }
  const unlike = await runVextel(["show", "not an id"], { home });
  expectClearRefusal(unlike, 3);
  expect(unlike.stderr).toContain("This is no event's id");
  for (const args of [
    ["enable", "nobody", "--yes"],
    ["publisher", "show", "nobody"],
    ["publisher", "remove", "nobody"],
  ])
    expectClearRefusal(await runVextel(args, { home }), 3);
});

test("an event whose bytes were changed is not sent, has status 7, and can be dropped", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const [changed, cutOff, sound] = ["changed", "cut off", "sound"].map((name) =>
    sealSample({ name, subject: { dsn: server.dsn } }),
  );
  await keepSamples(home, changed!, cutOff!, sound!);
  const waiting = join(home, "outbox/waiting");
  writeFileSync(join(waiting, `${changed!.id}.envelope`), Buffer.from(sound!.bytes), { mode: 0o600 });
  writeFileSync(join(waiting, `${cutOff!.id}.json`), '{"version": 1, "id": ', { mode: 0o600 });

  const listed = await runVextel(["list"], { home });
  expect([listed.status, listed.stderr]).toEqual([0, expect.stringContaining(`vextel drop ${cutOff!.id}`)]);
  for (const { id } of [changed!, cutOff!]) {
    for (const command of ["send", "show"]) {
      const { status, stdout, stderr } = await runVextel([command, id], { home });
      expect([status, stdout + stderr]).toEqual([7, expect.stringContaining(`vextel drop ${id}`)]);
    }
  }
  expect(server.connections).toBe(0);
  const all = await runVextel(["send", changed!.id, sound!.id], { home });
  expect([all.status, server.requests.length]).toEqual([7, 1]);
  expect((await runVextel(["drop", changed!.id, cutOff!.id], { home })).status).toBe(0);
  expect(await openOutbox(home).ids()).toEqual([]);
});

test("damaged rate limits or manifests end a command with status 7 and are left as they are", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const sample = sealSample({ subject: { dsn: server.dsn } });
  await keepSamples(home, sample);
  writeFileSync(join(home, "rate-limits.json"), '{"version": 1, "limits"');
  const sent = await runVextel(["send", sample.id], { home });
  expect([sent.status, sent.stdout, server.connections]).toEqual([7, expect.stringContaining("mv "), 0]);
  mkdirSync(join(home, "publishers"));
  writeFileSync(join(home, "publishers/north.json"), "{");
  for (const args of [["preview"], ["capture"], ["enable", "north", "--yes"], ["publisher", "list"], ["status"]]) {
    const run = await runVextel(args, { home, stdin: sampleLog("rain") });
    expectClearRefusal(run, 7);
    expect(run.stderr).toContain("publishers/north.json");
  }
  expect((await runVextel(["disable", "north"], { home })).status).toBe(0); // refusing is always possible
});

test("with several events, each has its own line, and the highest status wins", async () => {
  const home = temporaryFolder();
  const accepting = await startRecordingServer();
  const refusing = await startRecordingServer({ status: 403 });
  const limiting = await startRecordingServer({ status: 429 });
  const samples = [accepting, refusing, limiting].map(({ dsn }, index) =>
    sealSample({ name: `event ${inLetters(index)}`, subject: { dsn } }),
  );
  await keepSamples(home, ...samples);
  const { status, stdout } = await runVextel(["send", ...samples.map(({ id }) => id)], { home });
  expect(status).toBe(6);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2}/)[1]),
  ).toEqual(["sent", "rejected", "limited"]);
});
