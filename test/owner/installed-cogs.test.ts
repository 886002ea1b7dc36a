import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attributeToCogs } from "../../src/cli/pipeline/attribution/cogs.ts";
import type { Cog } from "../../src/owner/bot.ts";
import { writeRedInstallation } from "../support/red-installation.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleReport } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Previewed {
  readonly publisher: string;
  readonly plugin: string;
  readonly event: { readonly release?: string; readonly contexts?: { readonly plugin?: object } };
}

function redHome() {
  const home = temporaryFolder();
  const [logs] = writeRedInstallation(home);
  return { home, logs: logs!, env: { VEXTEL_HOME: join(home, "own") } };
}

const cogOf = (
  repository: string,
  name = "dice",
  folder = `/home/${repository}/data/cogs/CogManager/cogs/${name}`,
): Cog => ({
  ...{ name, repository, folder, author: "hazel", commit: "4be1c0de7a90" },
});
const errorIn = (...paths: string[]) => ({
  ...sampleReport,
  error: {
    type: "E",
    value: "",
    frames: paths.map((path) => ({ path, function: "f", line: 1, source: `of ${path}` })),
  },
});

test("without a manifest, an error names the cog, its author, repository and commit, with --bot and without", async () => {
  const { home, logs, env } = redHome();
  for (const words of [["--bot", "tavern"], [logs]]) {
    const events = await runJson<Previewed[]>(["preview", ...words], { home, env });
    expect(new Set(events.map(({ publisher, plugin }) => `${publisher}/${plugin}`))).toEqual(
      new Set(["default/keeper.dice", "default/larder-cogs.forecast", "default/larder-cogs.menu"]),
    );
    const { release, contexts } = events.find(({ plugin }) => plugin === "larder-cogs.forecast")!.event;
    expect(release).toBe("larder-cogs.forecast@2.5.6+4be1c0de");
    expect(contexts!.plugin).toEqual({
      type: "default",
      repository: "larder-cogs",
      address: "https://git.example/larder/larder-cogs",
      author: "larder",
      commit: "4be1c0de7a90f3d2568b1e94c77a03d5f6e8b210",
    });
  }
});

test("errors of a cog without a manifest are shown by list and show, and have no address", async () => {
  const { home, env } = redHome();
  await runVextel(["capture", "--bot", "tavern"], { home, env });
  const { stdout } = await runVextel(["list"], { home, env });
  expect(stdout).toContain("default/larder-cogs.menu  OSError");
  const id = /^(\w+) .*larder-cogs\.menu/m.exec(stdout)![1]!;
  const shown = await runVextel(["show", id], { home, env });
  expect(shown.stdout).toMatch(/plugin\.author +larder\n/);
  expect(shown.stdout).toContain("https://git.example/larder/larder-cogs");
  const sent = await runVextel(["send", id], { home, env });
  expect([sent.status, sent.stderr + sent.stdout]).toEqual([
    2,
    expect.stringContaining("there is no address to send it to"),
  ]);
});

test("a manifest wins over what the bot knows, and errors of other cogs stay unclaimed by default", async () => {
  const { home, env } = redHome();
  const plugins = { weather: { version: "1.0.0", dsn: "https://key@sentry.example/7", paths: ["cogs/forecast"] } };
  writeFileSync(join(home, "vextel.json"), JSON.stringify({ publisher: "larder", plugins }));
  await runVextel(["publisher", "add", join(home, "vextel.json")], { home, env });
  const pluginsOf = async (...words: string[]) => {
    const events = await runJson<Previewed[]>(["preview", "--bot", "tavern", ...words], { home, env });
    return new Set(events.map(({ publisher, plugin }) => `${publisher}/${plugin}`));
  };
  expect(await pluginsOf()).toEqual(new Set(["larder/weather"]));
  expect(await pluginsOf("--any")).toEqual(
    new Set(["larder/weather", "default/larder-cogs.menu", "default/keeper.dice"]),
  );
});

test("an error belongs to the cog whose code is nearest to the crash", () => {
  const cogs = attributeToCogs([cogOf("a", "dice"), cogOf("b", "menu")]);
  const [dice, menu] = [cogOf("a", "dice"), cogOf("b", "menu")].map(({ folder, name }) => `${folder}/${name}.py`);
  const nameOf = (...paths: string[]) => cogs.ownerOf(errorIn(...paths))?.owner.plugin.name;
  expect(nameOf(dice!, menu!, "/usr/lib/python3/json.py")).toBe("b.menu");
  expect(nameOf("/data/cogs/CogManager/cogs/dice/dice.py")).toBe("a.dice"); // in a container
  expect(nameOf("C:\\Red\\cogs\\CogManager\\cogs\\menu\\menu.py")).toBe("b.menu");
  expect(nameOf("/srv/other/dice.py")).toBeUndefined();
});

test("source lines of others are omitted from a cog's error", () => {
  const own = cogOf("a", "dice");
  const paths = [`${cogOf("b", "menu").folder}/menu.py`, "/srv/bot/secret.py", `${own.folder}/dice.py`];
  const { report } = attributeToCogs([own, cogOf("b", "menu")]).ownerOf(errorIn(...paths))!;
  expect(report.error.frames.map(({ source }) => source)).toEqual([undefined, undefined, `of ${paths[2]}`]);
});

test("if two bots have a cog with the same name, a log from elsewhere is attributed to neither", () => {
  const cogs = attributeToCogs([cogOf("a"), cogOf("b")]);
  expect(cogs.ownerOf(errorIn("/data/cogs/CogManager/cogs/dice/dice.py"))).toBeUndefined();
  expect(cogs.ownerOf(errorIn("/home/b/data/cogs/CogManager/cogs/dice/dice.py"))?.owner.plugin.name).toBe("b.dice");
});

test("names that events may not have are ignored, and long texts are truncated", () => {
  expect(attributeToCogs([cogOf("a\nb")]).ownerOf(errorIn("/x/CogManager/cogs/dice/d.py"))).toBeUndefined();
  const long = { ...cogOf("a"), author: "x".repeat(5000) };
  expect(attributeToCogs([long]).ownerOf(errorIn(`${long.folder}/d.py`))?.origin.author).toHaveLength(200);
});
