import { hasWord } from "./bytes.ts";

/** Words (ASCII, lower case) by their length, which rules out most texts alone. */
export type Words = readonly (readonly string[])[];

export function byLength(words: readonly string[]): Words {
  const all: string[][] = [];
  for (const word of words) all[word.length] = [...(all[word.length] ?? []), word];
  return all;
}

/** Whether the text from `start` up to `end` is one of the words, in any case. */
export function isOneOf(words: Words, text: Uint8Array, start: number, end: number): boolean {
  const alike = end - start < words.length ? words[end - start] : undefined;
  if (alike === undefined) return false;
  for (let i = 0; i < alike.length; i++) if (hasWord(text, start, end, alike[i]!)) return true;
  return false;
}
