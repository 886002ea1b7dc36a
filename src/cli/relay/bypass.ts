import { resolve } from "node:path";
import { VextelError } from "../../errors.ts";
import { ignoredBy } from "../../relay/divert/ignored.ts";
import { isDiverted } from "../../relay/divert/node.ts";
import type { Program } from "../../relay/divert/program.ts";
import { runSilently } from "../../world/process/run-silently.ts";

/**
 * Refuses a command that keeps the variables of `vextel relay run` from its program.
 *
 * @throws {VextelError} `USAGE` names the option that does it.
 */
export function refuseIgnoring(command: readonly string[], program: Program): void {
  const ignored = ignoredBy(program);
  if (ignored === undefined) return;
  const { by, option } = ignored;
  const what = by === "env" ? `The command uses \`env ${option}\`` : `${command[0]} runs Python with ${option}`;
  throw bypass(what, `Start it without ${option}, for example: vextel relay run -- python -m redbot tavern`);
}

/** Versions of Bun and Deno that were seen to load a module before a program, and the variable that names it. */
const tried = {
  Bun: { version: "1.2.20", variable: "BUN_OPTIONS" },
  Deno: { version: "2.8.0", variable: "NODE_OPTIONS" },
};

/**
 * Refuses a Bun or Deno that does not load the module which `vextel relay run` wrote into `folder`. It is started once
 * to find out. One that is not there is left to be started in vain.
 *
 * @throws {VextelError} `USAGE` says which version does.
 */
export function refuseTooOld(
  command: readonly string[],
  program: Program,
  env: NodeJS.ProcessEnv,
  folder: string,
): void {
  const { name = "", runtime } = program;
  if (runtime !== "Bun" && runtime !== "Deno") return;
  const path = /[\\/]/.test(name) ? resolve(name) : name;
  const status = runSilently(
    [path.replace(/bunx(?=(?:\.exe)?$)/i, "bun"), runtime === "Bun" ? "-e" : "eval", isDiverted],
    env,
    folder,
  );
  if (status === undefined ? command[0] === name : status === 0) return;
  const { version, variable } = tried[runtime];
  const hint = `Use ${runtime} ${version} or newer, or give its SDKs a DSN of the relay: vextel relay dsn --help`;
  throw bypass(`${command[0]} runs a ${runtime} that ignores ${variable}`, hint);
}

const bypass = (what: string, hint: string) =>
  new VextelError("USAGE", `${what}, which would let its SDKs report past the relay; nothing was started`, hint);
