import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { sharedKey, token, writeRed } from "./red-home.ts";

function redHome(): string {
  const home = temporaryFolder();
  writeRed(home);
  return home;
}

/** All files below a folder, as one text. */
const allOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

test("preview --bot reads the bot's logs of its last two runs in their order, without its secrets", async () => {
  const home = redHome();
  const events = await runJson<{ line: number; event: { exception: unknown } }[]>(["preview", "--bot", "tavern"], {
    home,
  });
  expect(events.map(({ event }) => /part (\d)/.exec(JSON.stringify(event.exception))?.[1])).toEqual(["0", "1", "2"]);
  expect(events.map(({ event }) => JSON.stringify(event.exception).includes("no water in part"))).toEqual([
    true,
    true,
    true,
  ]);
  expect(JSON.stringify(events)).not.toContain(sharedKey);
  expect(JSON.stringify(events)).not.toContain(token);
});

test("capture --bot keeps none of the bot's secrets in any file or message", async () => {
  const home = redHome();
  const data = join(home, "vextel");
  const { stdout, stderr, status } = await runVextel(["capture", "--bot", "Tavern"], {
    home,
    env: { VEXTEL_HOME: data },
  });
  expect(status).toBe(0);
  expect(stderr).toContain("3 secrets of tavern will be removed.");
  for (const secret of [token, sharedKey, "barrel-and-anchor"])
    expect(stdout + stderr + allOf(data)).not.toContain(secret);
  expect(stdout.match(/vextel send/g)).toHaveLength(3);
});

test("scrub --bot removes the bot's secrets from any file", async () => {
  const home = redHome();
  writeFileSync(join(home, "paste.txt"), `key ${sharedKey}, database barrel-and-anchor\n`);
  const { stdout } = await runVextel(["scrub", "--bot", "tavern", join(home, "paste.txt")], { home });
  expect(stdout).toBe("key API-SECRET, database API-SECRET\n");
});

test("an unknown bot is refused with status 3 and a list of the known ones", async () => {
  const { status, stderr } = await runVextel(["preview", "--bot", "inn"], { home: redHome() });
  expect(status).toBe(3);
  expect(stderr).toContain("Known: tavern");
});

test("watch without a file or a bot is wrong usage, with a hint", async () => {
  const { status, stderr } = await runVextel(["watch"], { home: redHome() });
  expect(status).toBe(2);
  expect(stderr).toContain("vextel watch --bot <name>");
});

test("watch --bot removes a key that was added while it runs", async () => {
  const home = redHome();
  const data = join(home, "vextel");
  const log = join(home, "data/core/logs/latest-part2.log");
  const settings = join(home, "data/core/settings.json");
  const fresh = "harvest-moon-parade";
  const run = runVextel(["watch", "--bot", "tavern"], {
    home,
    env: { VEXTEL_HOME: data },
    async onStart(child) {
      await new Promise((resolve) => child.stderr!.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, 6000)); // settings are read every five seconds
      writeFileSync(settings, readFileSync(settings, "utf8").replace(sharedKey, fresh));
      utimesSync(settings, new Date(), new Date(Date.now() + 5000));
      writeFileSync(
        log,
        `${readFileSync(log, "utf8")}[2026-11-26 10:00:00] [ERROR] red.brewing: late
Traceback (most recent call last):
  File "/home/keeper/data/cogs/CogManager/cogs/brewing/brewing.py", line 99, in pour
    raise KeyError("${fresh}")
KeyError: "${fresh}"
[2026-11-26 10:00:01] [INFO] red: on
`,
      );
      await new Promise((resolve) => child.stdout!.once("data", resolve));
      child.kill("SIGTERM");
    },
  });
  const { stdout } = await run;
  expect(stdout).toContain("KeyError");
  expect(stdout + allOf(data)).not.toContain(fresh);
});
