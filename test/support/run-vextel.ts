import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { Readable } from "node:stream";
import type { main } from "../../src/cli/main.ts";
import { programPath } from "./program.ts";

export interface RunOptions {
  /** `VEXTEL_HOME`. */
  readonly home: string;
  /** Added to `PATH` and `HOME`; the rest of the test's environment is not passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** The user to run it as; only root may set this. */
  readonly uid?: number;
  /** Sends SIGKILL this long after the start. */
  readonly killAfterMs?: number;
  /** Called with the process as soon as it has started. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface Run {
  /** `null` if a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Buffer;
}

/** Runs the built program: in a process of its own, or in this one if the command behaves the same there. */
export function runVextel(args: readonly string[], options: RunOptions): Promise<Run> {
  return needsProcess(args, options) ? runProcess(args, options) : runHere(args, options);
}

/** Commands that neither wait, ask, nor start a process: they run here with the same result, in a tenth of the time. */
const inThisProcess = new Set(
  "capture disable drop enable history list manual policy preview reset scrub show status undo whois".split(" "),
);

/** True for all other commands, and for runs with a different user, folder or environment, or that are to be killed. */
function needsProcess(args: readonly string[], options: RunOptions): boolean {
  const { home, cwd = home, env = {}, uid, killAfterMs, onStart } = options;
  return (
    process.env.VEXTEL_TEST_PROCESSES === "1" ||
    !inThisProcess.has(args[0] ?? "") ||
    !isAbsolute(env.VEXTEL_HOME ?? home) ||
    [uid, killAfterMs, onStart].some((option) => option !== undefined) ||
    args.some((arg) => !isAbsolute(arg) && existsSync(join(cwd, arg))) ||
    Object.keys(env).some((name) => !/^(?:VEXTEL_|DO_NOT_TRACK$|XDG_)/.test(name))
  );
}

function runProcess(args: readonly string[], options: RunOptions): Promise<Run> {
  const child = spawn(process.execPath, [programPath(), ...args], {
    cwd: options.cwd ?? options.home,
    env: environment(options),
    stdio: ["pipe", "pipe", "pipe"],
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
  });
  options.onStart?.(child);
  const timer =
    options.killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), options.killAfterMs);
  child.stdin.on("error", () => {}); // it may exit before it has read its input
  child.stdin.end(options.stdin ?? "");
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      const bytes = Buffer.concat(stdout);
      resolve({ status, signal, stdout: bytes.toString(), stderr: Buffer.concat(stderr).toString(), bytes });
    });
  });
}

/** The complete environment of the program. */
export const environment = ({ home, env }: Pick<RunOptions, "home" | "env">): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: home,
  VEXTEL_HOME: home,
  ...env,
});

/** The parsed output of a command with `--json`. */
export async function runJson<T>(args: readonly string[], options: RunOptions): Promise<T> {
  const { stdout, stderr } = await runVextel([...args, "--json"], options);
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`no JSON on stdout: ${stdout.slice(0, 500)}\n${stderr}`);
  }
}

/** Runs the built program in this process. */
async function runHere(args: readonly string[], options: RunOptions): Promise<Run> {
  const folder = join(dirname(programPath()), "../dist/cli");
  const { loadBundle } = createRequire(import.meta.url)(join(folder, "start.cjs"));
  const run: typeof main = loadBundle(folder, "whole.cjs").exports.main;
  const said: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
  const output = (name: "stdout" | "stderr") => ({
    isTty: false,
    isPending: false,
    write: async (data: Uint8Array | string) => void said[name].push(Buffer.from(data as string)),
  });
  const stdin = Readable.from([Buffer.from((options.stdin ?? "") as string)]) as NodeJS.ReadStream;
  const streams = { stdin, stdout: output("stdout"), stderr: output("stderr") };
  const status = await run(args, streams, environment(options));
  const bytes = Buffer.concat(said.stdout);
  return { status, signal: null, stdout: bytes.toString(), stderr: Buffer.concat(said.stderr).toString(), bytes };
}
