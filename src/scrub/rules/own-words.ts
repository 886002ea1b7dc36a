import { frequencies } from "../find/frequency.ts";
import type { OwnWord } from "../options.ts";
import type { Anchor, Rule, RuleEntry, Window } from "../rule.ts";
import { isWholeWord } from "./literals/match.ts";

/**
 * Each way in which one character may be in a text, the longest first: its bytes in either case, escaped for JSON, for
 * a string in code, or for a URL. Backslashes in a row are one character here.
 */
type Character = readonly Uint8Array[];

interface Word {
  readonly characters: readonly Character[];
  /** The character to search for. */
  readonly anchor: number;
  readonly becomes: string;
}

/** The description of the rules for the owner's words. */
export const ownWordsEntry: RuleEntry = {
  name: "own-word",
  recognises: "words that the owner chose, such as names of people, servers and places; whole words, in any case",
  becomes: "PRIVATE-WORD, or what the owner chose",
  example: "",
  priority: 105,
  on: true,
};

/**
 * Hits: a word of any length as a whole word, in capitals or not, also escaped for JSON (`\u00fc`), for a URL
 * (`%C3%BC`), or for a string, up to twice (`D:\\Mill`, `\\\"`), and a path with either slash (`D:/Mill`). Misses: the
 * same inside a longer word, inflected or misspelt words, and words that are escaped otherwise or more often. Costs: at
 * each place that looks like a word's rarest letter, one comparison per word with that letter.
 */
export function ownWordsRule(words: readonly OwnWord[]): Rule | undefined {
  const known = words.filter(({ text }) => text.trim() !== "").map(toWord);
  if (known.length === 0) return undefined;
  const byByte = new Map<number, Word[]>();
  for (const word of known)
    for (const byte of firstBytes(word.characters[word.anchor]!)) byByte.set(byte, [...(byByte.get(byte) ?? []), word]);
  return {
    ...ownWordsEntry,
    anchors: () => known.flatMap(anchorsOf),
    match(window, at) {
      let longest: { start: number; end: number; becomes: string } | undefined;
      for (const word of byByte.get(window.text[at]!) ?? []) {
        const span = spanAt(window, at, word);
        if (span && isWholeWord(window, span) && (!longest || span.end - span.start > longest.end - longest.start))
          longest = { ...span, becomes: word.becomes };
      }
      return longest;
    },
  };
}

function toWord({ text, becomes }: OwnWord): Word {
  const whole = Buffer.from(text.trim().normalize("NFC"), "utf8").toString(); // no half of a surrogate pair
  const characters = (whole.match(/\\+|./gsu) ?? []).map(toCharacter);
  const cost = (character: Character) => Math.max(...firstBytes(character).map((byte) => frequencies[byte]!));
  const anchor = characters.reduce((best, one, i) => (cost(one) < cost(characters[best]!) ? i : best), 0);
  return { characters, anchor, becomes };
}

function toCharacter(character: string): Character {
  const forms = new Set<string>();
  if (character.startsWith("\\")) forms.add(character.repeat(2)).add(character.repeat(4));
  if (character === "\\") forms.add("/");
  if (character === "/") forms.add("\\").add("\\\\").add("\\\\\\\\"); // a path as Windows writes it
  if (/^["'/]$/.test(character)) forms.add(`\\${character}`).add(`\\\\\\${character}`);
  for (const one of [character, character.toLowerCase(), character.toUpperCase()]) {
    forms.add(one);
    if (/^[A-Za-z0-9]$/.test(one)) continue;
    const units = [...Array(one.length).keys()].map((i) => one.charCodeAt(i).toString(16).padStart(4, "0"));
    const encoded = encodeURIComponent(one);
    for (const form of [
      units.map((hex) => `\\u${hex}`).join(""),
      units.map((hex) => `\\u${hex.toUpperCase()}`).join(""),
    ])
      forms.add(form);
    for (const form of [encoded, encoded.toLowerCase()]) if (form !== "") forms.add(form);
    if (one === " ") forms.add("+").add("_");
  }
  return [...forms].map((form) => Buffer.from(form, "utf8")).sort((a, b) => b.length - a.length);
}

const firstBytes = (character: Character) => [...new Set(character.map((form) => form[0]!))];

function anchorsOf({ characters, anchor }: Word): Anchor[] {
  const latin1 = (bytes: readonly number[]) => String.fromCharCode(...new Set(bytes));
  const next = characters[anchor + 1];
  return characters[anchor]!.map((form) => {
    const after = form.length > 1 ? [form[1]!] : next && firstBytes(next);
    return { at: latin1([form[0]!]), ...(after && { after: latin1(after) }) };
  });
}

/** The word around its character at `at`, whatever form each of its characters has. */
function spanAt({ text, from, to }: Window, at: number, { characters, anchor }: Word) {
  let [start, end] = [at, at];
  for (let i = anchor; i < characters.length; i++) {
    const form = characters[i]!.find((bytes) => standsAt(text, end, to, bytes));
    if (!form) return undefined;
    end += form.length;
  }
  for (let i = anchor - 1; i >= 0; i--) {
    const form = characters[i]!.find(
      (bytes) => start - bytes.length >= from && standsAt(text, start - bytes.length, to, bytes),
    );
    if (!form) return undefined;
    start -= form.length;
  }
  return { start, end };
}

function standsAt(text: Uint8Array, at: number, to: number, bytes: Uint8Array): boolean {
  if (at + bytes.length > to) return false;
  for (let i = 0; i < bytes.length; i++) if (text[at + i] !== bytes[i]) return false;
  return true;
}
