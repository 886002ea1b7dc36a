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
  /** On top of `PATH` and a `HOME`; nothing else of this process's environment is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Runs it as this user; only root may. */
  readonly uid?: number;
  /** Ends it with SIGKILL so long after its start. */
  readonly killAfterMs?: number;
  /** Sees the process as soon as it runs. */
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

/** Runs the built program: as a process of its own, unless the command does the same in this one. */
export function runVextel(args: readonly string[], options: RunOptions): Promise<Run> {
  return needsProcess(args, options) ? runProcess(args, options) : runHere(args, options);
}

/** Commands that neither wait, ask, nor start another process: they do the same in this one, in a tenth of the time. */
const inThisProcess = new Set(
  "capture disable drop enable history list manual policy preview reset scrub show status undo whois".split(" "),
);

/** All other commands do, and any that runs as somebody else, is killed, or has a folder or an environment of its own. */
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
  child.stdin.on("error", () => {}); // it may end without having read
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

/** The whole environment that the program gets. */
export const environment = ({ home, env }: Pick<RunOptions, "home" | "env">): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: home,
  VEXTEL_HOME: home,
  ...env,
});

/** What `--json` printed. */
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
