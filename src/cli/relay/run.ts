import { delimiter, join } from "node:path";
import { VextelError } from "../../errors.ts";
import { renderEnvironment } from "../../owner/service-unit.ts";
import { type FirstLineOf, type Ignored, ignoredBy } from "../../relay/divert/ignored.ts";
import { nodeDiversion } from "../../relay/divert/node.ts";
import { pythonDiversion } from "../../relay/divert/python.ts";
import { defaultAddress } from "../../relay/dsn.ts";
import { createKey, createKeyFile } from "../../relay/keys/key-file.ts";
import { foundIn } from "../../world/outside/outside.ts";
import { relayKeysPath } from "../../world/paths.ts";
import { runProgram } from "../../world/process/run-program.ts";
import type { CommandDeps } from "../deps.ts";
import { findRelay } from "./running.ts";

export interface RunRequest {
  readonly command: readonly string[];
  readonly systemd?: true;
}

/** Starts a program whose Sentry events go to the relay, whatever DSNs it has; exits with its status. */
export async function runRelayRun({ command, systemd }: RunRequest, deps: CommandDeps): Promise<void> {
  if (command.length === 0 && !systemd)
    throw new VextelError("USAGE", "No command is named", "For example: vextel relay run -- redbot tavern");
  const ignored = ignoredBy(command, firstLineIn(deps.world));
  if (ignored !== undefined) throw pastRelay(command[0]!, ignored);
  const relay = await findRelay(deps);
  const variables = await prepare(relay?.isRunning ? relay.addresses[0]! : defaultAddress, deps);
  if (systemd) return deps.terminal.print(renderEnvironment(variables).map((line) => [line]));
  if (!relay?.isRunning)
    await deps.terminal.note([["warn", "No relay is running: errors are lost, not sent. Start one: vextel relay"]]);
  const noteFailure = (code: string) =>
    deps.terminal.note([["bad", `${command[0]} cannot be started: ${whyOf(code)}`]]);
  deps.setStatus(await runProgram(command, { ...deps.world.env, ...variables }, noteFailure));
}

function pastRelay(command: string, ignored: Ignored): VextelError {
  const [why, hint] =
    "option" in ignored
      ? [
          ignored.program === "env"
            ? `The command uses \`env ${ignored.option}\`, which`
            : `${command} runs Python with ${ignored.option}, which`,
          `Start it without ${ignored.option}, for example: vextel relay run -- python -m redbot tavern`,
        ]
      : [
          `${command} runs ${ignored.program}, which reads no options of Node and`,
          "Run it with Node, or give its SDKs a DSN of the relay: vextel relay dsn --help",
        ];
  return new VextelError("USAGE", `${why} would let its SDKs report past the relay; nothing was started`, hint);
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

/** Environment variables to add for the program. */
async function prepare(address: string, deps: CommandDeps): Promise<Record<string, string>> {
  const { paths, world } = deps;
  const file = createKeyFile(relayKeysPath(paths), world);
  const key = (await file.read()).diversion ?? (await file.change(withDiversion)).diversion!;
  const folder = join(paths.state, "divert");
  const [python, node] = [join(folder, "sitecustomize.py"), join(folder, "divert.cjs")];
  await world.files.write(python, pythonDiversion);
  await world.files.write(node, nodeDiversion);
  const { env } = world;
  const noProxy = [env.no_proxy ?? env.NO_PROXY, "127.0.0.1"].filter(Boolean).join(",");
  return {
    VEXTEL_RELAY: `http://${key}@${address}`,
    PYTHONPATH: [folder, env.PYTHONPATH].filter(Boolean).join(delimiter),
    NODE_OPTIONS: [env.NODE_OPTIONS, `--require ${JSON.stringify(node)}`].filter(Boolean).join(" "),
    ...{ no_proxy: noProxy, NO_PROXY: noProxy },
  };

  function withDiversion(keys: Awaited<ReturnType<typeof file.read>>) {
    return { ...keys, diversion: keys.diversion ?? createKey(world) };
  }
}
