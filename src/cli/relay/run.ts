import { delimiter, join } from "node:path";
import { VextelError } from "../../errors.ts";
import { renderEnvironment } from "../../owner/service-unit.ts";
import { nodeDiversion } from "../../relay/divert/node.ts";
import { type FirstLineOf, findProgram } from "../../relay/divert/program.ts";
import { pythonDiversion } from "../../relay/divert/python.ts";
import { defaultAddress } from "../../relay/dsn.ts";
import { createKey, createKeyFile } from "../../relay/keys/key-file.ts";
import { foundIn } from "../../world/outside/outside.ts";
import { relayKeysPath } from "../../world/paths.ts";
import { runProgram } from "../../world/process/run-program.ts";
import type { CommandDeps } from "../deps.ts";
import { refuseIgnoring, refuseTooOld } from "./bypass.ts";
import { findRelay } from "./running.ts";

export interface RunRequest {
  readonly command: readonly string[];
  readonly systemd?: true;
}

/** Starts a program whose Sentry events go to the relay, whatever DSNs it has; exits with its status. */
export async function runRelayRun({ command, systemd }: RunRequest, deps: CommandDeps): Promise<void> {
  if (command.length === 0 && !systemd)
    throw new VextelError("USAGE", "No command is named", "For example: vextel relay run -- redbot tavern");
  const program = findProgram(command, firstLineIn(deps.world));
  refuseIgnoring(command, program);
  const relay = await findRelay(deps);
  const address = relay?.isRunning ? relay.addresses[0]! : defaultAddress;
  const variables = await prepare(address, deps).catch(refuseUnprepared);
  if (systemd) return deps.terminal.print(renderEnvironment(variables).map((line) => [line]));
  const env = { ...deps.world.env, ...variables };
  refuseTooOld(command, program, env, divertIn(deps));
  if (!relay?.isRunning)
    await deps.terminal.note([["warn", "No relay is running: errors are lost, not sent. Start one: vextel relay"]]);
  const noteFailure = (code: string) =>
    deps.terminal.note([["bad", `${command[0]} cannot be started: ${whyOf(code)}`]]);
  deps.setStatus(await runProgram(command, env, noteFailure));
}

/** The most that is read of a script: the first line of a larger file is not known. */
const mostBytes = 1024 * 1024;

function firstLineIn({ env, outside }: CommandDeps["world"]): FirstLineOf {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return (program) => {
    const paths = /[\\/]/.test(program) ? [program] : folders.map((folder) => join(folder, program));
    for (const path of paths) {
      const text = foundIn(outside.readText(path, mostBytes));
      if (text !== undefined) return text.slice(0, 512).split("\n")[0];
    }
    return undefined;
  };
}

const whyOf = (code: string) =>
  ({ ENOENT: "there is no such program", EACCES: "this account may not run it" })[code] ?? code;

const divertIn = ({ paths }: CommandDeps) => join(paths.state, "divert");

/** A program without these files would report to Sentry. */
function refuseUnprepared(cause: unknown): never {
  if (!(cause instanceof VextelError) || cause.code !== "FILE_UNWRITABLE") throw cause;
  throw new VextelError(
    cause.code,
    `The program was not started, because its errors cannot be redirected: ${cause.message}`,
    `${cause.hint} The relay and this command need the same folder.`,
    { cause },
  );
}

/** Environment variables to add for the program. */
async function prepare(address: string, deps: CommandDeps): Promise<Record<string, string>> {
  const { paths, world } = deps;
  const file = createKeyFile(relayKeysPath(paths), world);
  const key = (await file.read()).diversion ?? (await file.change(withDiversion)).diversion!;
  const folder = divertIn(deps);
  const [python, node] = [join(folder, "sitecustomize.py"), join(folder, "divert.cjs")];
  await world.files.write(python, pythonDiversion);
  await world.files.write(node, nodeDiversion);
  const { env } = world;
  const noProxy = withWord(env.no_proxy ?? env.NO_PROXY, "127.0.0.1", ",");
  return {
    VEXTEL_RELAY: `http://${key}@${address}`,
    PYTHONPATH: withWord(env.PYTHONPATH, folder, delimiter, "first"),
    NODE_OPTIONS: withWord(env.NODE_OPTIONS, `--require ${JSON.stringify(node)}`, " "),
    BUN_OPTIONS: withWord(env.BUN_OPTIONS, JSON.stringify(`--preload=${node}`), " "),
    ...{ no_proxy: noProxy, NO_PROXY: noProxy },
  };

  function withDiversion(keys: Awaited<ReturnType<typeof file.read>>) {
    return { ...keys, diversion: keys.diversion ?? createKey(world) };
  }
}

/** Adds a word to a variable, unless a `vextel relay run` outside this one has added it. */
function withWord(value: string | undefined, word: string, separator: string, at: "first" | "last" = "last"): string {
  if (!value) return word;
  if (`${separator}${value}${separator}`.includes(`${separator}${word}${separator}`)) return value;
  return (at === "first" ? [word, value] : [value, word]).join(separator);
}
