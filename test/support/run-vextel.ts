import { type ChildProcess, spawn } from "node:child_process";
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

/** Runs the built program as a process of its own. */
export function runVextel(args: readonly string[], options: RunOptions): Promise<Run> {
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
