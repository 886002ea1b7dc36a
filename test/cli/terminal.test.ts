import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeCogRepository } from "../support/cog-repository.ts";
import { runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { hasTmux, startOnScreen } from "../support/screen.ts";
import { readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const esc = "\u001b";
/**
 * Clears the screen, sets the title, asks for an answer, hides the cursor; 8-bit forms; text that reverses direction.
 */
const steering = [
  ...[`${esc}[2J`, `${esc}]0;captured\u0007`, `${esc}[6n`, `${esc}[?25l`, `${esc}P+q544e${esc}\\`],
  ...["\u009b2J", "\u009d0;captured\u009c", "\u202eexe.yti", "\u2066", "\u200b", "\u0007", "\u0008\u0008", "\u007f"],
];
const hostileLog = sampleLog(...steering.map((text, index) => `row ${inLetters(index)} ${text}!`));

/** Control characters, and characters that change the direction of text or hide it. */
const unsafe = /[^\P{Cc}\t\n]|[\p{Bidi_Control}\u200b-\u200d\u2028\u2029\u2060\ufeff]/u;

test("no output for people or programs contains a control character of a log", async () => {
  const home = temporaryFolder();
  const stdin = sampleLog(steering.join(" and "));
  const captured = await runVextel(["capture"], { home, stdin });
  const [id] = captured.stdout.match(/^[0-9a-f]{32}/)!;
  const runs = [
    captured,
    await runVextel(["preview"], { home, stdin }),
    await runVextel(["preview", "--json"], { home, stdin }),
    await runVextel(["list"], { home }),
    await runVextel(["list", "--json"], { home }),
    await runVextel(["send", "--all", "--dry-run", "--dsn", "http://key@127.0.0.1:1/1"], { home }),
  ];
  for (const flags of [[], ["--json"], ["--raw"]]) runs.push(await runVextel(["show", id, ...flags], { home }));
  for (const { stdout, stderr } of runs) expect([unsafe.exec(stdout), unsafe.exec(stderr)]).toEqual([null, null]);
  for (const { stdout } of runs.slice(0, 3)) expect(stdout).toContain("\\u009b2J");
});

test("usage errors are also printed in colour, before the program ends", async () => {
  for (const words of [["scrub", "--bogus"], ["nonsense"], ["status", "--foo"]]) {
    const { status, stderr } = await runVextel(words, { home: temporaryFolder(), env: { FORCE_COLOR: "1" } });
    expect([words, status, stderr]).toEqual([words, 2, expect.stringContaining("unknown")]);
  }
});

test.each([
  ["help nonsense", 2, "vextel has no command nonsense\nSee: vextel --help\n"],
  ["publisher help nonsense", 2, "vextel publisher has no command nonsense\nSee: vextel publisher --help\n"],
  ["help send", 0, ""],
  ["publisher help add", 0, ""],
  ["scrub --secret-file nonsense help", 1, expect.stringContaining("nonsense")],
])("`vextel %s` says if the command is unknown", async (words, wanted, said) => {
  const { status, stderr } = await runVextel(words.split(" "), { home: temporaryFolder() });
  expect([status, stderr]).toEqual([wanted, said]);
});

test("colours requested in a pipe are vextel's own only", async () => {
  const home = temporaryFolder();
  const { stdout } = await runVextel(["preview"], { home, stdin: hostileLog, env: { FORCE_COLOR: "1" } });
  expect(stdout).toContain(`${esc}[1m`);
  expect(unsafe.exec(stdout.replace(new RegExp(`${esc}\\[\\d+m`, "g"), ""))).toBeNull();
  const plain = await runVextel(["preview"], { home, stdin: hostileLog, env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
  expect(unsafe.exec(plain.stdout)).toBeNull();
});

test.skipIf(!hasTmux)("escape sequences of a log are shown on a terminal, never executed", async () => {
  const home = temporaryFolder();
  const file = join(home, "red.log");
  writeFileSync(file, hostileLog);
  await runVextel(["capture", file], { home });
  for (const args of [["preview", "--no-pager", file], ["list"], ["capture", file]]) {
    const screen = startOnScreen(args, home);
    expect(await screen.end()).toBe(0);
    const seen = screen.read();
    for (const [index] of steering.entries()) expect(seen).toContain(`row ${inLetters(index)} `);
    expect(seen).toContain("\\u009b2J");
    expect(screen.title()).not.toContain("captured");
  }
});

test.skipIf(!hasTmux)("a terminal gets colours unless the environment disables them", async () => {
  const home = temporaryFolder();
  for (const [env, coloured] of [
    [{}, true],
    [{ NO_COLOR: "1" }, false],
    [{ FORCE_COLOR: "0" }, false],
  ] as const) {
    const screen = startOnScreen(["status"], home, env);
    expect(await screen.end()).toBe(0);
    expect(screen.read(true).includes(esc), JSON.stringify(env)).toBe(coloured);
  }
});

test.skipIf(!hasTmux)("reset asks, and only `yes` resets", async () => {
  const home = temporaryFolder();
  const sample = sealSample();
  await runVextel(["enable", "--yes"], { home });
  await keepSamples(home, sample);
  const before = readConsent(home);

  const no = startOnScreen(["reset"], home);
  await no.see(/Delete all events.*\(y\/N\)/);
  no.press("Enter");
  expect(await no.end()).toBe(0);
  expect(no.read()).toContain("Nothing was changed.");

  for (const key of ["C-c", "C-d"]) {
    const interrupted = startOnScreen(["reset"], home);
    await interrupted.see(/\(y\/N\)/);
    interrupted.press(key);
    expect(await interrupted.end(), key).toBe(130);
    expect([readConsent(home), await openOutbox(home).ids()]).toEqual([before, [sample.id]]);
  }

  const yes = startOnScreen(["reset"], home);
  await yes.see(/\(y\/N\)/);
  yes.press("y", "Enter");
  expect(await yes.end()).toBe(0);
  const after = readConsent(home).get("default")!;
  expect(after.answer).toBe("unset");
  expect(after.uuid).not.toBe(before.get("default")!.uuid);
  expect(await openOutbox(home).ids(true)).toEqual([]);
});

test.skipIf(!hasTmux)(
  "Ctrl-D closes a question that has choices or wants a text, unless it deletes a letter",
  async () => {
    const home = temporaryFolder();
    const manifest = join(home, "vextel.json");
    const lamp = { version: "1.0.0", dsn: "http://public@127.0.0.1:9/42", paths: ["lamp"] };
    writeFileSync(manifest, JSON.stringify({ publisher: "moth", plugins: { lamp } }));
    await runVextel(["publisher", "add", manifest], { home });

    const choices = startOnScreen(["enable", "moth"], home);
    await choices.see(/May this be sent automatically/);
    choices.press("Down", "C-d");
    expect(await choices.end()).toBe(130);
    expect(choices.read()).toContain("nothing was changed");

    const text = startOnScreen(["publisher", "init", "--dry-run", makeCogRepository()], home);
    await text.see(/Your name as a publisher/);
    text.press("moths", "Left", "C-d", "Enter");
    await text.see(/DSN of the Sentry project/);
    text.press("C-d");
    expect(await text.end()).toBe(130);
    expect(text.read()).toMatch(/publisher.* moth\n/);
  },
);

/** The process of a command with this home. */
const processOf = (home: string, command: string): number =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const [args, env] = ["cmdline", "environ"].map((file) => readFileSync(`/proc/${pid}/${file}`, "utf8"));
        return args!.includes("vextel.js") && args!.includes(`\0${command}\0`) && env!.includes(home);
      } catch {
        return false; // it has ended
      }
    })!;

test.skipIf(!hasTmux || !existsSync("/proc/self/environ"))(
  "a question can be answered after Ctrl-Z and fg",
  async () => {
    const home = temporaryFolder();
    await runVextel(["status"], { home });
    const screen = startOnScreen(["reset"], home);
    await screen.see(/Delete all events/);
    const pid = processOf(home, "reset");
    const modes = () => execFileSync("stty", ["-F", `/proc/${pid}/fd/0`, "-a"], { encoding: "utf8" });
    screen.press("C-z");
    await expect.poll(modes, { timeout: 20_000 }).toMatch(/(?<!-)icanon/); // it has given the terminal back
    screen.paste("pasted");
    expect(await screen.see(/pasted/)).not.toContain("200~"); // the shell has not asked for marks
    screen.press("C-u");
    process.kill(pid, "SIGCONT"); // the shell's fg
    await expect.poll(modes, { timeout: 20_000 }).toMatch(/-icanon/);
    await screen.see(/Delete all events[\s\S]*Delete all events/); // below what the shell wrote
    screen.paste("n\n");
    screen.press("y", "Enter");
    expect(await screen.end()).toBe(0);
    expect(screen.read()).toMatch(/Deleted|deleted/);
  },
);

test.skipIf(!hasTmux)("drop --all asks, and only `yes` drops", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: sampleLog("rain", "snow") });
  const screen = startOnScreen(["drop", "--all"], home);
  await screen.see(/Drop 2 pending events/);
  screen.press("Enter");
  expect(await screen.end()).toBe(0);
  expect((await runVextel(["list"], { home })).stdout.trim().split("\n")).toHaveLength(2);
});

