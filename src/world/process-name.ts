import { readFileSync, readlinkSync } from "node:fs";
import { attempt } from "./attempt.ts";

/**
 * Names this process among all that run, or ever ran, here: its id, when it began (ids are used again), the boot of
 * the machine, and the namespace in which the id counts (a container has its own). `-` where the system does not tell.
 */
export function nameOfThisProcess(): string {
  own ??= `${process.pid} ${startOf(process.pid)} ${bootId()} ${pidNamespace()}`;
  return own;
}

let own: string | undefined;

/**
 * Whether the process of this name still runs. `unknown`: it cannot be looked at from here, since it belongs to another
 * container or machine, or the system does not tell one process from a later one of the same id.
 */
export function judgeProcess(name: string): "alive" | "dead" | "unknown" {
  const [pid = "", start = "-", boot = "-", namespace = "-"] = name.split(" ");
  const [, , ownBoot, ownNamespace] = nameOfThisProcess().split(" ");
  if (ending !== undefined && `${name} `.startsWith(`${ending} `)) return "dead";
  if (!/^\d{1,10}$/.test(pid) || boot !== ownBoot || namespace !== ownNamespace) return "unknown";
  if (!isThere(Number(pid))) return "dead";
  const now = startOf(Number(pid));
  if (start === "-" || now === "-") return "unknown";
  return start === now ? "alive" : "dead";
}

let ending: string | undefined;

/** The process of this name waits for this one before it ends, and does nothing else any more: its locks are free. */
export function countAsDead(name: string): void {
  ending = name;
}

/** For people: which process it is. */
export function describeProcess(name: string): string {
  const pid = /^\d{1,10}(?= )/.exec(name)?.[0];
  if (pid === undefined) return "another process";
  return judgeProcess(name) === "alive" ? `process ${pid}` : `process ${pid}, maybe of another container or machine,`;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Field 22 of /proc/<pid>/stat: when the process began, in clock ticks. */
function startOf(pid: number): string {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
}

const bootId = () => attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()) || "-";

const pidNamespace = () => attempt(() => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0]) ?? "-";
