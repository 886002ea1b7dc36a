import { VextelError } from "../../errors.ts";
import type { Rules } from "../../policy/policy.ts";

/** The part of the policy that a command changes. */
export type Edit = (rules: Partial<Rules>) => Partial<Rules>;

/** Adds words; those that are there already get the new placeholder. */
export const addWords =
  (added: readonly string[], becomes: string): Edit =>
  ({ words = [], ...rest }) => ({
    ...rest,
    words: [...words.filter(({ text }) => !hasWord(added, text)), ...added.map((text) => ({ text, becomes }))],
  });

/** @throws VextelError `NOT_FOUND` if none of them is there. */
export const removeWords =
  (removed: readonly string[]): Edit =>
  ({ words = [], ...rest }) => {
    const left = words.filter(({ text }) => !hasWord(removed, text));
    if (left.length === words.length)
      throw new VextelError("NOT_FOUND", "None of these words is in the policy", "See them: vextel policy show");
    return { ...rest, words: left };
  };

export const switchRule =
  (rule: string, how: "on" | "off" | "default"): Edit =>
  ({ on = [], off = [], ...rest }) => {
    const without = (names: readonly string[]) => names.filter((name) => name !== rule);
    return {
      ...rest,
      on: how === "on" ? [...without(on), rule] : without(on),
      off: how === "off" ? [...without(off), rule] : without(off),
    };
  };

const hasWord = (words: readonly string[], word: string) =>
  words.some((one) => one.toLowerCase() === word.toLowerCase());
