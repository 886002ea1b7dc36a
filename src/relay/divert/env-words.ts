import { basename } from "node:path";

/** The variables that `vextel relay run` sets, and an SDK's program needs. */
const needed = new Set(["PYTHONPATH", "NODE_OPTIONS", "BUN_OPTIONS", "VEXTEL_RELAY"]);

/** Words of `env` that take a needed variable away. */
export interface Removal {
  /** As it was written, such as `-u PYTHONPATH`. */
  readonly option: string;
  /** Absent if all variables are taken away. */
  readonly variable?: string;
}

export const isEnv = (command: readonly string[]): boolean => /^env(?:\.exe)?$/.test(basename(command[0] ?? ""));

/** Long options with an argument, as short ones. */
const short: Readonly<Record<string, string>> = {
  ...{ "--unset": "-u", "--chdir": "-C", "--split-string": "-S", "--ignore-environment": "-i" },
};

/**
 * Reads `env -i -u NAME -S 'program …' NAME=value program …`.
 *
 * @returns The words of the program, and what takes needed variables away from it.
 */
export function readEnv(command: readonly string[]): { words: readonly string[]; removals: readonly Removal[] } {
  const rest = command.slice(1);
  const removals: Removal[] = [];
  for (let word = rest[0]; word !== undefined; word = rest[0]) {
    const [, name] = /^([^=-][^=]*)=/.exec(word) ?? [];
    if (name === undefined && !word.startsWith("-")) break;
    rest.shift();
    if (word === "--") break;
    if (name !== undefined) {
      if (needed.has(name)) removals.push({ option: `${name}=`, variable: name });
    } else removals.push(...readOption(word, rest));
  }
  return { words: rest, removals };
}

/** Takes an option's argument from the words that follow it; `-S` puts its words before them. */
function readOption(word: string, rest: string[]): Removal[] {
  const [long = "", value] = word.split(/=(.*)/s);
  const letters = word.startsWith("--") ? `${short[long] ?? ""}${value ?? ""}` : word;
  if (letters === "-") return [{ option: "-" }];
  const [, flags = "", letter, inside] = /^-([^uCS]*)(?:([uCS])(.*))?$/s.exec(letters) ?? [];
  const removals: Removal[] = flags.includes("i") ? [{ option: "-i" }] : [];
  if (letter === undefined) return removals;
  const argument = inside || rest.shift() || "";
  if (letter === "S") rest.unshift(...argument.split(/\s+/).filter(Boolean));
  const isNeeded = letter === "u" && needed.has(argument);
  return isNeeded ? [...removals, { option: `-u ${argument}`, variable: argument }] : removals;
}
