import { basename } from "node:path";
import { isEnv, type Removal, readEnv } from "./env-words.ts";

/** The first line of a program's file, if it can be read; a name without a folder is looked for on the PATH. */
export type FirstLineOf = (program: string) => string | undefined;

export type Runtime = "Python" | "Node" | "Bun" | "Deno";

/** A program, and what stands before it in a command. */
export interface Program {
  /** Its name or path; absent if a command is only `env`. */
  readonly name?: string;
  /** Absent if it is none that runs SDKs. */
  readonly runtime?: Runtime;
  readonly args: readonly string[];
  /** What `env` takes away from it. */
  readonly removals: readonly Removal[];
}

const runtimes: readonly (readonly [RegExp, Runtime])[] = [
  [/^(?:python|pypy)[\d.]*t?(?:\.exe)?$/i, "Python"],
  [/^node(?:js)?[\d.]*(?:\.exe)?$/i, "Node"],
  [/^bunx?(?:\.exe)?$/i, "Bun"],
  [/^deno(?:\.exe)?$/i, "Deno"],
];

/** The program that a command starts, behind `env` and the `#!` lines of scripts. Pure. */
export function findProgram(
  command: readonly string[],
  firstLineOf: FirstLineOf,
  before: readonly Removal[] = [],
  depth = 0,
): Program {
  const { words, removals } = isEnv(command) ? readEnv(command) : { words: command, removals: [] };
  const removed = [...before, ...removals];
  const [name, ...args] = words;
  if (name === undefined || depth > 3) return { ...(name !== undefined && { name }), args, removals: removed };
  if (isEnv(words)) return findProgram(words, firstLineOf, removed, depth + 1);
  const [, runtime] = runtimes.find(([named]) => named.test(basename(name))) ?? [];
  if (runtime) return { name, runtime, args, removals: removed };
  const [, interpreter, rest] = /^#!\s*(\S+)(.*)/.exec(firstLineOf(name) ?? "") ?? [];
  if (interpreter === undefined) return { name, args, removals: removed };
  return findProgram(
    [interpreter, ...(rest?.split(/\s+/).filter(Boolean) ?? []), ...words],
    firstLineOf,
    removed,
    depth + 1,
  );
}
