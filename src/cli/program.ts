import { Command, Help, type OutputConfiguration } from "commander";
import type { Line } from "../preview/terminal/line.ts";
import { sdk } from "../seal/sdk.ts";
import type { CommandDeps } from "./deps.ts";

type Create = (deps: CommandDeps) => Promise<Command>;

/** In the order of the help. Each is loaded only when it is used. */
const commands: Readonly<Record<string, Create>> = {
  setup: async (deps) => (await import("./commands/setup.ts")).setupCommand(deps),
  find: async (deps) => (await import("./commands/find.ts")).findCommand(deps),
  status: async (deps) => (await import("./commands/status.ts")).statusCommand(deps),
  enable: async (deps) => (await import("./commands/enable.ts")).enableCommand(deps),
  disable: async (deps) => (await import("./commands/disable.ts")).disableCommand(deps),
  manual: async (deps) => (await import("./commands/manual.ts")).manualCommand(deps),
  scrub: async (deps) => (await import("./commands/scrub.ts")).scrubCommand(deps),
  preview: async (deps) => (await import("./commands/preview.ts")).previewCommand(deps),
  capture: async (deps) => (await import("./commands/capture.ts")).captureCommand(deps),
  list: async (deps) => (await import("./commands/list.ts")).listCommand(deps),
  show: async (deps) => (await import("./commands/show.ts")).showCommand(deps),
  review: async (deps) => (await import("./commands/review.ts")).reviewCommand(deps),
  edit: async (deps) => (await import("./commands/edit.ts")).editCommand(deps),
  send: async (deps) => (await import("./commands/send.ts")).sendCommand(deps),
  drop: async (deps) => (await import("./commands/drop.ts")).dropCommand(deps),
  undo: async (deps) => (await import("./commands/undo.ts")).undoCommand(deps),
  watch: async (deps) => (await import("./commands/watch.ts")).watchCommand(deps),
  whois: async (deps) => (await import("./commands/whois.ts")).whoisCommand(deps),
  relay: async (deps) => (await import("./commands/relay.ts")).relayCommand(deps),
  policy: async (deps) => (await import("./commands/policy.ts")).policyCommand(deps),
  history: async (deps) => (await import("./commands/history.ts")).historyCommand(deps),
  selftest: async (deps) => (await import("./commands/selftest.ts")).selftestCommand(deps),
  publisher: async (deps) => (await import("./commands/publisher.ts")).publisherCommand(deps),
  reset: async (deps) => (await import("./commands/reset.ts")).resetCommand(deps),
  completion: async (deps) => (await import("./commands/completion.ts")).completionCommand(deps),
  complete: async (deps) => (await import("./commands/completion.ts")).completeCommand(deps, () => createProgram(deps)),
};

/**
 * Builds the command tree; touches nothing.
 *
 * @param only - The command to build: building all of them takes longer than running one. None for the version; all if
 * there is no such command.
 */
export async function createProgram(deps: CommandDeps, only?: string): Promise<Command> {
  const program = new Command("vextel")
    .description("error reports from Discord-bot plugins, shown to the bot's owner before anything is sent")
    .version(sdk.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .addHelpText("after", afterHelp);
  for (const createCommand of wantedOf(only))
    program.addCommand(await createCommand(deps), { hidden: createCommand === commands.complete });
  for (const command of allCommands(program)) {
    if (command.commands.length > 0) command.helpCommand("help [command]", "print help for a command");
    command
      .exitOverride()
      .showSuggestionAfterError()
      .showHelpAfterError(`See: ${fullNameOf(command)} --help`)
      .helpOption("-h, --help", "print help")
      .configureHelp({ minWidthToWrap: 20, formatItem })
      .configureOutput(outputTo(deps));
  }
  return program;
}

/** On a narrow terminal the description is below its term, since commander would not wrap it there. */
function formatItem(this: Help, term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  if (description === "" || width - termWidth - 4 >= 20)
    return Help.prototype.formatItem.call(this, term, termWidth, description, helper);
  const indent = "      ";
  const below = helper.boxWrap(description, width - indent.length).replaceAll("\n", `\n${indent}`);
  return `  ${term}\n${indent}${below}`;
}

function wantedOf(word: string | undefined): readonly Create[] {
  if (word === "--version" || word === "-V") return [];
  return word !== undefined && Object.hasOwn(commands, word) ? [commands[word]!] : Object.values(commands);
}

/**
 * commander's own output goes the same way as all other output: Node's streams, which it would use, are slow to create.
 */
const outputTo = (deps: CommandDeps): OutputConfiguration => ({
  writeOut: (text) => void deps.terminal.printProse(linesOf(text)),
  writeErr: (text) => void deps.terminal.note(...linesOf(text)),
  outputError: (text, write) => write(withoutFarGuess(text)),
  getOutHelpWidth: () => deps.terminal.columns,
  getErrHelpWidth: () => deps.terminal.columns,
  getOutHasColors: () => false,
  getErrHasColors: () => false,
});

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => [line]);

/** commander also suggests what only ends alike, such as `--bot` for `--port`; a slip is seldom in the first letter. */
function withoutFarGuess(text: string): string {
  const first = /'-*([^-'])[^']*'/.exec(text)?.[1];
  return text.replace(/\n\(Did you mean (?:one of )?(.+)\?\)/, (all, guesses: string) =>
    guesses.split(", ").some((guess) => guess.replace(/^-*/, "").startsWith(first ?? "")) ? all : "",
  );
}

const fullNameOf = (command: Command): string =>
  command.parent ? `${fullNameOf(command.parent)} ${command.name()}` : command.name();

/** A command and all its subcommands. */
const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

const afterHelp = `
Exit status:
  0 done, 1 something found or an unexpected failure, 2 wrong usage,
  3 not found (an event, a publisher, a bot), 4 refused by the server, 5 server not reached,
  6 rate limited, 7 a state file cannot be trusted, 8 not permitted by consent, 130 interrupted

Example:
  $ vextel preview red.log`;
