import { type Command, CommanderError } from "commander";
import { VextelError } from "../errors.ts";
import type { Line } from "../preview/terminal/line.ts";
import { type Output, openOutput } from "../world/terminal/output.ts";
import { meantBy } from "./arguments/other-words.ts";
import { createDeps } from "./deps.ts";
import { exit, statusOfError } from "./exit.ts";
import { readStateIfInterrupted } from "./interrupted.ts";
import { createProgram } from "./program.ts";
import type { Streams } from "./terminal/terminal.ts";

/**
 * Runs the program once, and returns its exit status. The only place that catches errors.
 *
 * @param argv - The words after `vextel`.
 */
export async function main(argv: readonly string[], streams: Streams, env: NodeJS.ProcessEnv): Promise<number> {
  let status: number = exit.done;
  const deps = createDeps(streams, env, (wanted) => {
    status = Math.max(status, wanted);
  });
  const program = await createProgram(deps, argv[0]);
  try {
    const meant = program.commands.length > 1 && argv.length > 0 ? meantBy(argv[0]!) : undefined;
    if (argv.length === 0) program.outputHelp();
    else if (meant !== undefined && !program.commands.some((command) => command.name() === argv[0]))
      throw new VextelError("USAGE", `There is no command ${argv[0]}`, `Did you mean: ${meant}`);
    else {
      checkHelp(program, argv);
      await program.parseAsync([...argv], { from: "user" });
    }
  } catch (error) {
    if (error instanceof CommanderError) status = error.exitCode === 0 ? exit.done : exit.usage;
    else {
      await deps.terminal.note(...describe(error, env));
      status = Math.max(status, error instanceof VextelError ? statusOfError[error.code] : exit.failed);
    }
  }
  await deps.terminal.written(); // commander does not wait until its own output is written
  return status;
}

/** commander prints the whole help for an unknown command, and does not say that it is unknown. */
function checkHelp(program: Command, argv: readonly string[]): void {
  const at = argv.indexOf("help");
  const name = argv[at + 1];
  const parent = at === 0 ? program : program.commands.find((command) => at === 1 && command.name() === argv[0]);
  if (at < 0 || name === undefined || name.startsWith("-") || !parent || parent.commands.length === 0) return;
  if (name === "help" || parent.commands.some((command) => command.name() === name)) return;
  const words = ["vextel", ...argv.slice(0, at)].join(" ");
  throw new VextelError("USAGE", `${words} has no command ${name}`, `See: ${words} --help`);
}

/** Runs the program with this process's arguments and streams; ends only when everything is written. */
export async function runProcess(): Promise<void> {
  const streams = new OwnStreams(acting.has(process.argv[2] ?? ""));
  process.once("SIGINT", async () => {
    const state = readStateIfInterrupted() ?? interrupted[process.argv[2] ?? ""];
    await streams.stderr.write(`\nInterrupted.${state === undefined ? "" : ` ${state}`}\n`);
    process.exit(exit.interrupted);
  });
  const status = await main(process.argv.slice(2), streams, process.env);
  process.exitCode = Math.max(status, Number(process.exitCode ?? exit.done));
  if (streams.isWritten) process.exit(); // Node's own cleanup takes milliseconds, and changes nothing
  if (process.exitCode) streams.close();
}

/** The state in which these commands leave everything if they are ended at once. */
const interrupted: Readonly<Record<string, string>> = {
  preview: "Nothing was kept or sent.",
  capture: "Events that were kept stay kept: vextel list.",
  send: "A request in progress may have arrived: vextel list --all.",
};

/** Commands that do more than print: they finish even if their output is no longer read. */
const acting = new Set([
  "setup",
  "enable",
  "disable",
  "manual",
  "capture",
  "watch",
  "relay",
  "send",
  "drop",
  "edit",
  "review",
  "undo",
  "publisher",
  "reset",
]);

/**
 * The streams of this process. A closed pipe (`| head`) is not an error, a full disk is; a closed stderr is ignored.
 */
class OwnStreams implements Streams {
  readonly stderr = openOutput(2, () => {});
  readonly stdout: Output;
  #stdin: NodeJS.ReadStream | undefined;

  constructor(goesOn: boolean) {
    this.stdout = openOutput(1, ({ code }) => {
      if (code !== "EPIPE" && !process.exitCode) {
        void this.stderr.write(
          `Cannot write the output (${code}).${goesOn ? " The command goes on without it." : ""}\n`,
        );
        process.exitCode = exit.failed;
      }
      if (!goesOn) process.exit();
    });
  }

  get stdin(): NodeJS.ReadStream {
    this.#stdin ??= process.stdin;
    return this.#stdin;
  }

  get isWritten(): boolean {
    return !this.stdout.isPending && !this.stderr.isPending;
  }

  /** A pipe that was opened and not read to its end would keep the process. */
  close(): void {
    this.#stdin?.destroy();
  }
}

function describe(error: unknown, env: NodeJS.ProcessEnv): Line[] {
  if (error instanceof VextelError) return [[["bad", error.message]], [error.hint]];
  const known = error as Partial<NodeJS.ErrnoException>;
  const name = known.code ?? known.name ?? "unknown";
  const stack = env.VEXTEL_DEBUG ? stackOf(error) : [];
  return [
    [["bad", `Unexpected failure (${name})`]],
    ["What was done before it: vextel history. Please report it, with the frames that VEXTEL_DEBUG=1 shows."],
    ...stack,
  ];
}

/** Frames only: a message may contain private text. */
const stackOf = (error: unknown): Line[] =>
  String((error as Error).stack ?? "")
    .split("\n")
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => [line]);
