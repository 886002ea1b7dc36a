import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../src/scrub/rules/index.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { drawTerminal, markPrivate, readColours } from "../support/picture.ts";
import { programPath, repository } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { environment, runJson, runVextel } from "../support/run-vextel.ts";
import { hasTmux, startOnScreen } from "../support/screen.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const path = join(repository, "README.md");
const sampleLog = "test/data/red.log";
const readme = () => readFileSync(path, "utf8");

/** Expects the text between two marks to be `wanted`; with `UPDATE_GOLDEN=1`, writes it. */
function expectPart(name: string, wanted: string): void {
  const part = new RegExp(`(<!-- ${name}:.*-->\n)([^]*?)(<!-- end of ${name} -->)`);
  const isUpdate = process.env.UPDATE_GOLDEN === "1";
  if (isUpdate)
    writeFileSync(
      path,
      readme().replace(part, (_, start, _old, end) => `${start}\n${wanted}\n\n${end}`),
    );
  expect(part.exec(readme())?.[2]?.trim()).toBe(wanted);
}

/** A home with a fixed UUID, so that two runs seal the same bytes. */
function prepareHome(): string {
  const home = temporaryFolder();
  const entry = { uuid: "5f0c3f52-8f5e-4c57-9d0b-3a1b6c2f7e94", answer: "unset", since: null, manual: true };
  const publishers = { default: { ...entry, noticeSentAt: null, notifiedPlugins: [] } };
  writeFileSync(join(home, "consent.json"), JSON.stringify({ version: 1, publishers }), { mode: 0o600 });
  return home;
}

test("README shows preview's output for the sample log", async () => {
  const args = ["preview", "--event", "1", sampleLog];
  const { status, stdout } = await runVextel(args, { home: prepareHome(), cwd: repository });
  expect(status).toBe(0);
  expectPart("preview", `\`\`\`text\n$ vextel ${args.join(" ")}\n${stdout.trimEnd()}\n\`\`\``);
});

test("README's picture is drawn from the output of scrub and preview", async () => {
  const [log, home] = [readFileSync(join(repository, "test/data/crash.log"), "utf8"), prepareHome()];
  const printed = await runVextel(["preview", "crash.log"], {
    ...{ home, cwd: join(repository, "test/data"), env: { FORCE_COLOR: "1" } },
  });
  const lines = readColours(printed.stdout.trimEnd());
  const textOf = (line: (typeof lines)[number]) => line.map(({ text }) => text).join("");
  const from = lines.findIndex((line) => textOf(line).startsWith("| #0"));
  const to = lines.findIndex((line) => textOf(line).startsWith("Removed"));
  const prompt = (command: string, note: string) => [
    { text: `$ ${command}`, mark: "bold" as const },
    { text: `   # ${note}`, mark: "faint" as const },
  ];
  const picture = drawTerminal(
    [
      prompt("cat crash.log", "what the bot wrote"),
      ...markPrivate(log.trimEnd(), createScrubber().text(log).findings),
      [],
      prompt("vextel preview crash.log", "what would be sent"),
      ...lines.slice(from, to + 1),
      lines.at(-1)!,
    ],
    "A crash in a log, and the same crash as vextel would send it: the password, the address, the id and the user's name are gone",
  );
  const path = join(repository, "docs/preview.svg");
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, picture);
  expect(readFileSync(path, "utf8")).toBe(picture);
});

test.skipIf(!hasTmux)("README shows a screen of review as printed", async () => {
  const home = prepareHome();
  await runVextel(["capture", "crash.log"], { home, cwd: join(repository, "test/data") });
  const screen = startOnScreen(["review"], home, { NO_COLOR: "1" }, [110, 20]);
  await screen.see(/\[q\]uit/);
  const rows = screen.rows().map((row) => row.trimEnd());
  screen.press("C-c");
  await screen.end();
  expectPart("review", `\`\`\`text\n${rows.join("\n").trimEnd()}\n\`\`\``);
});

