import { type Claim, claimAt, resolveClaims } from "../claim/claims.ts";
import { BECOMES } from "../rules/named/value/secret-looks.ts";
import { byteClass, skipBack, skipWhile } from "../text/bytes.ts";

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const COLON = 0x3a;
/** What separates words in any text, and all signs of JSON, so that it stays valid. */
const separators = byteClass(' \t\r\n{}[],:"');
const inWords = separators.map((isMember) => 1 - isMember);
const scalars = /^(?:-?\d[\d.eE+-]*|true|false|null)$/;
/** No such word is longer. */
const MAX_SCALAR = 40;

/**
 * Claims all words of a line from the one at `from` on, except numbers and keys of JSON: for lines in which each claim
 * uncovers another one.
 *
 * @param line - Where it begins and ends.
 * @param claims - Those in the line, disjoint and in order.
 */
export function claimRemainder(
  text: Uint8Array,
  line: { readonly start: number; readonly end: number },
  claims: readonly Claim[],
  from: number,
): Claim[] {
  const rule = claims.find(({ end }) => end > from)?.rule;
  if (rule === undefined) return [...claims];
  const all = claims.map((claim) =>
    claim.end <= from || claim.becomes.startsWith('"') ? claim : { ...claim, rule, becomes: BECOMES, isQuiet: false },
  );
  const secret = all.find(({ becomes, end }) => end > from && becomes === BECOMES);
  if (secret === undefined) return all;
  for (let at = skipBack(text, from, line.start, inWords); at < line.end; ) {
    const next = skipWhile(text, at, line.end, inWords);
    let end = next;
    while (end > at && text[end - 1] === BACKSLASH) end--; // it belongs to the sign after it
    if (end > at && !isScalar(text, at, end) && !isKey(text, end)) all.push(claimAt(secret, at, end));
    at = skipWhile(text, next, line.end, separators);
  }
  return resolveClaims(all);
}

const isScalar = (text: Uint8Array, start: number, end: number): boolean =>
  end - start <= MAX_SCALAR && scalars.test(Buffer.from(text.subarray(start, end)).toString("latin1"));

const isKey = (text: Uint8Array, end: number): boolean => text[end] === QUOTE && text[end + 1] === COLON;
