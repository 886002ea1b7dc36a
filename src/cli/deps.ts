import { type ConsentFile, createConsentFile } from "../consent/file.ts";
import { withoutSecret } from "../deliver/dsn.ts";
import { createLedger, type Ledger } from "../history/ledger.ts";
import { createOutbox, type Outbox } from "../outbox/outbox.ts";
import { createPolicyFile, type PolicyFile } from "../policy/file.ts";
import { createRegistry, type Registry } from "../publisher/registry.ts";
import type { Sender } from "../world/host.ts";
import { createNodeWorld } from "../world/node.ts";
import { consentPath, type Paths, resolvePaths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { createTerminal, type Streams, type Terminal } from "./terminal/terminal.ts";

/** Everything that a command needs. */
export interface CommandDeps {
  readonly world: World;
  readonly paths: Paths;
  readonly terminal: Terminal;
  readonly consent: ConsentFile;
  readonly outbox: Outbox;
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly policy: PolicyFile;
  readonly stdin: NodeJS.ReadStream;
  /** Starts a process that sends what consent covers, unless one runs. */
  startSender(): Promise<Sender>;
  /** Sets the exit status; the highest value set wins. */
  setStatus(status: number): void;
}

/** Touches nothing yet; only `send` ever calls `world.post`. */
export function createDeps(streams: Streams, env: NodeJS.ProcessEnv, setStatus: (status: number) => void): CommandDeps {
  const world = createNodeWorld(async (request) => (await import("../deliver/http/post.ts")).post(request), env);
  return createDepsIn(world, {
    terminal: createTerminal(streams, env),
    get stdin() {
      return streams.stdin;
    },
    startSender: async () => (await import("../world/node-host.ts")).createNodeHost(env).startSender([]),
    setStatus,
  });
}

/** The parts of the world that commands use. */
export function createDepsIn(
  world: World,
  rest: Pick<CommandDeps, "terminal" | "stdin" | "startSender" | "setStatus">,
): CommandDeps {
  const paths = resolvePaths(world.env, world.machine.home);
  const ledger = createLedger(paths, world, noteOnce(rest.terminal));
  return {
    ledger,
    world,
    paths,
    terminal: rest.terminal,
    consent: createConsentFile(consentPath(paths), world, ledger),
    outbox: createOutbox(paths, world, ledger),
    registry: createRegistry(paths, world, withoutSecret),
    policy: createPolicyFile(paths, world),
    get stdin() {
      return rest.stdin;
    },
    startSender: rest.startSender,
    setStatus: rest.setStatus,
  };
}

/** What was done is valid without a line in the history, but the owner must know that the line is missing. */
function noteOnce(terminal: Terminal): (error: unknown) => void {
  let isNoted = false;
  return (error) => {
    if (isNoted) return;
    isNoted = true;
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    void terminal.note([["warn", `The history is not writable (${code ?? "unknown"}), and lacks what was done now.`]]);
  };
}
