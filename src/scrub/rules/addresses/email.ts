import type { Rule, Window } from "../../rule.ts";
import { alphanumerics, byteClass, hasWord, latin1, letters, membersOf, skipWhile } from "../../text/bytes.ts";
import { endsColour, escapeEnd, separatorBefore } from "../../text/edges.ts";
import type { Phrase } from "../../text/memo.ts";
import { isTopLevelDomain, mayBeTopLevelDomain } from "./top-level-domains.ts";

const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
const localBytes = byteClass("0-9a-zA-Z._+'%-");
const domainBytes = byteClass("0-9a-zA-Z.-");
/** Top-level domains that are also file extensions: with one label before them it is a file, with more a domain. */
const fileEndings = new Set("py rs md sh so zip mov cc".split(" "));

/**
 * Email addresses: a local part of at most 64 characters, a domain under a top-level domain that exists, `@` plain or
 * as `%40`.
 *
 * Misses `git@host:path` and other remote paths, packages (`pkg@1.2.3`), units (`x@y.service`), files (`icon@2x.png`),
 * calls (`a@b.transpose()`), and the user part of a URL.
 *
 * Costs a look at the bytes beside each at sign, and at the name and the domain around it if both are possible.
 */
export const email: Rule = {
  name: "email",
  recognises: "email addresses",
  becomes: "EMAIL-ADDRESS",
  example: "ada@example.org",
  priority: 70,
  on: true,
  anchors: () => [
    { at: "@", before: endsOfLocal(), after: membersText() },
    { at: "%", after: "4" },
    { at: "#", before: "&", after: "6xX" },
    { at: "4", before: "0", beforeThat: "0", after: "0" },
  ],
  match(window, anchor) {
    const { text, from, to } = window;
    const written =
      text[anchor] === AT ? SIGNS[0]! : SIGNS.find(({ form, offset }) => hasWord(text, anchor - offset, to, form));
    if (written === undefined) return undefined;
    const at = anchor - written.offset;
    if (at <= from) return undefined;
    const end = domainEnd(window, at + written.form.length);
    if (end < 0 || isCodeOrPath(text, end, to)) return undefined;
    const start = withoutMarkup(text, localStart(window, at), at, end, to);
    if (start >= at || (hasWord(text, start, at, "git") && at - start === 3)) return undefined;
    return isInAuthority(window, start) ? undefined : { start, end };
  },
};

const AT = 0x40;
/** How `@` is written, and where in it the anchor is. */
const SIGNS = [
  { form: "@", offset: 0 },
  { form: "%40", offset: 0 },
  { form: "&#64;", offset: 1 },
  { form: "&#x40;", offset: 1 },
  { form: "\\u0040", offset: 4 },
];

/** Quotes and the `_` of Markdown on both sides do not belong to the address. */
function withoutMarkup(text: Uint8Array, start: number, at: number, end: number, to: number): number {
  let i = start;
  if (isPrefixedQuote(text, start, at)) i = start + 2;
  if (end < to && text[end] === 0x27) for (let j = start; j < at; j++) if (text[j] === 0x27) i = j + 1;
  if (end < to && text[end] === 0x5f) while (i < at && text[i] === 0x5f) i++;
  return i;
}

/** `b'…`: the beginning of a string in Python. */
const isPrefixedQuote = (text: Uint8Array, start: number, at: number): boolean =>
  start + 2 < at && text[start + 1] === 0x27 && "bBuUrRfF".includes(String.fromCharCode(text[start]!));

/** Also the last byte of a letter outside ASCII. */
const endsOfLocal = (): string => membersOf(localBytes.map((isMember, byte) => (byte < 0x80 ? isMember : 1)));

function membersText(): string {
  return (
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" +
    String.fromCharCode(...Array.from({ length: 24 }, (_, i) => 0xc3 + i))
  );
}

