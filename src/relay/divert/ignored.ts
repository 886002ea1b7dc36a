import { basename } from "node:path";

/** The first line of a program's file, if it can be read; a name without a folder is looked for on the PATH. */
export type FirstLineOf = (program: string) => string | undefined;

const isPython = /^(?:python|pypy)[\d.]*t?(?:\.exe)?$/i;
/** Without the environment, isolated, without `site`: each leaves `sitecustomize.py` out. */
const ignoring = new Set(["E", "I", "S"]);
/** Options of Python whose argument is the next word, or the rest of the same word. */
const takesNext = new Set(["W", "X"]);

/**
 * The option with which a command tells Python not to load `sitecustomize.py` from its environment: then SDKs report past
 * the relay. Sees the command itself, `env` before it, and the `#!` line of a script; not what a
 * program starts later. Pure.
 */
export function ignoredBy(command: readonly string[], firstLineOf: FirstLineOf, depth = 0): string | undefined {
  const words = withoutEnv(command);
  const program = words[0];
  if (program === undefined || depth > 3) return undefined;
  if (isPython.test(basename(program))) return optionOf(words.slice(1));
  const [, interpreter, rest] = /^#!\s*(\S+)[ \t]*(.*?)\s*$/.exec(firstLineOf(program) ?? "") ?? [];
  if (interpreter === undefined) return undefined;
  return ignoredBy([interpreter, ...(rest ? rest.split(/\s+/) : []), ...words], firstLineOf, depth + 1);
}

/** `env NAME=value -S program …` without its own words. */
function withoutEnv(command: readonly string[]): readonly string[] {
  if (!/^env(?:\.exe)?$/.test(basename(command[0] ?? ""))) return command;
  const at = command.findIndex((word, index) => index > 0 && !word.startsWith("-") && !word.includes("="));
  return at < 0 ? [] : command.slice(at);
}

function optionOf(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--check-hash-based-pycs") at += 1;
    else if (!/^-[A-Za-z]/.test(word)) {
      if (!word.startsWith("--") || word === "--") return undefined; // the script
    } else {
      for (const [index, letter] of [...word.slice(1)].entries()) {
        if (ignoring.has(letter)) return `-${letter}`;
        if (letter === "c" || letter === "m") return undefined;
        if (!takesNext.has(letter)) continue;
        if (index === word.length - 2) at += 1;
        break;
      }
    }
  }
  return undefined;
}
