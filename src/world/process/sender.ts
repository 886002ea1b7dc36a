import type { SpawnOptions } from "node:child_process";
import type { Sender } from "../host.ts";

/**
 * Starts a process of Node that this one does not wait for. Never throws.
 *
 * @param program - Absent if it is missing.
 */
export function spawnSender(program: string | undefined, named: readonly string[], options: SpawnOptions): Sender {
  if (program === undefined) return failedSender(missing);
  const { spawn } = process.getBuiltinModule("node:child_process"); // not loaded until there is something to send
  try {
    const child = spawn(process.execPath, [program, ...named], { ...options, detached: true, stdio: "ignore" });
    child.unref();
    const failed = new Promise<string>((resolve) => child.once("error", (error) => resolve(whyNotStarted(error))));
    const spawned = new Promise<undefined>((resolve) => child.once("spawn", () => resolve(undefined)));
    const exited = new Promise<string | undefined>((resolve) =>
      child.once("exit", (status, signal) => resolve(whyFailed(status, signal))),
    );
    return { started: Promise.race([failed, spawned]), ended: Promise.race([failed, exited]) };
  } catch (error) {
    return failedSender(whyNotStarted(error as Error)); // some errors are thrown, such as ENOMEM
  }
}

const failedSender = (why: string): Sender => ({ started: Promise.resolve(why), ended: Promise.resolve(why) });

const missing = "vextel's sender is missing: keep vextel external when the plugin is bundled";

/** The words name no path: it may be somebody's name. */
function whyNotStarted({ code = "unknown error" }: NodeJS.ErrnoException): string {
  const meaning = meanings[code];
  return `vextel's sending process cannot be started: ${meaning === undefined ? code : `${meaning} (${code})`}`;
}

const noMore = "the system allows no more processes or memory";
const meanings: Readonly<Record<string, string>> = {
  ...{ EAGAIN: noMore, ENOMEM: noMore, EMFILE: "the bot has too many open files", ENFILE: "too many files are open" },
  ...{ EACCES: "the bot's account may not run Node", EPERM: "the bot's account may not run Node" },
  ENOENT: "the bot's Node or vextel's folder is gone, perhaps because it was updated; restart the bot",
};

/** By these, somebody ends a process on purpose: the next one sends what is left. */
const asked: readonly (NodeJS.Signals | null)[] = ["SIGTERM", "SIGINT", "SIGHUP"];

function whyFailed(status: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (status === 0 || asked.includes(signal)) return undefined;
  const how = signal === null ? `exit status ${status}; if this goes on, install vextel again` : signal;
  return `vextel's sending process failed (${how})`;
}
