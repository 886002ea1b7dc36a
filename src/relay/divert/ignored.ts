import type { Program, Runtime } from "./program.ts";

/** Without the environment, isolated, without `site`: each leaves `sitecustomize.py` out. */
const ignoring = new Set(["E", "I", "S"]);
/** Options of Python whose argument is the next word, or the rest of the same word. */
const takesNext = new Set(["W", "X"]);

/** Variables of `vextel relay run` without which an SDK still reports to the relay. Bun also starts Node. */
const unused: Readonly<Record<Runtime, readonly string[]>> = {
  Python: ["NODE_OPTIONS", "BUN_OPTIONS"],
  Node: ["PYTHONPATH", "BUN_OPTIONS"],
  Bun: ["PYTHONPATH"],
  Deno: ["PYTHONPATH", "BUN_OPTIONS"],
};

/** What keeps the variables of `vextel relay run` from an SDK. */
export interface Ignored {
  readonly by: "Python" | "env";
  /** The option, or the variable that is set. */
  readonly option: string;
}

/**
 * With what a command keeps the variables of `vextel relay run` from its program: then SDKs report past the relay.
 * Python can be told not to load `sitecustomize.py`, and `env` to remove or replace variables. Does not see what a
 * program starts later. Pure.
 */
export function ignoredBy({ runtime, args, removals }: Program): Ignored | undefined {
  const option = runtime === "Python" ? optionOf(args) : undefined;
  if (option !== undefined) return { by: "Python", option };
  const removal = removals.find(
    ({ variable }) => variable === undefined || !runtime || !unused[runtime].includes(variable),
  );
  return removal && { by: "env", option: removal.option };
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
