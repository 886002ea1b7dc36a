import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { botSecrets, writeRedInstallation } from "../support/red-installation.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { hasTmux, type Screen, startOnScreen } from "../support/screen.ts";
import { readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A home with bots, in which systemd seems to run for the user. */
function redHome(instances: readonly string[] = ["tavern"]) {
  const home = temporaryFolder();
  const [logs] = writeRedInstallation(home, { instances });
  mkdirSync(join(home, "run/systemd"), { recursive: true });
  const env = { VEXTEL_HOME: join(home, "own"), XDG_RUNTIME_DIR: join(home, "run") };
  const unit = join(home, ".config/systemd/user/vextel-watch-tavern.service");
  const pending = () => runJson<{ id: string }[]>(["list"], { home, env });
  return { home, env, unit, logs: logs!, pending };
}

function register(home: string, env: Record<string, string>, publisher = "larder") {
  const file = join(home, `${publisher}.json`);
  const plugins = {
    forecast: {
      version: "2.5.6",
      dsn: "https://key@sentry.example/7",
      paths: [`cogs/forecast-of-${publisher}`, "CogManager/cogs/forecast"],
    },
  };
  writeFileSync(file, JSON.stringify({ publisher, privacy: "https://larder.example/privacy", plugins }));
  return runVextel(["publisher", "add", file, "--yes"], { home, env });
}

test("without a terminal setup shows an error of the bot and the choices, and changes nothing", async () => {
  const { home, env, unit, pending } = redHome();
  const { stdout, stderr, status } = await runVextel(["setup"], { home, env });
  expect(status).toBe(0);
  expect(stdout).toContain("tavern (Red-DiscordBot): 3 cogs, 4 logs");
  expect(stdout).toMatch(/OSError: cannot reach .*API-SECRET/);
  expect(stdout).toContain("vextel preview --bot tavern --event 3");
  expect(stderr).toContain("nothing was changed");
  expect(stderr).toMatch(/--send by-hand \| automatically \| nothing\n\s+--service user \| system \| none/);
  for (const secret of Object.values(botSecrets)) expect(stdout + stderr).not.toContain(secret);
  expect(await pending()).toEqual([]);
  expect(existsSync(unit)).toBe(false);
});

test("the number that setup gives an event is its number in preview", async () => {
  const { home, env } = redHome();
  const { stdout } = await runVextel(["setup"], { home, env });
  const number = /--event (\d+)/.exec(stdout)![1]!;
  const shown = await runVextel(["preview", "--bot", "tavern", "--event", number], { home, env });
  expect(shown.stdout).toContain("OSError: cannot reach");
});

test("with all answers but without --yes, setup says what it would do, and changes nothing", async () => {
  const { home, env, unit, pending } = redHome();
  const args = ["setup", "--send", "by-hand", "--service", "user"];
  const { stdout, stderr } = await runVextel(args, { home, env });
  expect(stdout).toMatch(
    /This will\n {2}- keep 4 events on this machine, and send none\n {2}- write the unit vextel-watch-tavern.service/,
  );
  expect(stderr).toContain("Nothing was changed. To do it, add --yes");
  expect(await pending()).toEqual([]);
  expect(existsSync(unit)).toBe(false);
});

test("--yes without all answers is wrong usage and lists the questions, and changes nothing", async () => {
  const { home, env, unit, pending } = redHome();
  const { stderr, status } = await runVextel(["setup", "--yes", "--send", "by-hand"], { home, env });
  expect(status).toBe(2);
  expect(stderr).toContain("--service user | system | none");
  expect(await pending()).toEqual([]);
  expect(existsSync(unit)).toBe(false);
});

test("setup keeps the errors, writes a unit that systemd accepts, and can be run again without harm", async () => {
  const { home, env, unit, pending } = redHome();
  const args = ["setup", "--send", "by-hand", "--service", "user", "--yes"];
  const { stdout, status } = await runVextel(args, { home, env });
  expect(status).toBe(0);
  expect(await pending()).toHaveLength(4);
  const text = readFileSync(unit, "utf8");
  expect(text).toMatch(/^ExecStart="\S+node" "\S+vextel\.js" "watch" "--bot" "tavern"$/m);
  expect(text).toContain(`Environment="VEXTEL_HOME=${env.VEXTEL_HOME}"`);
  expect(stdout).toContain("systemctl --user enable --now vextel-watch-tavern.service");
  expect(stdout).toContain(`rm ${unit}`);
  for (const secret of Object.values(botSecrets)) expect(stdout + text).not.toContain(secret);
  const again = await runVextel(args, { home, env });
  expect(again.stdout).toContain("leave the unit vextel-watch-tavern.service as it is");
  expect(await pending()).toHaveLength(4);
  expect(readFileSync(unit, "utf8")).toBe(text);
});

test("a system unit is printed, and the system is not changed", async () => {
  const { home, env, unit } = redHome();
  const { stdout, status } = await runVextel(["setup", "--send", "by-hand", "--service", "system", "--yes"], {
    home,
    env,
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\[Service\]\nUser=\w+$/m);
  expect(stdout).toContain("/etc/systemd/system/vextel-watch-tavern.service");
  expect(existsSync(unit)).toBe(false);
});

test("`--send nothing` changes nothing", async () => {
  const { home, env, unit, pending } = redHome();
  const { stdout } = await runVextel(["setup", "--send", "nothing", "--yes"], { home, env });
  expect(stdout).toContain("Nothing was changed.");
  expect(await pending()).toEqual([]);
  expect(existsSync(unit)).toBe(false);
});

test("`automatically` needs a publisher, shows what the consent covers, and covers errors only", async () => {
  const { home, env } = redHome();
  const args = ["setup", "--send", "automatically", "--service", "none", "--yes"];
  const without = await runVextel(args, { home, env });
  expect([without.status, without.stderr]).toEqual([3, expect.stringContaining("No publisher is registered")]);
  await register(home, env);
  const { stdout, status } = await runVextel(args, { home, env });
  expect(status).toBe(0);
  expect(stdout).toContain("sentry.example");
  expect(stdout).toContain("https://larder.example/privacy");
  expect(stdout).toContain("vextel disable larder");
  const answer = readConsent(env.VEXTEL_HOME).get("larder")!;
  expect([answer.answer, answer.kinds.map(({ kind }) => kind)]).toEqual(["enabled", ["errors"]]);
  await register(home, env, "other");
  const which = await runVextel(args, { home, env });
  expect([which.status, which.stderr]).toEqual([2, expect.stringContaining("--publisher")]);
});

test("several bots are listed with the option that chooses one", async () => {
  const { home, env } = redHome(["tavern", "inn"]);
  const { stdout, stderr, status } = await runVextel(["setup"], { home, env });
  expect(status).toBe(0);
  expect(stdout).toMatch(/2 bots were found[\s\S]*inn[\s\S]*tavern/);
  expect(stderr).toContain("--bot <name>");
  const chosen = await runVextel(["setup", "--bot", "Inn"], { home, env });
  expect(chosen.stdout).toContain("inn (Red-DiscordBot)");
  const unknown = await runVextel(["setup", "--bot", "pub"], { home, env });
  expect([unknown.status, unknown.stderr]).toEqual([3, expect.stringContaining("Known: inn, tavern")]);
});

test("on a machine without a bot, setup says where it searched and how to name a log", async () => {
  const home = temporaryFolder();
  const { stderr, status } = await runVextel(["setup"], { home });
  expect(status).toBe(3);
  expect(stderr).toContain("Red-DiscordBot/config.json");
  expect(stderr).toContain("vextel setup --log <file or folder>");
  const log = join(home, "bot.log");
  writeFileSync(log, "all is well\n");
  const named = await runVextel(["setup", "--log", log], { home });
  expect([named.status, named.stdout]).toEqual([0, expect.stringContaining("They contain no errors")]);
});

test("for a bot without logs, setup says to start it first", async () => {
  const { home, env, logs } = redHome();
  rmSync(logs, { recursive: true });
  const { stdout, status } = await runVextel(["setup"], { home, env });
  expect(status).toBe(0);
  expect(stdout).toContain(`There are no logs in ${logs}.`);
  expect(stdout).toContain("Start the bot once");
});

test("unreadable logs of another account are listed with the next step", async (context) => {
  if (process.getuid?.() !== 0) context.skip("only root can run it as another user");
  const { home, env, logs } = redHome();
  chmodSync(home, 0o755);
  chmodSync(logs, 0o700);
  const { stdout } = await runVextel(["setup"], { home, uid: 65_534, env: { ...env, VEXTEL_HOME: "/tmp/nowhere" } });
  expect(stdout).toContain(`${logs}: its permissions do not allow you to read it`);
  expect(stdout).toContain("Run it as the account that runs the bot.");
});

const hasVerify = spawnSync("systemd-analyze", ["--version"]).status === 0;

test.skipIf(!hasVerify)("systemd-analyze accepts both units, whatever the names", async () => {
  const odd = 'we"ird $HOME 100% \\ name';
  const home = join(temporaryFolder(), odd);
  mkdirSync(home);
  writeFileSync(join(home, "bot.log"), "");
  const env = { VEXTEL_HOME: join(home, "own"), XDG_CONFIG_HOME: join(home, "conf") };
  const args = ["setup", "--log", join(home, "bot.log"), "--send", "by-hand", "--yes", "--service"];
  await runVextel([...args, "user"], { home, env });
  const { stdout } = await runVextel([...args, "system"], { home, env });
  const folder = temporaryFolder();
  const system = join(folder, "vextel-watch-bot.log.service");
  writeFileSync(system, stdout.slice(stdout.indexOf("[Unit]"), stdout.indexOf("target\n\n") + 7));
  const verify = (...words: string[]) =>
    spawnSync("systemd-analyze", ["verify", "--man=no", ...words], {
      encoding: "utf8",
      env: { ...process.env, XDG_RUNTIME_DIR: folder },
    });
  expect(verify(system).stderr).toBe("");
  const user = join(home, "conf/systemd/user/vextel-watch-bot.log.service");
  writeFileSync(join(folder, "user.service"), readFileSync(user));
  expect(verify("--user", join(folder, "user.service")).stderr).toBe("");
  expect(readFileSync(user, "utf8")).toContain('we\\"ird $$HOME 100%% \\\\ name/bot.log"');
});

/** Expects no line of the screen to be wrapped. */
function expectNoWrap(screen: Screen, columns: number): void {
  for (const line of screen.readJoined().split("\n")) expect(line.length, line).toBeLessThanOrEqual(columns);
}

for (const [columns, rows] of [
  [120, 40],
  [80, 24],
  [60, 15],
] as const)
  test.skipIf(!hasTmux)(
    `on a terminal of ${columns}×${rows} setup takes three keys, and no question wraps`,
    async () => {
      const { home, env, unit, pending } = redHome();
      const screen = startOnScreen(["setup"], home, env, [columns, rows]);
      await screen.see(/What should be done[\s\S]*navigate/);
      expectNoWrap(screen, columns);
      screen.press("Enter");
      await screen.see(/as a service\?\n❯/);
      expectNoWrap(screen, columns);
      screen.press("Enter");
      await screen.see(/Keep 4 events and write the unit\? \(Y\/n\)/);
      expectNoWrap(screen, columns);
      expect([await pending(), existsSync(unit)]).toEqual([[], false]);
      screen.press("Enter");
      expect(await screen.end()).toBe(0);
      expect(screen.read()).toContain("tavern: set up");
      expect([(await pending()).length, existsSync(unit)]).toEqual([4, true]);
    },
  );

for (const [name, own] of [
  ["that is dumb", { TERM: "dumb" }],
  ["without UTF-8", { LANG: "C", LC_ALL: "C" }],
  ["without colours", { NO_COLOR: "1" }],
] as const)
  test.skipIf(!hasTmux)(`on a terminal ${name} setup asks the same questions and takes the same keys`, async () => {
    const { home, env, unit, pending } = redHome();
    const screen = startOnScreen(["setup"], home, { ...env, ...own }, [80, 24]);
    for (const question of [/What should be done/, /as a service\?/, /write the unit\? \(Y\/n\)/]) {
      await screen.see(question);
      screen.press("Enter");
    }
    expect(await screen.end()).toBe(0);
    expect(screen.read()).toContain("tavern: set up");
    expect([(await pending()).length, existsSync(unit)]).toEqual([4, true]);
  });

test.skipIf(!hasTmux)("Enter alone never sets up that errors are sent automatically", async () => {
  const { home, env, unit } = redHome();
  await register(home, env);
  const screen = startOnScreen(["setup"], home, env, [80, 24]);
  await screen.see(/What should be done[\s\S]*navigate/);
  screen.press("Down", "Enter");
  await screen.see(/as a service\?\n❯/);
  screen.press("Enter");
  await screen.see(/Send errors of larder automatically and write the unit\? \(y\/N\)/);
  screen.press("Enter");
  expect(await screen.end()).toBe(0);
  expect(screen.read()).toContain("Nothing was changed.");
  expect([existsSync(unit), readConsent(env.VEXTEL_HOME).get("larder")?.answer ?? "unset"]).toEqual([false, "unset"]);
});

test.skipIf(!hasTmux)("Ctrl-C at each question changes nothing", async () => {
  const questions = [
    /Which bot\?[\s\S]*navigate/,
    /What should be done[\s\S]*navigate/,
    /as a service\?\n❯/,
    /write the unit\?/,
  ];
  for (const at of questions.keys()) {
    const { home, env, unit, pending } = redHome(["inn", "tavern"]);
    const screen = startOnScreen(["setup"], home, env, [80, 24]);
    for (const question of questions.slice(0, at)) {
      await screen.see(question);
      screen.press("Enter");
    }
    await screen.see(questions[at]!);
    screen.press("C-c");
    expect(await screen.end()).toBe(130);
    expect(screen.read()).toContain("nothing was changed");
    expect([await pending(), existsSync(unit)]).toEqual([[], false]);
    expect([...readConsent(env.VEXTEL_HOME).values()].every(({ answer }) => answer === "unset")).toBe(true);
  }
});

test.skipIf(!hasTmux)("choices that are not possible say why", async () => {
  const { home, env } = redHome();
  const screen = startOnScreen(["setup"], home, { ...env, XDG_RUNTIME_DIR: "/nonexistent" }, [80, 24]);
  expect(await screen.see(/What should be done[\s\S]*navigate/)).toContain("(no manifest is registered)");
  screen.press("Enter");
  const asked = await screen.see(/as a service\?[\s\S]*navigate/);
  expect(asked).toMatch(/this account \((?:systemd does not run|this account has no)/);
  expect(asked).toMatch(/❯ Print a systemd unit/); // the cursor is on the first possible choice
  screen.press("C-c");
  await screen.end();
});
