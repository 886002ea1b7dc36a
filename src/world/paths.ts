import { join, resolve } from "node:path";
import { defaultFolders, type Paths } from "./default-folders.ts";

export type { Paths } from "./default-folders.ts";

/**
 * Where vextel keeps its files, from the environment alone: everything in `VEXTEL_HOME`, otherwise in `defaultFolders`.
 */
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

/** Every path that vextel may write to. */
export const consentPath = (paths: Paths) => join(paths.config, "consent.json");
export const policyPath = (paths: Paths) => join(paths.config, "policy.json");
export const manifestFolder = (paths: Paths) => join(paths.config, "publishers");
export const waitingFolder = (paths: Paths) => join(paths.data, "outbox", "waiting");
export const sentFolder = (paths: Paths) => join(paths.data, "outbox", "sent");
/** The history, and its older files, the newest first. */
export const historyFiles = (paths: Paths, count: number) =>
  Array.from({ length: count }, (_, i) => join(paths.data, i === 0 ? "history.jsonl" : `history.${i}.jsonl`));
export const historyLock = (paths: Paths) => join(paths.data, ".history.lock");
export const rateLimitPath = (paths: Paths) => join(paths.state, "rate-limits.json");
export const sessionFolder = (paths: Paths) => join(paths.state, "sessions");
/** Held by the sender while it runs. */
export const senderLock = (paths: Paths) => join(paths.state, "sender.lock");
/** Held while the owner is sent a notice. */
export const noticeLock = (paths: Paths, publisher: string) => join(paths.state, `notice-${publisher}.lock`);
/** Which files of the program were found unaltered. */
export const checkedFolder = (paths: Paths) => join(paths.state, "checked");
export const watchPath = (paths: Paths) => join(paths.state, "watch.json");
/** The keys with which SDKs may use the relay. */
export const relayKeysPath = (paths: Paths) => join(paths.config, "relay.json");
/** The relay's addresses and counters. */
export const relayStatePath = (paths: Paths) => join(paths.state, "relay-state.json");
/** Held by the relay while it runs. */
export const relayLock = (paths: Paths) => join(paths.state, "relay.lock");
