import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The bot's made-up token. */
export const token = ["MTAxOTQwNjcxNTIwMTY4NzU1Mg", "GkPzQw", "q7Lm2Xz9Rt4Kp0Vd8Ns3Yb6Wc1Hf5Jg"].join(".");
/** A key of another service that matches no rule. */
export const sharedKey = "meadow-lantern-orchard";

/** The files that a Red instance named `tavern` leaves in a home folder: texts by relative path. */
export function redFiles(dataFolder: string): Record<string, string> {
  const json = (value: unknown) => JSON.stringify(value);
  const cogs = "data/cogs";
  return {
    ".config/Red-DiscordBot/config.json": json({
      tavern: {
        DATA_PATH: dataFolder,
        COG_PATH_APPEND: "cogs",
        CORE_PATH_APPEND: "core",
        STORAGE_TYPE: "JSON",
        STORAGE_DETAILS: { host: "localhost", user: "red", password: "barrel-and-anchor" },
      },
    }),
    "data/core/settings.json": json({
      "0": { GLOBAL: { token }, SHARED_API_TOKENS: { weather: { api_key: sharedKey, region: "eu" } } },
    }),
    "data/core/logs/latest-part2.log": `${logLines(2)}`,
    "data/core/logs/latest-part1.log": `${logLines(1)}`,
    "data/core/logs/previous.log": `${logLines(0)}`,
    [`${cogs}/Downloader/settings.json`]: json({
      "998240343": {
        GLOBAL: {
          installed_cogs: {
            "tavern-cogs": {
              brewing: {
                repo_name: "tavern-cogs",
                module_name: "brewing",
                commit: "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334",
              },
            },
          },
        },
      },
    }),
    [`${cogs}/RepoManager/repos/tavern-cogs/.git/config`]:
      '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://keeper:geheim@git.example/keeper/tavern-cogs.git\n\tfetch = +refs/heads/*\n',
    [`${cogs}/RepoManager/repos/tavern-cogs/info.json`]: json({ author: ["keeper", "aunt"] }),
    [`${cogs}/CogManager/cogs/brewing/__init__.py`]: '__version__ = "1.4.0"\n',
  };
}

const logLines = (
  part: number,
) => `[2026-11-2${part} 18:07:42] [ERROR] red.brewing: the kettle of part ${part} with ${sharedKey} is empty
Traceback (most recent call last):
  File "/home/keeper/data/cogs/CogManager/cogs/brewing/brewing.py", line ${10 + part}, in pour
    raise ValueError("no water in part ${part}, ${sharedKey}, ${token}")
ValueError: no water in part ${part}, ${sharedKey}, ${token}
[2026-11-2${part} 18:07:43] [INFO] red.brewing: done
`;

/** Writes the files into a real folder. */
export function writeRed(home: string): void {
  for (const [path, text] of Object.entries(redFiles(join(home, "data")))) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
}
