import { join } from "node:path";
import { foundIn, type OutsideFiles } from "../../world/outside/outside.ts";
import { readCredentials } from "./cogs.ts";
import type { RedInstance } from "./instances.ts";
import { parseJson } from "./json.ts";
import {
  type BotSecrets,
  joinSecrets,
  mayHoldSecrets,
  readCogSecrets,
  readCoreSecrets,
  readStorageSecrets,
} from "./secrets.ts";

/** The current secrets of a bot. Keep them in memory only. */
export interface SecretSource {
  /** Of the bot. */
  readonly name: string;
  /** Checks its settings, and reads those that have changed. The same object means that nothing changed. */
  current(): BotSecrets;
  /** What could not be read the last time, one sentence for each. */
  readonly problems: readonly string[];
}

/** Settings of a large bot have several megabytes. */
const maxCore = 64 * 1024 * 1024;
/** Of a cog. */
const maxCog = 8 * 1024 * 1024;
const maxSmall = 1024 * 1024;
/** The most cogs or clones whose settings are read. */
const mostFolders = 500;

/** Reads nothing yet. */
export function openSecretSource(instance: RedInstance, files: OutsideFiles): SecretSource {
  const core = join(instance.dataFolder, instance.coreFolder, "settings.json");
  const cogs = join(instance.dataFolder, instance.cogFolder);
  const clones = join(cogs, "RepoManager", "repos");
  const storage = readStorageSecrets(instance.storage);
  const reader = createReader(files);
  const foldersIn = (folder: string) => (foundIn(files.list(folder)) ?? []).slice(0, mostFolders);
  const look = (): BotSecrets[] => [
    reader.read(core, maxCore, readCore),
    storage,
    ...foldersIn(clones).map((name) => reader.read(join(clones, name, ".git", "config"), maxSmall, readClone)),
    ...foldersIn(cogs).map((name) => reader.read(join(cogs, name, "settings.json"), maxCog, readCog)),
  ];
  let seen: readonly BotSecrets[] = [];
  let known: BotSecrets = nothing;
  return {
    name: instance.name,
    get problems() {
      return reader.problems;
    },
    current() {
      reader.problems.length = 0;
      const now = look();
      if (now[0] === nothing && instance.driver !== "JSON") reader.problems.push(inDatabase(instance));
      if (now.length === seen.length && now.every((one, at) => one === seen[at])) return known;
      const joined = joinSecrets(now);
      seen = now;
      if (!isEqual(joined, known)) known = joined;
      return known;
    },
  };
}

const inDatabase = ({ name, driver }: RedInstance) =>
  `the settings of ${name} are in a database (${driver.replace(/[^\w. -]/g, "").slice(0, 40)}): name secrets with --secret-file`;

const nothing: BotSecrets = { tokens: [], secrets: [] };
const readCore = (text: string) => ofJson(text, readCoreSecrets);
const readCog = (text: string) => (mayHoldSecrets(text) ? ofJson(text, readCogSecrets) : nothing);
const ofJson = (text: string, read: (settings: unknown) => BotSecrets): BotSecrets | undefined => {
  const settings = parseJson(text);
  return settings === undefined ? undefined : read(settings);
};
const readClone = (text: string): BotSecrets => ({ tokens: [], secrets: readCredentials(text) });

const isEqual = (one: BotSecrets, other: BotSecrets) =>
  [one.tokens, one.secrets].join("\n") === [other.tokens, other.secrets].join("\n");

/** Returns `undefined` for a text that is not valid. */
type Parse = (text: string) => BotSecrets | undefined;

/** What was read of one file. */
interface LastRead {
  readonly version: string | undefined;
  readonly secrets: BotSecrets;
  readonly problem?: string | undefined;
}

/**
 * Reads a file again only if it may have been written to since. If it cannot be read any longer, its last known secrets
 * stay known.
 */
function createReader(files: OutsideFiles) {
  const known = new Map<string, LastRead>();
  const problems: string[] = [];
  const look = (path: string, maxBytes: number, parse: Parse): LastRead | undefined => {
    const found = files.versionOf(path);
    const version = found.kind === "found" ? found.value : undefined;
    const last = known.get(path);
    if (version !== undefined && version === last?.version) return last;
    const text = found.kind === "found" ? files.readText(path, maxBytes) : found;
    if (text.kind === "absent") return undefined;
    const secrets = text.kind === "found" ? parse(text.value) : undefined;
    const reason = text.kind === "closed" ? text.reason : "it is not JSON";
    const lastSecrets = last?.secrets ?? nothing;
    return secrets ? { version, secrets } : { version, secrets: lastSecrets, problem: `${path}: ${reason}` };
  };
  const read = (path: string, maxBytes: number, parse: Parse): BotSecrets => {
    const now = look(path, maxBytes, parse);
    if (now === undefined) return nothing;
    known.set(path, now);
    if (now.problem !== undefined) problems.push(now.problem);
    return now.secrets;
  };
  return { read, problems };
}
