import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programPath } from "../support/program.ts";
import { environment, runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const isInstalled = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

/** Runs a script in a shell that finds `vextel`, without the user's own settings. */
function runShell(shell: string, script: string, home: string): string {
  const bin = join(home, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "vextel"), `#!/bin/sh\nexec "${process.execPath}" "${programPath()}" "$@"\n`);
  chmodSync(join(bin, "vextel"), 0o755);
  const env = { ...environment({ home }), PATH: `${bin}:${process.env.PATH}`, XDG_CONFIG_HOME: home };
  const flags = { bash: ["--norc"], zsh: ["-f"], fish: ["--no-config"] }[shell]!;
  return execFileSync(shell, [...flags, "-c", script], { cwd: home, env, encoding: "utf8" });
}

/** Each runs vextel's script in a real shell, and returns the completions that it offers after `words`. */
const ask: Record<string, (words: readonly string[], home: string) => string[]> = {
  bash: (words, home) => {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const script = `eval "$(vextel completion bash)"; COMP_WORDS=(vextel ${quoted}); COMP_CWORD=${words.length}
      _vextel; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return toWords(runShell("bash", script, home));
  },
  zsh: (words, home) => {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const script = `compdef() { : }; eval "$(vextel completion zsh)"; _describe() { print -rl -- "\${(@P)2}" }
      _arguments() { : }; words=(vextel ${quoted}); CURRENT=${words.length + 1}; _vextel`;
    return toWords(runShell("zsh", script, home)).map((line) => line.replace(/:.*/, ""));
  },
  fish: (words, home) => {
    const script = `vextel completion fish | source; complete --do-complete "vextel ${words.join(" ")}"`;
    return toWords(runShell("fish", script, home)).map((line) => line.replace(/\t.*/, ""));
  },
};

const toWords = (text: string) => text.split("\n").filter(Boolean).sort();

for (const [shell, offered] of Object.entries(ask)) {
  const testIn = test.skipIf(!isInstalled(shell));

  testIn(`${shell} completes commands, options and the values of options`, () => {
    const home = temporaryFolder();
    expect(offered(["pr"], home)).toEqual(["preview"]);
    expect(offered(["publisher", "re"], home)).toEqual(["remove"]);
    expect(offered(["send", "--d"], home)).toEqual(["--dry-run", "--dsn"]);
    expect(offered(["list", "--state", "wai"], home)).toEqual(["waiting"]);
    expect(offered(["scrub", "--on", "jw"], home)).toEqual(["jwt"]);
    expect(offered(["policy", "rule", "jw"], home)).toEqual(["jwt"]);
  });

  testIn(`${shell} completes the ids of pending events, and the names of publishers`, async () => {
    const home = temporaryFolder();
    const samples = ["rain", "snow", "fog"].map((name) => sealSample({ name }));
    await keepSamples(home, ...samples);
    const ids = samples.map(({ id }) => id.slice(0, 12)).sort();
    expect(offered(["show", ""], home)).toEqual(ids);
    for (const command of ["send", "drop", "edit"])
      expect(offered([command, ids[1]!.slice(0, 6)], home)).toEqual([ids[1]]);
    expect(offered(["enable", "def"], home)).toEqual(["default"]);
  });
}

test.skipIf(!isInstalled("bash"))("relay dsn is completed with publishers and their plugins", async () => {
  const home = temporaryFolder();
  const plugin = { version: "1.0.0", dsn: "https://key@o1.ingest.sentry.io/1", paths: ["cogs/lamps"] };
  writeFileSync(join(home, "vextel.json"), JSON.stringify({ publisher: "moth", plugins: { lamps: plugin } }));
  await runVextel(["publisher", "add", join(home, "vextel.json")], { home });
  expect(ask.bash!(["relay", "dsn", "mo"], home)).toEqual(["moth/lamps"]);
});

test("the script for PowerShell doubles every quote that PowerShell knows", async () => {
  const { stdout } = await runVextel(["completion", "powershell"], { home: temporaryFolder() });
  expect(stdout).toMatch(/^# powershell completion for vextel/i);
  expect(stdout).toContain(String.raw`"'" + ($_ -replace "['\u2018-\u201B]", '$0$0') + "'"`);
  expect(stdout).not.toContain(`"''"`);
});

test.skipIf(!isInstalled("bash"))("bash runs nothing of the line that it completes", () => {
  const home = temporaryFolder();
  runShell(
    "bash",
    `eval "$(vextel completion bash)"; COMP_WORDS=(vextel preview '$(touch ran)' '; touch ran' ''); COMP_CWORD=4; _vextel`,
    home,
  );
  expect(existsSync(join(home, "ran"))).toBe(false);
});

test("file names are left to the shell where a file is expected, and offered nowhere else", async () => {
  const home = temporaryFolder();
  const answer = async (...words: string[]) => (await runVextel(["complete", "--", ...words], { home })).stdout;
  expect(await answer("preview", "")).toBe(":0\n");
  expect(await answer("scrub", "--secret-file", "")).toBe(":0\n");
  expect(await answer("send", "")).toBe(":4\n");
});

test("commands are completed even if the state cannot be trusted", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "consent.json"), "{");
  const { status, stdout, stderr } = await runVextel(["complete", "--", "publisher", "ad"], { home });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^add\t/);
});
