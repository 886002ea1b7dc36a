import { RootCommand } from "@bomb.sh/tab";
import type { Argument, Command, Option } from "commander";

/** A word that may be at the cursor, with a description. */
export type Choice = readonly [word: string, about: string];

/** What may be at the cursor; `files` leaves it to the shell, which knows how to quote names. */
export type Choose = () => readonly Choice[] | "files";

/**
 * Prints the words that may replace the last one, one on each line, as the scripts of `@bomb.sh/tab` expect them.
 *
 * @param words - The command line after `vextel` up to the cursor; the last one may be empty.
 * @param chooseFor - What an argument or the value of an option may be; `undefined` if unknown.
 */
export function printCompletions(
  program: Command,
  words: readonly string[],
  chooseFor: (what: Argument | Option) => Choose | undefined,
): void {
  const root = new RootCommand();
  let directive = noFiles;
  // the library forbids file names everywhere, and logs are files
  Object.defineProperty(root, "directive", { get: () => directive, set: () => {} });
  const handle = (what: Argument | Option) => (complete: (word: string, about: string) => void) => {
    const choices = chooseFor(what)?.() ?? [];
    if (choices === "files") directive = filesToo;
    else for (const [word, about] of choices) complete(word, about);
  };
  for (const [path, command] of walk(program)) {
    const node = path === "" ? root : root.command(path, command.description());
    for (const option of command.createHelp().visibleOptions(command)) {
      const name = option.long!.slice(2);
      if (option.required) node.option(name, option.description, handle(option));
      else node.option(name, option.description);
    }
    for (const argument of command.registeredArguments)
      node.argument(argument.name(), handle(argument), argument.variadic);
  }
  root.parse([...words]);
}

/** What the last printed line tells the shell: to offer no file names, or to offer them if there is nothing else. */
const noFiles = 4;
const filesToo = 0;

/** Every visible command by its words: `publisher add`. */
function* walk(command: Command, path = ""): Generator<readonly [path: string, command: Command]> {
  yield [path, command];
  for (const child of command.createHelp().visibleCommands(command))
    yield* walk(child, path === "" ? child.name() : `${path} ${child.name()}`);
}