test("README lists every rule of the scrubber", () => {
  const rows = rules.map(
    ({ name, recognises, becomes, on }) =>
      `| \`${name}\` | ${recognises}${on ? "" : " (off by default)"} | ${becomes} |`,
  );
  expectPart("rules", ["| rule | recognises | becomes |", "| --- | --- | --- |", ...rows].join("\n"));
});

/** Private texts of the sample log, which must be in none of its events. */
const secrets = [
  ...["MTE4NzI1MDkzNDgxNjA0NzIzNQ", "Tz9bVnQ4mLr7PdYc2sHfKj8wXeA1uGo5NiRt0E", "1187250934816047235"],
  ...["1201744893017358407", "Qm3xV7tYb1NcRk9wZs5dLf0gHj2uPa8eXo4iTq6vCyBnMl", "tv8RnQe2hK", "Wq7Zs3xN"],
  ...["192.168.17.42", "2a02:8109", "714389205561024570", "714389205561024573", "362880417559183361"],
  ...["486122907340218368", "mirela", "winter-lantern-17"],
];

test("the three events of the sample log contain none of its private texts", async () => {
  const home = temporaryFolder();
  const log = readFileSync(join(repository, sampleLog), "utf8");
  expect(secrets.filter((secret) => !log.includes(secret))).toEqual([]);
  const events = await runJson<{ event: unknown }[]>(["preview", sampleLog], { home, cwd: repository });
  expect(events).toHaveLength(3);
  expect(secrets.filter((secret) => JSON.stringify(events).includes(secret))).toEqual([]);
});

const blocks = (language: string) =>
  [...readme().matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))].map((match) => match[1]!);

test("README's shell blocks run as printed", async () => {
  const home = prepareHome();
  const { dsn, requests } = await startRecordingServer();
  const bin = join(home, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "vextel"), `#!/bin/sh\nexec "${process.execPath}" "${programPath()}" "$@"\n`);
  chmodSync(join(bin, "vextel"), 0o755);
  copyFileSync(join(repository, sampleLog), join(home, "red.log"));
  writeFileSync(join(home, "vextel.json"), blocks("json")[0]!);
  const env = { ...environment({ home }), PATH: `${bin}:${process.env.PATH}`, VEXTEL_DSN: dsn };
  const ids = (await runJson<{ id: string }[]>(["preview", "red.log"], { home })).map(({ id }) => id);
  const own = blocks("sh").filter((block) => !/^npm /.test(block));
  expect(own.length).toBeGreaterThan(1);
  for (const block of own) {
    const script = block.replaceAll("1f2e3d4c", ids[0]!.slice(0, 8)).replaceAll("5a6b7c8d", ids[1]!.slice(0, 8));
    await runShell(script, { cwd: home, env });
  }
  expect(requests).toHaveLength(1);
});

/** Asynchronous, because the test's server must be able to answer. */
function runShell(script: string, options: { cwd: string; env: Record<string, string> }): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile("sh", ["-ec", script], { ...options, timeout: 30_000 }, (error) => (error ? reject(error) : resolve()));
  });
}

test("README's commands for a fresh machine are those that CI runs", () => {
  const ci = readFileSync(join(repository, ".ci/run"), "utf8");
  const fresh = blocks("sh")
    .filter((block) => /^npm /.test(block))
    .flatMap((block) => block.trim().split(" && "));
  expect([...new Set(fresh)].sort()).toEqual(["npm ci", "npm test", `npx vextel preview ${sampleLog}`]);
  for (const command of fresh) expect(ci.split("\n")).toContain(command);
});

test("README's first report runs as printed, and is kept", async () => {
  const home = temporaryFolder();
  const [, block] = /<!-- first report:.*-->\n+```js\n([^`]*)```/.exec(readme())!;
  writeFileSync(join(home, "lamp.mjs"), block!);
  mkdirSync(join(home, "node_modules"));
  symlinkSync(dirname(dirname(programPath())), join(home, "node_modules/vextel"));
  await runShell(`"${process.execPath}" lamp.mjs`, { cwd: home, env: environment({ home }) });
  const [event] = await runJson<{ publisher: string; title: string }[]>(["list"], { home });
  expect(event).toMatchObject({ publisher: "my-plugins", title: expect.stringMatching(/^TypeError: /) });
});
