import { basename } from "node:path";
import { isEnv, readEnv } from "./env-words.ts";

/** The first line of a program's file, if it can be read; a name without a folder is looked for on the PATH. */
export type FirstLineOf = (program: string) => string | undefined;

const isPython = /^(?:python|pypy)[\d.]*t?(?:\.exe)?$/i;
/** Without the environment, isolated, without `site`: each leaves `sitecustomize.py` out. */
const ignoring = new Set(["E", "I", "S"]);
/** Options of Python whose argument is the next word, or the rest of the same word. */
const takesNext = new Set(["W", "X"]);

/** Why the variables that `vextel relay run` sets do not reach an SDK. */
export interface Ignored {
  readonly program: "Python" | "env";
  /** Its option, or the variable that it sets. */
  readonly option: string;
}

/**
 * With what a command keeps the variables of `vextel relay run` from its program: then SDKs report past the relay. Python
 * can be told not to load `sitecustomize.py`, and `env` to remove or replace variables. Sees the command itself, `env`
 * before it, and the `#!` line of a script; not what a program starts later. Pure.
 */
export function ignoredBy(command: readonly string[], firstLineOf: FirstLineOf, depth = 0): Ignored | undefined {
  const { words, removal } = isEnv(command) ? readEnv(command) : { words: command };
  if (removal !== undefined) return { program: "env", option: removal };
  const program = words[0];
  if (program === undefined || depth > 3) return undefined;
  if (isEnv(words)) return ignoredBy(words, firstLineOf, depth + 1);
  if (isPython.test(basename(program))) {
    const option = optionOf(words.slice(1));
    return option === undefined ? undefined : { program: "Python", option };
  }
  const [, interpreter, rest] = /^#!\s*(\S+)[ \t]*(.*?)\s*$/.exec(firstLineOf(program) ?? "") ?? [];
  if (interpreter === undefined) return undefined;
  return ignoredBy([interpreter, ...(rest ? rest.split(/\s+/) : []), ...words], firstLineOf, depth + 1);
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
