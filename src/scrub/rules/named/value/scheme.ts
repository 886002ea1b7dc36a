import { isPlaceholderAt } from "../../../claim/placeholders.ts";
import { byteClass, hasWord, latin1, letters } from "../../../text/bytes.ts";

/**
 * `Bearer`, `Bot` and the like before credentials, and before those of an authorization any single word: they stay.
 * Returns the start of what follows, or -1.
 */
export function behindScheme(text: Uint8Array, start: number, to: number, name: string): number {
  const isAny = start < to && isAuthorization(name) && !isPlaceholderAt(text, start, to);
  if (isAny ? letters[text[start] ?? 0] !== 1 : !isScheme(text, start, to)) return -1;
  const beginning = latin1(text, start, Math.min(to, start + 32));
  const scheme = (SCHEME.exec(beginning) ?? (isAny ? ANY_SCHEME.exec(beginning) : null))?.[0];
  return scheme === undefined ? -1 : start + scheme.length;
}

/** Whether the scheme is not a well-known one: it may be the value itself then. */
export const isOwnScheme = (text: Uint8Array, start: number): boolean =>
  !SCHEME.test(latin1(text, start, Math.min(text.length, start + 32)));

/** Whether one of the schemes may be at `at`, by its first two letters. */
const mayBeScheme = (text: Uint8Array, at: number): boolean =>
  schemePairs[pair(text[at] ?? 0, text[at + 1] ?? 0)] === 1;
const pair = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);
const SCHEMES = ["bearer", "bot", "basic", "token", "digest", "apikey", "oauth", "negotiate", "client-id", "flyv1"];
const schemePairs = new Uint8Array(1_024);
/** By their first two letters: no two begin with the same ones. */
const schemeOf: string[] = [];
for (const scheme of SCHEMES) {
  const two = pair(scheme.charCodeAt(0), scheme.charCodeAt(1));
  schemePairs[two] = 1;
  schemeOf[two] = scheme;
}
const SCHEME = new RegExp(`^(?:${SCHEMES.join("|")})(?:%20| |\\+(?! )){1,4}`, "i");

/** Whether one of the schemes is at `at`, and a blank may follow it. */
export function isScheme(text: Uint8Array, at: number, to: number): boolean {
  if (!mayBeScheme(text, at)) return false;
  const scheme = schemeOf[pair(text[at]!, text[at + 1]!)]!;
  return hasWord(text, at, to, scheme) && mayBeBlank[text[at + scheme.length] ?? 0] === 1;
}

const mayBeBlank = byteClass("% +");
const ANY_SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,23} (?=[^\s=-])/;
const isAuthorization = (name: string): boolean =>
  (name.charCodeAt(name.length - 3) | 32) === 0x69 && /authorization$/i.test(name);
