import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { widthOf } from "../../src/preview/terminal/fit.ts";
import { writeRedInstallation } from "../support/red-installation.ts";
import { runVextel } from "../support/run-vextel.ts";
import { hasTmux, type Screen, type Size, startOnScreen } from "../support/screen.ts";
import { someOf } from "../support/some-of.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A home with a bot, a publisher that claims two of its cogs, and its events. */
async function openHome(): Promise<string> {
  const home = temporaryFolder();
  writeRedInstallation(home);
  const plugin = (cog: string) => ({
    ...{ version: "2.5.6", dsn: "https://key@sentry.larder.example/7", paths: [`CogManager/cogs/${cog}`] },
  });
  const manifest = {
    ...{ publisher: "larder", title: "Larder cogs", privacy: "https://larder.example/what-happens-with-errors" },
    plugins: { forecast: plugin("forecast"), menu: plugin("menu") },
  };
  writeFileSync(join(home, "vextel.json"), JSON.stringify(manifest));
  await runVextel(["publisher", "add", join(home, "vextel.json"), "--yes"], { home });
  await runVextel(["capture", "--bot", "tavern"], { home });
  return home;
}

/** Lines that the terminal wrapped although they could have been wrapped between words, or truncated. */
const torn = (screen: Screen, columns: number, until: RegExp) =>
  screen
    .readJoined()
    .split(until)[0]!
    .split("\n")
    .filter((line) => widthOf(line) > columns && line.trim().includes(" "));

/**
 * Commands, and for some the pattern at which the check ends: an event in full is shown unwrapped. `HOME` is the folder
 * with the manifest.
 */
const commands: readonly (readonly [words: string, until?: RegExp])[] = [
  ["status"],
  ["find"],
  ["list"],
  ["list --all"],
  ["preview --no-pager --bot tavern", /^Event 1 /m],
  ["show missing"],
  ["publisher list"],
  ["publisher show larder"],
  ["policy show"],
  ["policy"],
  ["history"],
  ["manual off"],
  ["capture --bot tavern"],
  ["undo --yes"],
  ["disable larder"],
  ["send missing"],
  ["send --all --dry-run"],
  ["--help"],
  ["send --help"],
  ["enable larder --yes"],
  ["publisher check HOME/vextel.json"],
  ["setup --bot tavern --send by-hand --service none --yes"],
  ["setup --bot tavern --send automatically --publisher larder --service none --yes"],
];

const size: Size = [60, 15];

test.skipIf(!hasTmux)(
  "on a terminal of 60×15 no command lets the terminal wrap its lines",
  async () => {
    const home = await openHome();
    const [columns] = size;
    for (const [words, until = /\(ended/] of someOf(commands, 6)) {
      const screen = startOnScreen(words.replace("HOME", home).split(" "), home, {}, size);
      await screen.end();
      expect([words, torn(screen, columns, until)]).toEqual([words, []]);
    }
  },
  180_000,
);

test.skipIf(!hasTmux)("enable's question and the facts before it fit on 60 columns, even in ASCII", async () => {
  const home = await openHome();
  const screen = startOnScreen(["enable", "larder"], home, { LANG: "C", NO_COLOR: "1" }, [60, 15]);
  const seen = await screen.see(/May this be sent automatically[\s\S]*only errors/);
  expect(torn(screen, 60, /navigate/)).toEqual([]);
  expect(seen).toContain("https://larder.example/what-happens-with-errors");
  screen.press("C-c");
  expect(await screen.end()).toBe(130);
});

test.skipIf(!hasTmux)("on a terminal of 20 columns history shows the id that show needs", async () => {
  const home = await openHome();
  const entries = JSON.parse((await runVextel(["history", "--json"], { home })).stdout) as { event?: string }[];
  const id = entries.find(({ event }) => event)!.event!.slice(0, 12);
  const screen = startOnScreen(["history"], home, {}, [20, 15]);
  await screen.end();
  expect(screen.read()).toContain(id);
});

test.skipIf(!hasTmux)("on a terminal of 40 columns the help is wrapped between words, indented", async () => {
  const screen = startOnScreen(["--help"], temporaryFolder(), {}, [40, 15]);
  await screen.end();
  expect(torn(screen, 40, /\(ended/)).toEqual([]);
  expect(screen.read()).toMatch(/^ {2}whois .*\n {6}find the full Discord ids in your\n {6}\S/m);
});
