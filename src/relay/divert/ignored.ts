import { basename } from "node:path";
import { isEnv, type Removal, readEnv } from "./env-words.ts";

/** The first line of a program's file, if it can be read; a name without a folder is looked for on the PATH. */
export type FirstLineOf = (program: string) => string | undefined;

/** Without the environment, isolated, without `site`: each leaves `sitecustomize.py` out. */
const ignoring = new Set(["E", "I", "S"]);
/** Options of Python whose argument is the next word, or the rest of the same word. */
const takesNext = new Set(["W", "X"]);

/** Programs that run an SDK, by their name, and the variable that another one needs. */
const runtimes = [
  { name: /^(?:python|pypy)[\d.]*t?(?:\.exe)?$/i, runtime: "Python", unused: "NODE_OPTIONS" },
  { name: /^node(?:js)?[\d.]*(?:\.exe)?$/i, runtime: "Node", unused: "PYTHONPATH" },
  { name: /^bunx?(?:\.exe)?$/i, runtime: "Bun" },
  { name: /^deno(?:\.exe)?$/i, runtime: "Deno" },
] as const;

/** Why the variables that `vextel relay run` sets do not reach an SDK. */
export type Ignored =
  /** The runtime uses none of them. */
  | { readonly program: "Bun" | "Deno" }
  /** Its option, or the variable that it sets. */
  | { readonly program: "Python" | "env"; readonly option: string };

/**
 * With what a command keeps the variables of `vextel relay run` from its program: then SDKs report past the relay.
 * Python can be told not to load `sitecustomize.py`, `env` to remove or replace variables, and Bun and Deno do not read
 * Node's. Sees the command itself, `env` before it, and the `#!` line of a script; not what a program starts later.
 * Pure.
 */
export function ignoredBy(
  command: readonly string[],
  firstLineOf: FirstLineOf,
  before: readonly Removal[] = [],
  depth = 0,
): Ignored | undefined {
  const { words, removals } = isEnv(command) ? readEnv(command) : { words: command, removals: [] };
  const removed = [...before, ...removals];
  const program = words[0];
  if (program !== undefined && depth <= 3) {
    if (isEnv(words)) return ignoredBy(words, firstLineOf, removed, depth + 1);
    const known = runtimes.find(({ name }) => name.test(basename(program)));
    if (known) return ignoredByRuntime(known, words.slice(1), removed);
    const [, interpreter, rest] = /^#!\s*(\S+)[ \t]*(.*?)\s*$/.exec(firstLineOf(program) ?? "") ?? [];
    const started = interpreter === undefined ? [] : [interpreter, ...(rest ? rest.split(/\s+/) : []), ...words];
    if (started.length > 0) return ignoredBy(started, firstLineOf, removed, depth + 1);
  }
  return toIgnored(removed[0]);
}

function ignoredByRuntime(
  known: (typeof runtimes)[number],
  words: readonly string[],
  removed: readonly Removal[],
): Ignored | undefined {
  if (known.runtime === "Bun" || known.runtime === "Deno") return { program: known.runtime };
  const option = known.runtime === "Python" ? optionOf(words) : undefined;
  if (option !== undefined) return { program: "Python", option };
  return toIgnored(removed.find(({ variable }) => variable !== known.unused));
}

const toIgnored = (removal: Removal | undefined): Ignored | undefined =>
  removal && { program: "env", option: removal.option };

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