/** The end of the longest domain at `at` that ends in a top-level domain, or -1. */
function domainEnd({ text, to }: Window, at: number): number {
  let end = -1;
  let labels = 0;
  let isShort = false;
  for (let label = at; label < Math.min(to, at + MAX_DOMAIN); ) {
    let i = label;
    while (i < to && i < label + 63 && (text[i]! >= 0x80 || alphanumerics[text[i]!] === 1 || text[i] === 0x2d)) i++;
    if (i === label || text[label] === 0x2d) break;
    const ascii = skipWhile(text, label, i, domainBytes);
    if (labels > 0 && ascii - label >= 2 && mayBeTopLevel(text, label, ascii))
      if (isTopLevel(latin1(text, label, ascii), labels, isShort)) end = ascii;
    isShort = i - label <= 3;
    labels++;
    if (ascii < i && i < to && text[i] !== 0x2e) break;
    if (i >= to || text[i] !== 0x2e) break;
    label = i + 1;
  }
  return end;
}

const mayBeTopLevel = (text: Uint8Array, start: number, end: number): boolean =>
  mayBeTopLevelDomain(text, start, end) || hasWord(text, start, end, "xn--");

function isTopLevel(label: string, labelsBefore: number, isBehindShort: boolean): boolean {
  const name = label.toLowerCase();
  if (fileEndings.has(name) && (labelsBefore < 2 || !isBehindShort)) return false;
  return name.startsWith("xn--") || isTopLevelDomain(name);
}

/** `(` makes it a call, `:path` the address of a repository; a port or the end of a clause does not. */
function isCodeOrPath(text: Uint8Array, end: number, to: number): boolean {
  if (end >= to) return false;
  if (text[end] === 0x28) return true;
  if (alphanumerics[text[end]!] === 1) return true;
  const next = end + 1 < to ? text[end + 1]! : 0x20;
  return text[end] === 0x3a && (letters[next] === 1 || next === 0x2f || next === 0x7e || next === 0x2e);
}

/** The beginning of the local part before `@`, without the end of an escape. */
function localStart({ text, from, to }: Window, at: number): number {
  let i = at;
  const low = Math.max(from, at - MAX_LOCAL);
  while (i > low) {
    if (endsColour(text, i, from)) break;
    if (localBytes[text[i - 1]!] === 1) {
      if (text[i - 1] === 0x25 && escapeEnd(text, i, from, to) > i) {
        i = Math.min(at, i + 2);
        break;
      }
      i--;
    } else if (isWideLetterBefore(text, i, low)) i -= 2;
    else break;
  }
  const behindEscape = escapeEnd(text, i, from, to);
  if (behindEscape > i && behindEscape <= at) i = behindEscape;
  while (i < at && alphanumerics[text[i]!] !== 1 && text[i] !== 0x5f && text[i]! < 0x80) i++;
  return i;
}

const isWideLetterBefore = (text: Uint8Array, at: number, from: number): boolean =>
  at - 2 >= from && text[at - 1]! >= 0x80 && text[at - 1]! < 0xc0 && text[at - 2]! >= 0xc3 && text[at - 2]! <= 0xdf;

/** Whether this is the user part of a URL: back to `//`, in any escape, without a separator in between. */
function isInAuthority(window: Window, start: number): boolean {
  const { text, from } = window;
  const edge = window.previous(boundaries, start);
  const slash = window.previousPhrase(encodedSlash, start - 1, Math.max(from, edge + 1));
  const end = slash >= 0 ? slash + 2 : edge >= 0 && text[edge] === SLASH ? edge + 1 : -1;
  if (end < 0) return false;
  const length = separatorBefore(text, end, from);
  return length > 0 && separatorBefore(text, end - length, from) > 0;
}

const SLASH = 0x2f;
const boundaries = byteClass("/\"'<>?#");
boundaries.fill(1, 0, 0x21);
/** The last two bytes of `%2F`, `%252F`, `\\u002f`. */
const encodedSlash: Phrase = {
  longest: 2,
  isAt: (text, at, to) => hasWord(text, at, to, "2f") && separatorBefore(text, at + 2, Math.max(0, at - 7)) > 0,
};