test.skipIf(!hasTmux)("enable asks for the publisher if there are several", async () => {
  const home = temporaryFolder();
  for (const publisher of ["north", "south"]) {
    const file = join(home, `${publisher}.json`);
    const plugins = { weather: { version: "1.0.0", dsn: "https://key@sentry.example/1", loggers: [publisher] } };
    writeFileSync(file, JSON.stringify({ publisher, plugins }));
    await runVextel(["publisher", "add", file], { home });
  }
  const screen = startOnScreen(["enable"], home);
  await screen.see(/Which publisher[\s\S]*north[\s\S]*south/);
  screen.press("Down", "Enter");
  await screen.see(/May this be sent automatically/);
  screen.press("y", "Enter");
  expect(await screen.end()).toBe(0);
  expect(screen.read()).toMatch(/south: enabled/);
  expect(readConsent(home).get("south")?.answer).toBe("enabled");
  expect(readConsent(home).get("north")?.answer ?? "unset").toBe("unset");

  const closed = startOnScreen(["disable"], home);
  await closed.see(/Which publisher/);
  closed.press("C-c");
  expect(await closed.end()).toBe(130);
  expect(readConsent(home).get("south")?.answer).toBe("enabled");
});

test.skipIf(!hasTmux)("Ctrl-C ends a waiting command with status 130 and a clear line", async () => {
  const home = temporaryFolder();
  await runVextel(["status"], { home });
  const states = {
    capture: "Interrupted. Events that were kept stay kept: vextel list.",
    preview: "Interrupted. Nothing was kept or sent.",
    scrub: "Interrupted.\n",
    "whois 0915": "Interrupted.\n",
  };
  for (const [command, state] of Object.entries(states)) {
    const screen = startOnScreen(command.split(" "), home);
    await screen.see(/Ctrl-D ends the text/);
    screen.press("C-c");
    expect([command, await screen.end()]).toEqual([command, 130]);
    expect(screen.read()).toContain(state);
    expect(screen.read()).not.toMatch(/^ {4}at /m);
  }
});

test.skipIf(!hasTmux)("no part of a message is at the edge of a terminal, however it is padded", async () => {
  const home = temporaryFolder();
  const file = join(home, "red.log");
  writeFileSync(file, sampleLog(`a${" ".repeat(90)}Removed: forged${" ".repeat(70)}POST forged`));
  const { stdout } = await runVextel(["capture", file, "--json"], { home });
  const [{ id }] = JSON.parse(stdout);
  for (const args of [
    ["preview", "--no-pager", file],
    ["show", id],
  ]) {
    const screen = startOnScreen(args, home, {}, [80, 60]);
    expect(await screen.end()).toBe(0);
    const rows = screen.rows().filter((row) => row.includes("forged"));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatch(/^\| /);
  }
});
