import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chooseBot, findBots, type Machine } from "../../src/owner/find.ts";
import { readCredentials, readRemote, readVersion } from "../../src/owner/red/cogs.ts";
import { latestLogs, previousLogs } from "../../src/owner/red/logs.ts";
import { redConfigPaths } from "../../src/owner/red/paths.ts";
import { joinSecrets, readCogSecrets, readCoreSecrets, readStorageSecrets } from "../../src/owner/red/secrets.ts";
import { createMemoryOutside } from "../../src/world/memory.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { redFiles, sharedKey, token, writeRed } from "./red-home.ts";

const home = "/home/keeper";
const place = { platform: "linux", env: {}, home } as const;
const outside = (files: Record<string, string>) =>
  createMemoryOutside(new Map(Object.entries(files).map(([path, text]) => [join(home, path), Buffer.from(text)])));

test.each([
  ["linux", {}, ["/home/keeper/.config/Red-DiscordBot/config.json", "/usr/local/share/Red-DiscordBot/config.json"]],
  [
    "linux",
    { XDG_CONFIG_HOME: "/cfg" },
    [
      "/cfg/Red-DiscordBot/config.json",
      "/home/keeper/.config/Red-DiscordBot/config.json",
      "/usr/local/share/Red-DiscordBot/config.json",
    ],
  ],
  [
    "darwin",
    {},
    [
      "/home/keeper/Library/Application Support/Red-DiscordBot/config.json",
      "/home/keeper/Library/Preferences/Red-DiscordBot/config.json",
    ],
  ],
  [
    "win32",
    { LOCALAPPDATA: "C:\\Users\\keeper\\AppData\\Local" },
    ["C:\\Users\\keeper\\AppData\\Local\\Red-DiscordBot\\Red-DiscordBot\\config.json"],
  ],
] as const)("Red's list of instances is looked for where Red keeps it on %s with %j", (platform, env, paths) => {
  expect(redConfigPaths({ platform, env, home })).toEqual(paths);
});

test("Red's logs are read in the order in which they were written", () => {
  const names = [
    "latest-part10.log",
    "previous.log",
    "latest-part2.log",
    "latest-part1.log",
    "red.log",
    "latest.log.bak",
  ];
  expect(latestLogs(names)).toEqual(["latest-part1.log", "latest-part2.log", "latest-part10.log"]);
  expect(previousLogs(names)).toEqual(["previous.log"]);
  expect(latestLogs(["latest.log"])).toEqual(["latest.log"]);
});

test("an instance is found with its logs, its cogs, their author, commit and version, and without any secret", () => {
  const { bots, problems } = findBots(place, outside(redFiles("/home/keeper/data")));
  expect(problems).toEqual([]);
  expect(bots).toMatchObject([
    {
      name: "tavern",
      logs: ["latest-part1.log", "latest-part2.log"].map((name) => `/home/keeper/data/core/logs/${name}`),
      previousLogs: ["/home/keeper/data/core/logs/previous.log"],
      cogs: [
        {
          name: "brewing",
          repository: "tavern-cogs",
          author: "keeper, aunt",
          version: "1.4.0",
          commit: expect.stringMatching(/^0f1e2d3c/),
          address: "https://git.example/keeper/tavern-cogs",
          folder: "/home/keeper/data/cogs/CogManager/cogs/brewing",
        },
      ],
    },
  ]);
  for (const secret of [token, sharedKey, "barrel-and-anchor", "geheim"])
    expect(JSON.stringify(bots)).not.toContain(secret);
});

test("the secrets of a bot are its token, its keys and the database's password, and no ordinary word", () => {
  const settings = {
    "0": { GLOBAL: { token }, SHARED_API_TOKENS: { a: { key: sharedKey, host: "localhost" }, b: { id: "eu" } } },
  };
  const storage = readStorageSecrets({ password: "barrel-and-anchor", host: "db" });
  expect(joinSecrets([readCoreSecrets(settings), storage])).toEqual({
    tokens: [token],
    secrets: [sharedKey, "barrel-and-anchor"],
  });
  expect(joinSecrets([readCoreSecrets(undefined), readStorageSecrets(undefined)])).toEqual({ tokens: [], secrets: [] });
});

