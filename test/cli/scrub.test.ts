import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { peakMemory } from "../support/peak-memory.ts";
import { programPath } from "../support/program.ts";
import { environment, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const token = "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007";
const text = `first line\r\nlogin with ${token} from 203.0.113.77\nlast line`;
const clean = "first line\r\nlogin with BOT-TOKEN from IP_V4\nlast line";

test("scrub removes what its rules recognise and leaves every other byte unchanged", async () => {
  const home = temporaryFolder();
  const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0, 0xff, 0xfe, 0x0a])]);
  const { status, bytes: out } = await runVextel(["scrub"], { home, stdin: bytes });
  expect(status).toBe(0);
  expect(out).toEqual(Buffer.concat([Buffer.from(clean), Buffer.from([0, 0xff, 0xfe, 0x0a])]));
});

test("scrub --report counts on stderr and does not change stdout", async () => {
  const { stdout, stderr } = await runVextel(["scrub", "--report"], { home: temporaryFolder(), stdin: text });
  expect(stdout).toBe(clean);
  expect(stderr).toBe("Removed: 1 bot-token, 1 ipv4\n");
});

test("scrub --check writes nothing and exits 1 only if something would be removed", async () => {
  const home = temporaryFolder();
  expect(await runVextel(["scrub", "--check"], { home, stdin: text })).toMatchObject({ status: 1, stdout: "" });
  expect(await runVextel(["scrub", "--check"], { home, stdin: clean })).toMatchObject({ status: 0, stdout: "" });
});

test("scrub --json prints rule, placeholder and place of each finding, never the private text", async () => {
  const { stdout } = await runVextel(["scrub", "--json"], { home: temporaryFolder(), stdin: text });
  expect(JSON.parse(stdout)).toEqual({
    findings: [
      { file: "-", rule: "bot-token", placeholder: "BOT-TOKEN", offset: 23, length: token.length, line: 2 },
      { file: "-", rule: "ipv4", placeholder: "IP_V4", offset: 29 + token.length, length: 12, line: 2 },
    ],
    counts: { "bot-token": 1, ipv4: 1 },
  });
});

test("scrub --diff shows each line that changes, the original masked next to its placeholder", async () => {
  const { stdout } = await runVextel(["scrub", "--diff"], { home: temporaryFolder(), stdin: text });
  expect(stdout).toBe("-:2: login with [-MTM…-]{+BOT-TOKEN+} from [-203…-]{+IP_V4+}\n");
});

test("scrub --diff shows a long line in parts, without secrets", async () => {
  const stdin = `8.8.8.8 ${"a word ".repeat(900)}`.repeat(40);
  const { stdout } = await runVextel(["scrub", "--diff"], { home: temporaryFolder(), stdin });
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toBe("-:1: [-8…-]{+IP_V4+}…");
  expect(lines).toHaveLength(40);
  expect(lines.slice(1).every((line) => line === "-:1: …[-8…-]{+IP_V4+}…")).toBe(true);
});

test("scrub removes secrets given by a variable or a file", async () => {
  const home = temporaryFolder();
  const file = join(home, "secrets");
  writeFileSync(file, "correct horse battery\n\n");
  const { stdout } = await runVextel(["scrub", "--secret-env", "HERON", "--secret-file", file], {
    home,
    env: { HERON: "blue heron 42" },
    stdin: "a blue heron 42, a correct horse battery",
  });
  expect(stdout).toBe("a API-SECRET, a API-SECRET");
});

test("scrub refuses a secret that is too short to be searched for, and does not print it", async () => {
  const home = temporaryFolder();
  const { status, stderr } = await runVextel(["scrub", "--secret-env", "HERON"], { home, env: { HERON: "abcdef" } });
  expect(status).toBe(2);
  expect(stderr).toContain("HERON");
  expect(stderr).not.toContain("abcdef");
});

test("scrub refuses impossible requests with status 2", async () => {
  const home = temporaryFolder();
  for (const args of [["--off", "no-such-rule"], ["--secret-env", "NOT_SET"], ["--ids", "all"], ["--nothing"]]) {
    const { status, stdout, stderr } = await runVextel(["scrub", ...args], { home, stdin: "" });
    expect([status, stdout], args.join(" ")).toEqual([2, ""]);
    expect(stderr).not.toMatch(/^ {4}at /m);
  }
});

test("scrub --rules --json prints the dictionary of the rules", async () => {
  const { stdout } = await runVextel(["scrub", "--rules", "--json"], { home: temporaryFolder() });
  const rules = JSON.parse(stdout) as Record<string, unknown>[];
  expect(rules.map(({ name }) => name)).toContain("bot-token");
  for (const rule of rules)
    expect(Object.keys(rule)).toEqual(["name", "recognises", "becomes", "example", "priority", "on"]);
});

test("scrub writes each line of a slow text before the next one arrives", async () => {
  const home = temporaryFolder();
  const child = spawn(process.execPath, [programPath(), "scrub"], { env: environment({ home }) });
  const lines: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  for (let number = 1; number <= 3; number++) {
    child.stdin.write(`line ${number} from 203.0.113.77\n`);
    for (let look = 0; look < 200 && lines.length < number; look++) await new Promise((go) => setTimeout(go, 50));
    expect(lines.join("")).toContain(`line ${number} from IP_V4\n`);
  }
  child.stdin.end();
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
});

test("scrub says how large the content of a gzip file is if it is much larger than the file", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "zeros.gz"), gzipSync(Buffer.alloc(8_000_000)));
  writeFileSync(join(home, "log.gz"), gzipSync(text.repeat(50)));
  const { bytes, stderr } = await runVextel(["scrub", "zeros.gz", "log.gz"], { home });
  expect(bytes.length).toBe(8_000_000 + clean.length * 50);
  expect(stderr).toBe("zeros.gz: 8 kB of gzip became 8 MB of text\n");
});

const memoryTest = test.skipIf(process.platform !== "linux");
/** 90 are promised; the rest allows for differences of Node between machines. */
const mostMegabytes = 100;
const dense = "8.8.8.8\na@b.example /home/ada1/x\nhttps://u:p4ss@h ";

memoryTest.each([
  ["scrub", []],
  ["scrub --json", ["--json"]],
  ["scrub --diff", ["--diff"]],
] as const)("%s needs no more memory for a long file full of secrets", async (_, options) => {
  const home = temporaryFolder();
  writeFileSync(join(home, "dense.log"), Buffer.alloc(12_000_000, dense));
  const most = await peakMemory(["scrub", ...options, join(home, "dense.log")], home);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(mostMegabytes);
});

memoryTest("scrub needs no more memory for many files full of secrets", async () => {
  const home = temporaryFolder();
  const files = Array.from({ length: 40 }, (_, at) => join(home, `${at}.log`));
  for (const file of files) writeFileSync(file, Buffer.alloc(400_000, dense));
  expect(await peakMemory(["scrub", ...files], home)).toBeLessThan(80); // with memory of its own for each, 87
});

test.each(["RED_TOKEN", "DISCORD_TOKEN", "DISCORD_BOT_TOKEN", "BOT_TOKEN"])(
  "the bot's token is removed without an option if %s contains it, whatever it looks like",
  async (name) => {
    const env = { [name]: "lanterns over the harbour" };
    const { stdout } = await runVextel(["scrub"], {
      home: temporaryFolder(),
      env,
      stdin: "key lanterns over the harbour\n",
    });
    expect(stdout).toBe("key BOT-TOKEN\n");
  },
);
