import { endsInPlaceholderAt } from "../claim/placeholders.ts";
import { endings } from "../rules/named/name/key-words.ts";
import { hasWord, letters, skipWhile } from "../text/bytes.ts";

const words = (text: string): readonly string[] => text.split(" ");
/** Programs, calls and settings that take a secret without its name. */
const takers = [
  ...words("login mysql mongo pdo( pdo-> curl sudo kinit identified bindpw rcon stringdata"),
  ...words("discordgo jdabuilder clientbuilder client( client:run kord( fernet( getconnection( cookieparser("),
  ...words("bot.run( bot.start( client.start( builder( eris( gatewaybot( -asplaintext unlock add_node("),
  ...words("encrypt_string api_keys"),
];
/** Shorter names, and those of ids, are parts of too many words. */
const names = ["key", "pwd", "psk", "jwt", ...endings.filter((name) => name.length > 3 && !name.endsWith("id"))];

/** By the four letters they begin with (see `add`): the words; most lines contain none of them. */
const wordsAt = new Map<number, string[]>();
const LETTER = 5;
const FOUR = (1 << (4 * LETTER)) - 1;
const begins = new Uint8Array(FOUR + 1);
const add = (before: number, byte: number): number => ((before << LETTER) | (byte & 31)) & FOUR;
for (const word of [...names, ...takers])
  for (const fourth of word[3] ?? Array.from({ length: 32 }, (_, letter) => String.fromCharCode(letter))) {
    const four = [...word.slice(0, 3), fourth].reduce((before, one) => add(before, one.charCodeAt(0)), 0);
    wordsAt.set(four, [...(wordsAt.get(four) ?? []), word]);
    begins[four] = 1;
  }

/** Whether a line contains a word near which there may be a secret. */
export function holdsHint(text: Uint8Array, from: number, to: number): boolean {
  for (let i = from, four = 0; i < to; i++) {
    four = add(four, text[i]!);
    if (begins[four] === 1 && isWord(text, i - 3, to, four) && !isInPlaceholder(text, i - 3, from, to)) return true;
  }
  return false;
}

function isWord(text: Uint8Array, at: number, to: number, four: number): boolean {
  for (const word of wordsAt.get(four)!)
    if (hasWord(text, at, to, word)) return word.length > 3 || at + 3 >= to || letters[text[at + 3]!] !== 1;
  return false;
}

/** Whether the word at `at` is the last one of a placeholder: what it replaced was no hint. */
function isInPlaceholder(text: Uint8Array, at: number, from: number, to: number): boolean {
  if (at - 1 < from || text[at - 1] !== HYPHEN) return false;
  const end = skipWhile(text, at, Math.min(to, at + MAX_PLACEHOLDER), letters);
  return endsInPlaceholderAt(text, Math.max(from, at - MAX_PLACEHOLDER), end);
}

const HYPHEN = 0x2d;
const MAX_PLACEHOLDER = 32;