test("the secrets of a cog are the values of such names, but not common words set by servers or members", () => {
  const settings = (scope: string, values: object) => ({ "2711759130": { [scope]: values } });
  const known = (scope: string, values: object) => joinSecrets([readCogSecrets(settings(scope, values))]).secrets;
  expect(
    known("GLOBAL", {
      ...{ password: "quiet harbour", host: "lavalink.example", ws_port: 2333, rest_uri: "https://a.example/token" },
      ...{ api_key: "orchard-gate-lamp", tokens: { maps: "hK29dmW0qLz7", region: "eu-central" }, use_token: true },
      ...{
        nested: { deep: [{ spotify_secret: "amber-wind-mill" }] },
        key: "general-help",
        session: "f3A90cQ7d1Zk44Lw",
      },
      ...{
        database: "postgres://keeper:cellar%20door@db.example/x",
        public_key: "not-a-secret-at-all",
        token: "short",
      },
    }),
  ).toEqual([
    ...["quiet harbour", "orchard-gate-lamp", "hK29dmW0qLz7", "amber-wind-mill", "general-help", "f3A90cQ7d1Zk44Lw"],
    ...["cellar%20door", "cellar door"],
  ]);
  expect(known("GUILD", { "190000000000000001": { password: "birthday", api_key: "hK29dmW0qLz7" } })).toEqual([
    "hK29dmW0qLz7",
  ]);
  expect(readCogSecrets(["password", null, 7, { GLOBAL: "password" }])).toEqual({ tokens: [], secrets: [] });
});

test("an unknown bot is refused with a list of the known ones", () => {
  expect(() => chooseBot("taven", place, outside(redFiles("/home/keeper/data")))).toThrow(/no bot named taven/i);
  expect(() => chooseBot("tavern", place, outside({}))).toThrow(/No instance of Red was found/);
  expect(chooseBot("", place, outside(redFiles("/home/keeper/data"))).bot.name).toBe("tavern");
});

test.each([
  ['[remote "origin"]\n\turl = git@git.example:keeper/cogs.git\n', "git@git.example:keeper/cogs"],
  [
    '[remote "fork"]\n\turl = https://a.example/x\n[remote "origin"]\n url=https://b.example/y\n',
    "https://b.example/y",
  ],
  ['[remote "origin"]\n\turl = https://user:pass@git.example/c\n', "https://git.example/c"],
  ["", undefined],
])("the address of a clone is read without credentials from %j", (config, address) => {
  expect(readRemote(config)).toBe(address);
});

test.each([
  ["url = https://keeper:geheim%21@git.example/c.git", ["geheim%21", "geheim!"]],
  ["url = https://ghx_0123456789abcdefghij@git.example/c", ["ghx_0123456789abcdefghij"]],
  ["url = https://keeper@git.example/c\n\turl = git@git.example:c", []],
  ["url = https://git.example/a@b", []],
])("credentials of a clone are found in %j", (config, credentials) => {
  expect(readCredentials(config)).toEqual(credentials);
});

test("a version is read only if it is a literal", () => {
  expect(readVersion('class A:\n    __version__ = "2.5.6"\n')).toBe("2.5.6");
  expect(readVersion('__version__: str = "1.0"')).toBe("1.0");
  expect(readVersion('__version__ = get("1.0")')).toBeUndefined();
});

test("vextel find lists the bot and the command that shows what it would send, and no secret", async () => {
  const folder = temporaryFolder();
  writeRed(folder);
  const machine = await runJson<Machine>(["find"], { home: folder });
  expect(machine.bots.map(({ name, cogs }) => [name, cogs.length])).toEqual([["tavern", 1]]);
  const { stdout, stderr, status } = await runVextel(["find"], { home: folder });
  expect(status).toBe(0);
  expect(stdout).toContain(
    "tavern-cogs.brewing@1.4.0+0f1e2d3c by keeper, aunt  https://git.example/keeper/tavern-cogs",
  );
  expect(stderr).toContain("vextel preview --bot tavern");
  for (const secret of [token, sharedKey, "barrel-and-anchor", "geheim"]) expect(stdout + stderr).not.toContain(secret);
});

test("vextel find reports what it is not allowed to read, and continues", async (context) => {
  if (process.getuid?.() !== 0) context.skip("only root can run it as another user");
  const folder = temporaryFolder();
  writeRed(folder);
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "data/core/logs"), 0o700);
  const { stdout, stderr, status } = await runVextel(["find"], {
    home: folder,
    uid: 65_534,
    env: { VEXTEL_HOME: "/tmp/nowhere" },
  });
  expect(status).toBe(0);
  expect(stdout).toContain("tavern");
  expect(stderr).toContain("data/core/logs: its permissions do not allow you to read it");
});

test("on a machine without a bot, vextel find says where it searched and what to do", async () => {
  const { stdout, stderr, status } = await runVextel(["find"], { home: temporaryFolder() });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  expect(stderr).toMatch(/No bot was found in .*Red-DiscordBot\/config\.json/);
});
