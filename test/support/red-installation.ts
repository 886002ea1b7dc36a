import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Made-up secrets of the bot's settings: none of them may appear in anything that vextel writes or prints. */
export const botSecrets = {
  token: ["MTA0NDQ5MTA3MjU2MTM5Nzc5MA", "GxTr4e", "w9Qm5Zt2Lk8Xv1Bn6Rc3Py7Hd0Sf4Ja"].join("."),
  weather: "orchard-lantern-meadow-42",
  music: "5d0c1a77c2e84b6f9f3b",
  database: "barrel&anchor under oak",
  git: "keeper-clone-pass",
  lavalink: "under the seventh lantern",
} as const;

export interface RedInstallation {
  /** Names of instances. Default: `tavern`. */
  readonly instances?: readonly string[];
  /** Approximate megabytes of log lines between the errors of each instance. Default: 0. */
  readonly megabytes?: number;
}

/**
 * Writes what Red-DiscordBot leaves in the home folder of its account: its list of instances, settings, cogs installed
 * by Downloader, their clones, and rotated logs of this run and of the previous one.
 *
 * @returns The log folder of each instance.
 */
export function writeRedInstallation(home: string, options: RedInstallation = {}): string[] {
  const { instances = ["tavern"], megabytes = 0 } = options;
  const folderOf = (name: string) => join(home, ".local/share/Red-DiscordBot/data", name);
  const entries = instances.map((name) => [name, instanceEntry(folderOf(name))] as const);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  write(join(home, ".config/Red-DiscordBot/config.json"), JSON.stringify(Object.fromEntries(entries)));
  for (const name of instances)
    for (const [path, text] of Object.entries(instanceFiles(folderOf(name), name, megabytes)))
      write(join(folderOf(name), path), text);
  return instances.map((name) => join(folderOf(name), "core/logs"));
}

const instanceEntry = (folder: string) => ({
  DATA_PATH: folder,
  COG_PATH_APPEND: "cogs",
  CORE_PATH_APPEND: "core",
  STORAGE_TYPE: "POSTGRES",
  STORAGE_DETAILS: { host: "localhost", port: 5432, user: "redbot", password: botSecrets.database, database: "red" },
});

const commit = "4be1c0de7a90f3d2568b1e94c77a03d5f6e8b210";

function instanceFiles(folder: string, name: string, megabytes: number): Record<string, string> {
  const installed = (repo: string, cog: string) => ({ repo_name: repo, module_name: cog, commit, pinned: false });
  const clone = (repo: string) => `cogs/RepoManager/repos/${repo}`;
  const code = "cogs/CogManager/cogs";
  const filler = noise(megabytes * 250_000);
  return {
    "core/settings.json": JSON.stringify({
      "0": {
        GLOBAL: { token: botSecrets.token, prefix: ["!"] },
        SHARED_API_TOKENS: {
          weather: { api_key: botSecrets.weather },
          music: { client_id: "tavern", client_secret: botSecrets.music },
        },
      },
    }),
    "cogs/Audio/settings.json": JSON.stringify({
      "2711759130": { GLOBAL: { host: "lavalink.example", password: botSecrets.lavalink }, GUILD: {} },
    }),
    "cogs/Downloader/settings.json": JSON.stringify({
      "998240343": {
        GLOBAL: {
          installed_cogs: {
            "larder-cogs": { forecast: installed("larder-cogs", "forecast"), menu: installed("larder-cogs", "menu") },
            keeper: { dice: installed("keeper", "dice") },
          },
        },
      },
    }),
    [`${clone("larder-cogs")}/.git/config`]: `[remote "origin"]\n\turl = https://keeper:${botSecrets.git}@git.example/larder/larder-cogs.git\n`,
    [`${clone("larder-cogs")}/info.json`]: JSON.stringify({ author: ["larder"] }),
    [`${clone("keeper")}/.git/config`]: '[remote "origin"]\n\turl = https://git.example/keeper/dice\n',
    [`${clone("keeper")}/info.json`]: JSON.stringify({ author: "hazel" }),
    [`${code}/forecast/__init__.py`]: '__version__ = "2.5.6"\n',
    [`${code}/menu/__init__.py`]: "",
    [`${code}/dice/__init__.py`]: '__version__ = "0.3"\n',
    "core/logs/previous.log": startUp("2026-11-24", name) + diceError(folder, "2026-11-24 21:15:09") + filler,
    "core/logs/latest-part1.log": startUp("2026-11-25", name) + filler + forecastError(folder, "2026-11-25 08:30:11"),
    "core/logs/latest-part2.log":
      filler + forecastError(folder, "2026-11-25 08:31:40") + menuError(folder, "2026-11-25 19:02:55"),
    "core/logs/latest-part3.log": filler + diceError(folder, "2026-11-26 06:44:21"),
    "core/logs/red-part1.log": diceError(folder, "2026-11-24 21:15:09"),
  };
}

const startUp = (day: string, name: string) =>
  [
    `[${day} 06:00:01] [INFO] red: Welcome to Red - Discord Bot, instance "${name}"`,
    `[${day} 06:00:01] [INFO] red.main: Python version: 3.11.9`,
    `[${day} 06:00:01] [INFO] red.main: Red version: 3.5.18`,
    `[${day} 06:00:01] [INFO] red.main: discord.py version: 2.4.0`,
    `[${day} 06:00:03] [WARNING] red.main: started with --token ${botSecrets.token}`,
    "",
  ].join("\n");

const noise = (lines: number) =>
  "[2026-11-25 07:00:00] [INFO] red.larder.forecast: asked for the weather\n".repeat(Math.floor(lines / 18));

const libraries = "/opt/redenv/lib/python3.11/site-packages/discord/ext/commands";

/** An exception of a command, as discord.py logs it. */
const wrapped = (
  time: string,
  cog: string,
  command: string,
  own: string,
  raised: string,
) => `[${time}] [ERROR] red: Exception in command '${command}'
Traceback (most recent call last):
  File "${libraries}/core.py", line 235, in wrapped
    ret = await coro(*args, **kwargs)
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
${own}
${raised}

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "${libraries}/bot.py", line 1366, in invoke
    await ctx.command.invoke(ctx)
  File "${libraries}/core.py", line 244, in wrapped
    raise CommandInvokeError(exc) from exc
discord.ext.commands.errors.CommandInvokeError: Command raised an exception: ${raised}
[${time}] [INFO] red.${cog}: done
`;

const forecastError = (folder: string, time: string) =>
  wrapped(
    time,
    "larder.forecast",
    "forecast today",
    `  File "${folder}/cogs/CogManager/cogs/forecast/forecast.py", line 118, in today
    report = await self.client.fetch(station, key=key)`,
    `StationError: no hours for ${botSecrets.weather} from 198.51.100.24`,
  );

const menuError = (folder: string, time: string) =>
  wrapped(
    time,
    "larder.menu",
    "menu",
    `  File "${folder}/cogs/CogManager/cogs/menu/menu.py", line 40, in menu
    await pool.connect(dsn)`,
    `OSError: cannot reach postgres://redbot:${encodeURIComponent(botSecrets.database)}@localhost/red, tried "${botSecrets.database}"`,
  );

const diceError = (folder: string, time: string) =>
  wrapped(
    time,
    "dice",
    "roll",
    `  File "${folder}/cogs/CogManager/cogs/dice/dice.py", line 12, in roll
    return sides[face]`,
    "IndexError: list index out of range",
  );
