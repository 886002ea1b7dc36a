import { readFileSync, readlinkSync } from "node:fs";
import { attempt } from "../attempt.ts";

/**
 * A name for this process that no other process here has or had: its id, its start time (ids are used again), the boot
 * of the machine, and the id's namespace (a container has its own). A part that the system does not provide is `-`.
 * Without `/proc` (Windows, macOS), its own clock gives the start time, and the machine's name replaces the boot.
 */
export function nameOfThisProcess(): string {
  own ??= hasProc
    ? `${process.pid} ${startOf(process.pid)} ${bootId()} ${pidNamespace()}`
    : nameWithoutProc(process.pid, performance.timeOrigin, process.getBuiltinModule("node:os").hostname());
  return own;
}

/** Only letters, digits and `-`, and no empty part, whatever the machine is called. Pure. */
export const nameWithoutProc = (pid: number, startMs: number, machine: string): string =>
  `${pid} - ${Buffer.from(machine).toString("hex") || "-"} ${Math.round(startMs)}`;

/** Windows and macOS have none; wine shows that of the host, with other processes in it. */
const hasProc = process.platform === "linux" || process.platform === "android";

let own: string | undefined;

/**
 * Whether the process of this name still runs. `unknown`: it belongs to another container or machine, or the system
 * cannot distinguish it from a later process with the same id.
 */
export function judgeProcess(name: string): "alive" | "dead" | "unknown" {
  const [pid = "", start = "-", boot = "-", namespace = "-"] = name.split(" ");
  const [, , ownBoot, ownNamespace] = nameOfThisProcess().split(" ");
  if (ending !== undefined && `${name} `.startsWith(`${ending} `)) return "dead";
  if (!hasProc && name.startsWith(nameOfThisProcess())) return "alive";
  if (!/^\d{1,10}$/.test(pid) || boot !== ownBoot || (hasProc && namespace !== ownNamespace)) return "unknown";
  if (!isThere(Number(pid))) return "dead";
  const now = hasProc ? startOf(Number(pid)) : "-";
  if (start === "-" || now === "-") return "unknown";
  return start === now ? "alive" : "dead";
}

let ending: string | undefined;

/** The process of this name waits for this one before it ends, and does nothing else: its locks are released. */
export function countAsDead(name: string): void {
  ending = name;
}

/** A description of the process for people. */
export function describeProcess(name: string): string {
  const pid = /^\d{1,10}(?= )/.exec(name)?.[0];
  if (pid === undefined) return "another process";
  return judgeProcess(name) === "alive"
    ? `process ${pid}`
    : `process ${pid}, perhaps in another container or on another machine,`;
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Field 22 of /proc/<pid>/stat: the start time of the process, in clock ticks. */
function startOf(pid: number): string {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
}

const bootId = () => attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()) || "-";

const pidNamespace = () => attempt(() => /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0]) ?? "-";
