import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { judgeProcess, nameOfThisProcess } from "./files/lock/process-name.ts";
import type { Host } from "./host.ts";
import { createNodeWorld } from "./node.ts";
import { createCrashWatch } from "./process/crash-watch.ts";
import { createExitWork } from "./process/exit-work.ts";
import { ownerCommand } from "./process/owner-command.ts";
import { sharedIn } from "./process/process-singleton.ts";
import { spawnSender } from "./process/sender.ts";
import { after } from "./process/timer.ts";
import type { Files } from "./world.ts";

const exitWork = () => sharedIn(process, "exit-work.1", () => createExitWork(process));
const crashWatch = () => sharedIn(process, "crash-watch.1", () => createCrashWatch(process));

/** The bot's process. It has no `post`: only the sender uses the network. */
export function createNodeHost(env: Host["env"] = process.env): Host {
  const world = createNodeWorld(() => Promise.reject(new Error("the bot's process never posts")), env);
  return {
    ...world,
    files: { ...world.files, readMany: (folder, names, parse) => readGently(world.files, folder, names, parse) },
    processName: nameOfThisProcess(),
    startedAtMs: performance.timeOrigin,
    isRunning: (owner, seenMs) => {
      const verdict = judgeProcess(owner);
      return verdict === "unknown" ? Date.now() - seenMs < silentMs : verdict === "alive";
    },
    every(periodMs, work) {
      const timer = setInterval(work, periodMs);
      timer.unref();
      return () => clearInterval(timer);
    },
    after,
    ownerCommand: () => ownerCommand(findProgram(), process.cwd(), process.execPath),
    startSender(named) {
      const program = findProgram();
      return spawnSender(
        program,
        named,
        program === undefined ? {} : surroundings(program, env, world.env.VEXTEL_HOME),
      );
    },
    atExit: (render) => exitWork().add((status) => runKeeper(env, world.env.VEXTEL_HOME, render(status))),
    onCrash: (listener) => crashWatch().add(listener),
  };
}

/** A process that cannot be checked from here, and was not seen for this long, has ended. */
const silentMs = 25 * 60_000;

/** Reads a folder of thousands of files in short steps, so that the bot can do other work meanwhile. */
async function readGently<T>(
  files: Files,
  folder: string,
  names: readonly string[],
  parse: (text: string | undefined) => T,
): Promise<T[]> {
  const all: T[] = [];
  for (let from = 0; from < names.length; from += 20) {
    all.push(...(await files.readMany(folder, names.slice(from, from + 20), parse)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return all;
}

/**
 * The variables that the sender gets from the bot's environment: where vextel keeps its files, the kill switches, and
 * how to reach the network. `NODE_OPTIONS` in particular is omitted: it could load a host's instrumentation.
 */
const passedOn = new Set([
  ...[
    "VEXTEL_HOME",
    "HOME",
    "USERPROFILE",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "APPDATA",
    "LOCALAPPDATA",
  ],
  ...["DO_NOT_TRACK", "VEXTEL_TELEMETRY", "VEXTEL_DSN"],
  ...["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["NODE_EXTRA_CA_CERTS", "NODE_USE_SYSTEM_CA", "SSL_CERT_FILE", "SSL_CERT_DIR"],
  ...["SYSTEMROOT", "TEMP", "TMP"],
]);

const environmentFor = (env: Host["env"], home: string | undefined) => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.has(name.toUpperCase()))),
  ...(home !== undefined && { VEXTEL_HOME: home }), // the program works in another folder
});

/** Where vextel's own processes run. */
const surroundings = (program: string, env: Host["env"], home: string | undefined) => ({
  cwd: dirname(program),
  env: environmentFor(env, home),
  windowsHide: true,
});

/** The longest time by which the end of a bot is delayed. */
const keeperPatienceMs = 20_000;

/** A process that ends can do nothing asynchronous, so another process does it. */
function runKeeper(env: Host["env"], home: string | undefined, input: string | undefined): void {
  const program = findProgram();
  if (program === undefined || input === undefined) return;
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  spawnSync(process.execPath, [program, "--keep"], {
    ...surroundings(program, env, home),
    ...{ input, stdio: ["pipe", "ignore", "ignore"], timeout: keeperPatienceMs },
  });
}

/** Relative to this code, which the build puts into dist/, dist/cjs/ or a folder below. */
function findProgram(): string | undefined {
  const here = import.meta.dirname as string | undefined;
  if (here === undefined) return undefined; // a bundler converted it to CommonJS
  const folders = [here, dirname(here), dirname(dirname(here))];
  return folders
    .map((folder) => join(folder, "reporter", "sender", "vextel-sender.js"))
    .find((path) => existsSync(path));
}
