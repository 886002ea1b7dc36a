import { join } from "node:path";
import { foundIn, type OutsideFiles } from "../../world/outside/outside.ts";
import type { Bot, Cog } from "../bot.ts";
import { type InstalledCog, readAuthor, readCogFolders, readInstalledCogs, readRemote, readVersion } from "./cogs.ts";
import { type RedInstance, readInstances } from "./instances.ts";
import { parseJson } from "./json.ts";
import { latestLogs, previousLogs } from "./logs.ts";

const maxSmall = 1024 * 1024;

/** Red's instances in its `config.json` files; a file that cannot be read is reported as a problem. */
export function findInstances(
  paths: readonly string[],
  files: OutsideFiles,
): { found: RedInstance[]; problems: string[] } {
  const found = new Map<string, RedInstance>();
  const problems: string[] = [];
  for (const path of paths) {
    const text = files.readText(path, maxSmall);
    if (text.kind === "closed") problems.push(`${path}: ${text.reason}`);
    if (text.kind !== "found") continue;
    const config = parseJson(text.value);
    if (config === undefined) problems.push(`${path}: it is not JSON`);
    for (const instance of readInstances(config)) if (!found.has(instance.name)) found.set(instance.name, instance);
  }
  return { found: [...found.values()], problems };
}

/** The facts in an instance's files, except its secrets. */
export function describeInstance(instance: RedInstance, files: OutsideFiles): Bot {
  const logFolder = join(instance.dataFolder, instance.coreFolder, "logs");
  const problems: string[] = [];
  const names = files.list(logFolder);
  if (names.kind === "closed") problems.push(`${logFolder}: ${names.reason}`);
  const inFolder = (all: readonly string[]) => all.map((name) => join(logFolder, name));
  const logs = inFolder(latestLogs(foundIn(names) ?? []));
  const before = inFolder(previousLogs(foundIn(names) ?? []));
  const cogs = findCogs(instance, files, problems);
  const { name, dataFolder } = instance;
  return { name, framework: "Red-DiscordBot", dataFolder, logFolder, logs, previousLogs: before, cogs, problems };
}

function findCogs(instance: RedInstance, files: OutsideFiles, problems: string[]): Cog[] {
  const folder = join(instance.dataFolder, instance.cogFolder);
  const settings = (cog: string): unknown => {
    const path = join(folder, cog, "settings.json");
    const text = files.readText(path, maxSmall);
    if (text.kind === "closed") problems.push(`${path}: ${text.reason}`);
    return text.kind === "found" ? parseJson(text.value) : undefined;
  };
  const folders = [...readCogFolders(settings("CogManager")), join(folder, "CogManager", "cogs")];
  return readInstalledCogs(settings("Downloader")).map((installed) =>
    describeCog(installed, folders, join(folder, "RepoManager", "repos", installed.repository), files),
  );
}

function describeCog(installed: InstalledCog, folders: readonly string[], clone: string, files: OutsideFiles): Cog {
  const small = (...path: string[]) => foundIn(files.readText(join(...path), maxSmall));
  const places = folders.map((folder) => join(folder, installed.name));
  const folder = places.find((place) => files.list(place).kind === "found") ?? places.at(-1)!;
  const address = readRemote(small(clone, ".git", "config") ?? "");
  const infos = [small(folder, "info.json"), small(clone, installed.name, "info.json"), small(clone, "info.json")];
  const author = infos.map((info) => (info === undefined ? undefined : readAuthor(info))).find(Boolean);
  const code = ["__init__.py", `${installed.name}.py`, "core.py"].map((name) => small(folder, name) ?? "");
  const version = code.map(readVersion).find(Boolean);
  return {
    ...installed,
    ...{ folder, ...(address && { address }), ...(author && { author }), ...(version && { version }) },
  };
}
