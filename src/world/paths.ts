import { join, resolve } from "node:path";
import { defaultFolders, type Paths } from "./default-folders.ts";

export type { Paths } from "./default-folders.ts";

/** Where vextel keeps things, from the environment alone: `VEXTEL_HOME` for everything, else `defaultFolders`. */
export function resolvePaths(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform = process.platform,
): Paths {
  const own = resolveOwn(env, home);
  return own ? { config: own, data: own, state: own } : defaultFolders({ platform, env, home });
}

/** `VEXTEL_HOME` as an absolute path; a shell leaves `~` as it is where it is between quotes. */
export function resolveOwn(env: Readonly<Record<string, string | undefined>>, home: string): string | undefined {
  const own = env.VEXTEL_HOME;
  return own ? resolve(own.replace(/^~(?=$|[\\/])/, () => home)) : undefined;
}

/** Each path a file of vextel may have. */
export const consentPath = (paths: Paths) => join(paths.config, "consent.json");
export const policyPath = (paths: Paths) => join(paths.config, "policy.json");
export const manifestFolder = (paths: Paths) => join(paths.config, "publishers");
export const waitingFolder = (paths: Paths) => join(paths.data, "outbox", "waiting");
export const sentFolder = (paths: Paths) => join(paths.data, "outbox", "sent");
/** The ledger, and what it grew out of: the newest file first. */
export const historyFiles = (paths: Paths, count: number) =>
  Array.from({ length: count }, (_, i) => join(paths.data, i === 0 ? "history.jsonl" : `history.${i}.jsonl`));
export const historyLock = (paths: Paths) => join(paths.data, ".history.lock");
export const rateLimitPath = (paths: Paths) => join(paths.state, "rate-limits.json");
export const sessionFolder = (paths: Paths) => join(paths.state, "sessions");
/** Held by the sender while it runs. */
export const senderLock = (paths: Paths) => join(paths.state, "sender.lock");
/** Held while an owner is told something. */
export const noticeLock = (paths: Paths, publisher: string) => join(paths.state, `notice-${publisher}.lock`);
/** Which files of the program were found to be as they were shipped. */
export const checkedFolder = (paths: Paths) => join(paths.state, "checked");
export const watchPath = (paths: Paths) => join(paths.state, "watch.json");
/** Which keys let SDKs into the relay. */
export const relayKeysPath = (paths: Paths) => join(paths.config, "relay.json");
/** What the relay says about itself. */
export const relayStatePath = (paths: Paths) => join(paths.state, "relay-state.json");
/** Held by the relay while it runs. */
export const relayLock = (paths: Paths) => join(paths.state, "relay.lock");
