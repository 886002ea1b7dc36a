import { byteClass, digits, letters, skipBack, skipWhile } from "../text/bytes.ts";
import { verbBefore } from "../text/verbs.ts";
import type { Claim } from "./claims.ts";

const LF = 0x0a;
const CR = 0x0d;
const SLASH = 0x2f;
const ANGLE = 0x3e;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const EQUALS = 0x3d;
const AT = 0x40;
/** A placeholder between these is a separate word, whatever it replaced. */
const hard = byteClass(" \n\r\t\"'`<>");
/** The end of a clause, or a port. */
const marks = byteClass(".,;:!?)");
/** Names are found before these. */
const names = byteClass(":=");
/** Ids of mentions are found after these and before `>`. */
const sigils = byteClass("@#&!:");
/** After a backslash, these are as likely an escape as the beginning of a name. */
const escapes = byteClass("0-9nNrRtTvVfFeEaAuUxX");

/**
 * Rules search for these from far away: a bracket that opens a call, a quote that opens a string, an escape that shows
 * that lines were written into a string.
 */
const structure = byteClass("()[]{}<>\"'`\\");
const plain = structure.map((isMember) => 1 - isMember);
const signs = byteClass(":=,;|");
/** A longer claim is not searched for them: what was far away before is near now. */
const MAX_PLAIN = 64;
const quotes = byteClass("\"'`");

/**
 * Whether the rules find nothing new beside the placeholder. For most placeholders this is certain, and nothing is
 * searched again.
 */
export function isQuiet(text: Uint8Array, claim: Claim, to: number): boolean {
  if (claim.isQuiet) return true;
  const { start, end, becomes, isFolded } = claim;
  if (isFolded) return false;
  if (becomes === "PRIVATE-KEY") return false; // it contains line ends, which are removed as well
  if (letters[text[end - 1]!] === 1 && end < to && names[text[end]!] === 1) return false; // it may have ended like a name
  if (end - start > MAX_PLAIN || skipWhile(text, start, end, plain) < end) return false;
  if (verbBefore(text, end, start) >= 0) return false; // what follows may have been a route
  if (signs[text[end - 1]!] === 1) return false; // it belonged to the text after it as well
  const left = start > 0 ? text[start - 1]! : LF;
  const right = end < to ? text[end]! : LF;
  if (left === LF && isContinued(text, start - 2)) return false;
  if (quotes[right] === 1 && end + 1 < to && letters[text[end + 1]!] === 1) return false; // it may open what follows
  if (right === ANGLE && hard[left] === 0) return isId(becomes) && sigils[left] === 1;
  if (right === COLON && becomes === "IP_V4") return hard[left] === 1 && isPortOrEnd(text, end + 1, to);
  if (right === AT) return becomes === "URL-CREDENTIALS" && isInUrl(text, start, end, to);
  if (right !== LF) for (let i = end + 1; i < end + 3 && i < to; i++) if (digits[text[i]!] === 1) return false; // a version
  if (hard[left] === 1) return hard[right] === 1 || (marks[right] === 1 && endsClause(text, end + 1, to));
  if (left === EQUALS) {
    // the text after a word may have been a version that followed it
    const isWord = letters[text[end - 1]!] === 1 && right !== LF;
    return !isWord && isValue(becomes) && endsName(text, start - 1) && hard[right] === 1;
  }
  if (left === SLASH) {
    const isPart = right === SLASH ? isName(becomes) || isId(becomes) : isId(becomes) && hard[right] === 1;
    return isPart && isInPath(text, start);
  }
  return left === BACKSLASH && right === BACKSLASH && isName(becomes) && escapes[text[start]!] !== 1;
}

/** Whether the line that ends behind `at`, perhaps with a carriage return, goes on in the next one. */
const isContinued = (text: Uint8Array, at: number): boolean =>
  text[at] === BACKSLASH || (text[at] === CR && text[at - 1] === BACKSLASH);

/** Whether an id is in a mention (`<@…>`), where `isQuiet` holds: the rule that claims it has just read it. */
export const isInMention = (text: Uint8Array, start: number, end: number): boolean =>
  text[end] === ANGLE && sigils[text[start - 1] ?? LF] === 1;

/** Whether the text before `at` is a name of its own, and not the end of a value: `api_key: …10password=`. */
function endsName(text: Uint8Array, at: number): boolean {
  const name = skipBack(text, at, Math.max(0, at - MAX_PLAIN), nameBytes);
  return letters[text[at - 1] ?? 0] === 1 && (name === 0 || hard[text[name - 1]!] === 1);
}

const nameBytes = byteClass("a-zA-Z_-");

/** Whether the mark before `at` is not the beginning of something, as of `:fe80::`. */
const endsClause = (text: Uint8Array, at: number, to: number): boolean =>
  at >= to || hard[text[at]!] === 1 || marks[text[at]!] === 1;

/** At most five digits, and nothing more. */
function isPortOrEnd(text: Uint8Array, at: number, to: number): boolean {
  const end = skipWhile(text, at, Math.min(to, at + 6), digits);
  return end < at + 6 && (end === to || hard[text[end]!] === 1);
}

/** Directly after the scheme of an address that begins a word, and before a host name. */
const isInUrl = (text: Uint8Array, start: number, end: number, to: number): boolean =>
  isBehindScheme(text, start) && end + 1 < to && letters[text[end + 1]!] === 1;

/** Whether the scheme of an address, with `://`, ends before `at`, and a word begins with it. */
function isBehindScheme(text: Uint8Array, at: number): boolean {
  if (at < 3 || text[at - 1] !== SLASH || text[at - 2] !== SLASH || text[at - 3] !== COLON) return false;
  return beginsWord(text, skipBack(text, at - 3, Math.max(0, at - MAX_SCHEME), letters));
}

/** Whether the path before `at` is a word of its own, or that of an address: it is not the value of a name then. */
function isInPath(text: Uint8Array, at: number): boolean {
  const path = skipBack(text, at, Math.max(0, at - MAX_PLAIN), pathBytes);
  return beginsWord(text, path) || (text[path] === SLASH && text[path + 1] === SLASH && isBehindScheme(text, path + 2));
}

/** At the beginning of the text, after a space or a quote, or in brackets after a space. */
const beginsWord = (text: Uint8Array, at: number): boolean =>
  at === 0 || hard[text[at - 1]!] === 1 || (text[at - 1] === 0x28 && hard[text[at - 2] ?? LF] === 1);

const pathBytes = byteClass("0-9a-zA-Z_./~-");
const MAX_SCHEME = 16;

const isValue = (becomes: string): boolean => becomes === "API-SECRET" || becomes === "IP_V4";
const isName = (becomes: string): boolean => becomes === "USERNAME";
/** Most begin with another letter; what an owner chose for a word may begin with an S as well. */
const isId = (becomes: string): boolean => becomes.charCodeAt(0) === CAPITAL_S && becomes.startsWith("SHORTENED-ID");
const CAPITAL_S = 0x53;
