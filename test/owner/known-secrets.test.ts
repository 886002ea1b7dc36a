import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { chooseBot, secretsBehind } from "../../src/owner/find.ts";
import { createMemoryOutside } from "../../src/world/memory.ts";
import { outsideFiles } from "../../src/world/outside/outside-files.ts";
import { botSecrets, writeRedInstallation } from "../support/red-installation.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { redFiles, token } from "./red-home.ts";

/** A secret in a cog's settings whose form matches no rule. */
const { lavalink } = botSecrets;

function redHome(instances: readonly string[] = ["tavern"]) {
  const home = temporaryFolder();
  const logs = writeRedInstallation(home, { instances });
  const data = join(logs[0]!, "../..");
  const audio = join(data, "cogs/Audio/settings.json");
  return { home, logs: logs[0]!, data, audio, env: { VEXTEL_HOME: join(home, "own") } };
}

/** Secrets that are known only from the bot's settings. */
const private_ = `${botSecrets.weather}, ${botSecrets.database} and ${lavalink}\n`;
const scrubbed = "API-SECRET, API-SECRET and API-SECRET\n";

test("a log in a bot's folder is scrubbed with the bot's secrets, as with --bot, and stderr says so", async () => {
  const { home, logs, env } = redHome();
  const log = join(logs, "latest-part4.log");
  writeFileSync(log, private_);
  for (const words of [[log], ["--bot", "tavern", log]]) {
    const { stdout, stderr } = await runVextel(["scrub", ...words], { home, env });
    expect([stdout, stderr]).toEqual([scrubbed, "6 secrets of tavern will be removed.\n"]);
  }
  rmSync(log);
  const events = async (...words: string[]) =>
    (await runJson<{ id: string; sha256: string }[]>(["preview", ...words], { home, env })).map(({ id, sha256 }) => [
      id,
      sha256,
    ]);
  const named = await events("--bot", "tavern");
  expect(await events(logs)).toEqual(named);
  expect(named.length).toBeGreaterThan(3);
  const captured = await runVextel(["capture", logs], { home, env });
  expect(captured.stderr).toContain("6 secrets of tavern will be removed.");
});

test("other files and standard input are scrubbed with the secrets of all bots of the account", async () => {
  const { home, env } = redHome(["inn", "tavern"]);
  writeFileSync(join(home, "paste.txt"), private_);
  for (const [words, stdin] of [
    [["scrub", join(home, "paste.txt")], ""],
    [["scrub"], private_],
  ] as const) {
    const { stdout, stderr } = await runVextel(words, { home, env, stdin });
    expect([stdout, stderr]).toEqual([
      scrubbed,
      expect.stringMatching(/^\d+ secrets of inn, tavern will be removed\.\n$/),
    ]);
  }
});

test("on a machine without a bot, secrets are not mentioned", async () => {
  const { stdout, stderr } = await runVextel(["scrub"], { home: temporaryFolder(), stdin: private_ });
  expect([stdout, stderr]).toEqual([private_, ""]);
});

test("a comment to the author is scrubbed with the secrets of the account's bots", async () => {
  const { home, logs, env } = redHome();
  await runVextel(["capture", logs], { home, env });
  const [event] = await runJson<{ id: string }[]>(["list"], { home, env });
  const edited = await runVextel(["edit", event!.id, "--comment", `the key is ${botSecrets.weather}`], { home, env });
  expect(edited.stdout).toContain("removed from the comment: literal");
  expect((await runVextel(["show", event!.id, "--raw"], { home, env })).stdout).not.toContain(botSecrets.weather);
});

test("the logs of another account's bot are scrubbed with its secrets", async () => {
  const { logs } = redHome();
  const other = temporaryFolder();
  const log = join(logs, "latest-part4.log");
  writeFileSync(log, `${botSecrets.weather} and ${lavalink}\n`);
  const { stdout, stderr } = await runVextel(["scrub", log], { home: other });
  expect([stdout, stderr]).toEqual(["API-SECRET and API-SECRET\n", "5 secrets of tavern will be removed.\n"]);
});

test("settings that cannot be read are reported when the bot's own log is read", async (context) => {
  if (process.getuid?.() !== 0) context.skip("only root can run it as another user");
  const { home, logs, audio } = redHome();
  chmodSync(home, 0o755);
  chmodSync(audio, 0o600);
  const { stderr } = await runVextel(["scrub", "--check", join(logs, "latest-part3.log")], {
    home,
    uid: 65_534,
    env: { VEXTEL_HOME: "/tmp/nowhere" },
  });
  expect(stderr).toContain(`Not read for secrets: ${audio}: its permissions do not allow you to read it`);
});

const place = { platform: "linux", env: {}, home: "/home/keeper" } as const;

/** A bot in memory whose files a test may change. */
function openMemoryBot(more: Record<string, string> = {}) {
  const files = new Map<string, Uint8Array>();
  const write = (path: string, text: string) => files.set(`/home/keeper/${path}`, Buffer.from(text));
  for (const [path, text] of Object.entries({ ...redFiles("/home/keeper/data"), ...more })) write(path, text);
  return { files, write };
}

test("settings are read again when they change, and unchanged secrets are the same object", () => {
  const { files, write } = openMemoryBot();
  const { secrets } = chooseBot("tavern", place, createMemoryOutside(files));
  const first = secrets.current();
  expect(secrets.current()).toBe(first);
  const audio = (password: string, volume: number) =>
    write("data/cogs/Audio/settings.json", JSON.stringify({ "27": { GLOBAL: { password, volume } } }));
  audio("lantern under ice", 50);
  const second = secrets.current();
  expect(second.secrets).toEqual([...first.secrets, "lantern under ice"]);
  audio("lantern under ice", 80);
  expect(secrets.current()).toBe(second);
  audio("lantern over water", 80);
  expect(secrets.current().secrets).toEqual([...first.secrets, "lantern over water"]);
  files.delete("/home/keeper/data/cogs/Audio/settings.json");
  expect(secrets.current().secrets).toEqual(first.secrets);
});

test("damaged settings are reported, and what was read of them before stays known", () => {
  const { files, write } = openMemoryBot();
  const core = "data/core/settings.json";
  const { secrets } = chooseBot("tavern", place, createMemoryOutside(files));
  const first = secrets.current();
  expect([first.tokens, secrets.problems]).toEqual([[token], []]);
  write(core, `{"0": {"GLOBAL": {"token": "${token}`);
  for (let look = 0; look < 2; look++) {
    expect(secrets.current().tokens).toEqual([token]);
    expect(secrets.problems).toEqual([`/home/keeper/${core}: it is not JSON`]);
  }
  const fresh = chooseBot("tavern", place, createMemoryOutside(files)).secrets;
  expect([fresh.current().tokens, fresh.problems.length]).toEqual([[], 1]);
  write(core, `\ufeff${JSON.stringify({ "0": { GLOBAL: { token: `${token}x` } } })}`);
  expect([secrets.current().tokens, secrets.problems]).toEqual([[`${token}x`], []]);
});

test("damaged settings, and a damaged list of bots, are reported before anything is scrubbed", async () => {
  const { home, logs, data, env } = redHome();
  const [core, list] = [join(data, "core/settings.json"), join(home, ".config/Red-DiscordBot/config.json")];
  writeFileSync(core, "{");
  for (const words of [["--bot", "tavern"], [logs]]) {
    const { stderr } = await runVextel(["scrub", "--check", ...words], { home, env });
    expect(stderr).toContain(`Not read for secrets: ${core}: it is not JSON\n`);
  }
  writeFileSync(list, "{");
  const { stderr } = await runVextel(["preview"], { home, env });
  expect(stderr).toContain(`Not read for secrets: ${list}: it is not JSON\n`);
});

test("a token that is replaced by one of the same length and with the same file time is noticed", () => {
  const home = temporaryFolder();
  const [token, next] = ["o".repeat(24), "n".repeat(24)];
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
    utimesSync(join(home, path), 1_700_000_000, 1_700_000_000);
  };
  for (const [path, text] of Object.entries(redFiles(join(home, "data")))) write(path, text);
  const core = (value: string) =>
    write("data/core/settings.json", JSON.stringify({ "0": { GLOBAL: { token: value } } }));
  core(token);
  const { secrets } = chooseBot("tavern", { platform: "linux", env: {}, home }, outsideFiles);
  expect(secrets.current().tokens).toEqual([token]);
  core(next);
  expect(secrets.current().tokens).toEqual([next]);
});

test("if settings are in a database, the message says which option to use instead", () => {
  const { files } = openMemoryBot({
    ".config/Red-DiscordBot/config.json": JSON.stringify({
      tavern: {
        DATA_PATH: "/home/keeper/data",
        STORAGE_TYPE: "POSTGRES",
        STORAGE_DETAILS: { password: "long enough" },
      },
    }),
  });
  files.delete("/home/keeper/data/core/settings.json");
  const { secrets } = chooseBot("tavern", place, createMemoryOutside(files));
  expect(secrets.current().secrets).toEqual(["long enough"]);
  expect(secrets.problems).toEqual([expect.stringMatching(/in a database \(POSTGRES\).*--secret-file/)]);
});

test("a file in a bot's folder belongs to that bot, and any other file to all bots", () => {
  const inn = JSON.stringify({ "0": { GLOBAL: { token: `${token}x` } } });
  const { files } = openMemoryBot({
    ".config/Red-DiscordBot/config.json": JSON.stringify({
      tavern: { DATA_PATH: "/home/keeper/data" },
      inn: { DATA_PATH: "/home/keeper/data-of-inn" },
    }),
    "data-of-inn/core/settings.json": inn,
    "elsewhere/core/settings.json": inn,
  });
  const names = (...paths: string[]) => secretsBehind(paths, place, createMemoryOutside(files)).map(({ name }) => name);
  expect(names("/home/keeper/data/core/logs/latest.log")).toEqual(["tavern"]);
  expect(names("/home/keeper/data-of-inn/core/logs")).toEqual(["inn"]);
  expect(names("/home/keeper/data/a.log", "/home/keeper/data-of-inn/b.log", "/home/keeper/data/c.log")).toEqual([
    "tavern",
    "inn",
  ]);
  expect(names()).toEqual(["inn", "tavern"]);
  expect(names("/home/keeper/data/a.log", "/var/log/b.log")).toEqual(["inn", "tavern"]);
  expect(names("/home/keeper/elsewhere/core/logs/latest.log")).toEqual(["elsewhere"]);
  expect(names("/home/keeper/elsewhere/core/logs")).toEqual(["elsewhere"]);
});
