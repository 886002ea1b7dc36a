import type { Rule, Window } from "../../rule.ts";
import {
  alphanumerics,
  byteClass,
  digits,
  hasWord,
  latin1,
  letters,
  lineEnds,
  skipBack,
  skipWhile,
  wordBytes,
} from "../../text/bytes.ts";
import { endsColour, escapeEnd, isLeftEdge } from "../../text/edges.ts";
import { Ending } from "../../text/ending.ts";
import type { Phrase } from "../../text/memo.ts";
import { byLength, isOneOf } from "../../text/words.ts";

const DOT = 0x2e;

/**
 * IPv4 addresses of four octets; the port, prefix length and brackets around them stay.
 *
 * Misses addresses that reveal nothing (loopback, 0/8, 240/4 and with them netmasks), numbers of more or fewer than
 * four parts, and versions: after `==`, `>=`, `v`, `version`, `build`, `Name/`, in file names of packages, before
 * `-beta`, `+1` and the like.
 *
 * Costs a look at up to 15 bytes around a dot between digits, and at the words before four such parts.
 */
export const ipv4: Rule = {
  name: "ipv4",
  recognises: "IPv4 addresses, except loopback, 0/8 and 240/4",
  becomes: "IP_V4",
  example: "198.51.100.7",
  priority: 58,
  on: true,
  anchors: () => [{ at: ".", before: "0123456789", after: "0123456789", again: true }],
  match(window, at) {
    const { text, to } = window;
    const start = firstOctet(window, at);
    if (start < 0) return undefined;
    const end = dottedQuad(text, start, to);
    if (end < 0 || !isPersonal(text, start)) return undefined;
    if (end < to && (alphanumerics[text[end]!] === 1 || text[end]! === DOT) && !isSentenceEnd(text, end, to))
      return undefined;
    return looksLikeVersion(window, start, end) ? undefined : { start, end };
  },
};

/** Where the digits before the first dot begin, or -1 if they are not an octet, or not the first. */
function firstOctet({ text, from, to }: Window, dot: number): number {
  const run = skipBack(text, dot, Math.max(from, dot - 8), digits);
  const left = run > from ? text[run - 1]! : 0;
  if (left === DOT && run - 1 > from && digits[text[run - 2]!] === 1) return -1;
  const behindEscape = escapeEnd(text, run, from, to);
  if (behindEscape >= run && behindEscape < dot && (dot - run > 3 || behindEscape > run || alphanumerics[left] === 1))
    return dot - behindEscape <= 3 ? behindEscape : -1;
  if (dot - run > 3) return -1;
  if (alphanumerics[left] === 1 && !endsColour(text, run, from)) return -1;
  return run;
}

/** The end of four octets that begin at `start`, or -1. */
function dottedQuad(text: Uint8Array, start: number, to: number): number {
  let i = start;
  for (let part = 0; part < 4; part++) {
    if (part > 0 && (i >= to || text[i++] !== DOT)) return -1;
    const first = i;
    let value = 0;
    while (i < to && i < first + 3 && digits[text[i]!] === 1) value = value * 10 + text[i++]! - 0x30;
    if (i === first || value > 255 || (i - first > 1 && text[first] === 0x30)) return -1;
  }
  return i;
}

function isPersonal(text: Uint8Array, start: number): boolean {
  let octet = 0;
  for (let i = start; digits[text[i]!] === 1; i++) octet = octet * 10 + text[i]! - 0x30;
  return octet !== 0 && octet !== 127 && octet < 240;
}

/** A dot after the address that is followed neither by a digit nor by the end of a version (`.post1`, `.dev`). */
function isSentenceEnd(text: Uint8Array, dot: number, to: number): boolean {
  if (text[dot] !== DOT) return false;
  if (dot + 1 >= to) return true;
  return (
    digits[text[dot + 1]!] !== 1 &&
    !["post", "dev", "rc", "final", "tar", "whl", "zip"].some((word) => hasWord(text, dot + 1, to, word))
  );
}

const VERSION_TAILS = [
  "beta",
  "alpha",
  "rc",
  "dev",
  "pre",
  "post",
  "snapshot",
  "release",
  "stable",
  "cp",
  "py",
  "amd64",
  "arm",
  "linux",
  "win",
  "x86",
  "x64",
  "deb",
  "ubuntu",
  "el",
  "nightly",
  "canary",
  "bin",
  "src",
  "generic",
];
/** After the number of a package's release: `-1.el9`, `-1ubuntu2`, `-3+deb12u1`. */
const REVISION = /^(?:\.[a-z]|[+~]|ubuntu|build|deb)/i;

const ARCHITECTURES = ["amd64", "arm64", "armhf", "i386", "x86", "x64", "all.deb"];

/** `:2333` after an address; no version has one. */
const isPort = (text: Uint8Array, end: number, to: number): boolean =>
  text[end] === 0x3a && end + 1 < to && digits[text[end + 1]!] === 1;

function looksLikeVersion(window: Window, start: number, end: number): boolean {
  const { text, from, to } = window;
  return (
    hasVersionTail(text, start, end, from, to) ||
    isBehindOperator(text, start, end, from, to) ||
    (text[start - 1] === DOT && hasWord(text, start - 4, start, ".so.")) ||
    isBehindName(window, start, end) ||
    isBehindVersionWord(text, start, from) ||
    (numberedEnds[text[start - 1] ?? 0] === 1 &&
      !isPort(text, end, to) &&
      NUMBERED.test(latin1(text, Math.max(from, start - MAX_NUMBERED), start)))
  );
}

function hasVersionTail(text: Uint8Array, start: number, end: number, from: number, to: number): boolean {
  const next = end < to ? text[end]! : 0;
  const afterNext = end + 1 < to ? text[end + 1]! : 0;
  if (next === 0x2b) return alphanumerics[afterNext] === 1 && text[start - 1] !== 0x2b;
  if (next === 0x7e) return letters[afterNext] === 1;
  if (next === 0x5f) return ARCHITECTURES.some((name) => hasWord(text, end + 1, to, name));
  if (next !== 0x2d) return false;
  const release = skipWhile(text, end + 1, Math.min(to, end + 4), digits);
  if (release > end + 1 && REVISION.test(latin1(text, release, Math.min(to, release + 6)))) return true;
  if (VERSION_TAILS.some((tail) => hasWord(text, end + 1, to, tail))) return true;
  const isEpoch = start - 2 >= from && text[start - 1] === 0x3a && digits[text[start - 2]!] === 1;
  return isEpoch && digits[afterNext] === 1;
}

/** `==1.2.3.4`, `>=`, `~=`, `!=`, `^`, and `<` or `>` unless the address is in angle brackets. */
function isBehindOperator(text: Uint8Array, start: number, end: number, from: number, to: number): boolean {
  const at = skipBack(text, start, Math.max(from, start - 2), spaces);
  const left = at > from ? text[at - 1]! : 0;
  const beforeLeft = at - 1 > from ? text[at - 2]! : 0;
  if (left === 0x3d) return "=><~!^".includes(String.fromCharCode(beforeLeft));
  if (left === 0x5e || left === 0x7e) return at === start;
  if (left !== 0x3c && left !== 0x3e) return false;
  if (left === 0x3e && beforeLeft === 0x7e) return true;
  const next = end < to ? text[end]! : 0;
  return (
    at === start &&
    next !== 0x3c &&
    next !== 0x3e &&
    (!isLeftEdge(text, at - 1, from, to, wordBytes) || beforeLeft === 0x2c)
  );
}

const spaces = byteClass(" ");

/** `Chrome/1.2.3.4`, `jdk-1.2.3.4`, but neither `host.example/1.2.3.4` nor `/ip4/1.2.3.4` nor anything with a port. */
function isBehindName(window: Window, start: number, end: number): boolean {
  const { text, from, to } = window;
  const joint = start > from ? text[start - 1]! : 0;
  if (joint !== 0x2f && joint !== 0x2d && joint !== 0x5f) return false;
  if (end < to && (text[end] === 0x3a || text[end] === 0x2f)) return false;
  if (joint === 0x2f && isComponent(text, start - 1, from)) return true;
  const name = skipBack(text, start - 1, Math.max(from, start - 25), wordBytes);
  if (name === start - 1 || start - name > 24 || digits[text[start - 2]!] === 1) return false;
  const left = name > from ? text[name - 1]! : 0;
  if (joint === 0x2f) return left !== 0x2f && left !== DOT && left !== 0x2d && isProduct(text, name, start - 1);
  if (joint === 0x5f) return false;
  if (isBehindInstalled(window, name)) return true;
  return end < to && (text[end] === 0x2d || text[end] === 0x2e || text[end] === 0x5f) && letters[text[end + 1]!] === 1;
}

/** `Successfully installed yarl-1.9.2 foo-1.2.3.4` */
function isBehindInstalled(window: Window, at: number): boolean {
  const word = window.previousPhrase(installed, at - installed.longest + 1);
  return word >= 0 && window.previous(lineEnds, at) < word;
}

const installed: Phrase = { longest: 10, isAt: (text, at, to) => hasWord(text, at, to, "installed ") };

/** `some-plugin/1.2.3.4`: a name in two parts that ends in a word for a program, not for a host. */
function isComponent(text: Uint8Array, end: number, from: number): boolean {
  const name = latin1(text, skipBack(text, end, Math.max(from, end - 32), componentBytes), end);
  return /^[a-z][0-9a-z_-]+(?:plugin|client|bot|player|agent|sdk|library)$/i.test(name);
}

const componentBytes = byteClass("0-9a-zA-Z_.-");

const PRODUCTS = byLength(
  "nginx python node npm pip curl wget aiohttp okhttp java jdk libcurl libmpv lavalink ffmpeg discord".split(" "),
);

function isProduct(text: Uint8Array, start: number, end: number): boolean {
  const first = text[start]!;
  if (first >= 0x41 && first <= 0x5a) return true;
  return isOneOf(PRODUCTS, text, start, end);
}

const VERSION_WORDS =
  "ver git dpkg policy ffmpeg chromedriver section subsection subsubsection chapter clause paragraph appendix release build revision rev firmware openjdk jdk jre java lavaplayer chrome chromium headlesschrome edge edg opr opera electron".split(
    " ",
  );
/** How much before a number is searched for what it numbers. */
const MAX_NUMBERED = 64;
/** `Table 3.1.4.1`, `sections 1.2.3.4 and `, `§ 3.1.4.1`. */
const SECTIONS =
  "(?:(?:^|[^a-z])(?:(?:sub)*sections?|chapters?|clauses?|paragraphs?|tables?|figures?|figs?\\.|pages?) |(?:\\xc2\\xa7){1,2} ?)(?:[0-9][0-9.]{0,14}(?:,? (?:and|or|to|through|&) |, )){0,3}";
/** `Gradle 8.7.0.1`: programs that are no hosts. */
const PROGRAMS =
  "(?:^|[^a-z])(?:pip|sdk|opus|gradle|maven|cmake|gcc|clang|glibc|openssl|kotlin|ruby|perl|php|python|kernel|\\.net) ";
/** `Bump name from 1.2.3.4 to `. */
const CHANGES =
  "\\b(?:bump(?:s|ed)?|(?:up|down)grad(?:es?|ed|ing)) (?:[\\w@/.-]{1,32} )?from (?:[0-9][0-9.]{0,14} to )?";
/** `com.example:name:` of Maven. */
const COORDINATES = "\\b(?:com|org|io|net|dev)(?:\\.[a-z0-9_-]{1,32}){1,6}:[a-z0-9._-]{1,48}:";
const NUMBERED = new Ending(new RegExp(`(?:${[SECTIONS, PROGRAMS, CHANGES, COORDINATES].join("|")})$`, "i"));
/** The last bytes of all of these. */
const numberedEnds = byteClass(" :\xa7");
const listBytes = byteClass("0-9., ");
const looseBytes = byteClass(" \t:=\"'\\({[>_-");

/** `version 1.2.3.4`, `"appVersion": "1.2.3.4"`, `version_string=1.2.3.4`, `(from versions: 1.2.3, 1.2.3.4)`. */
function isBehindVersionWord(text: Uint8Array, start: number, from: number): boolean {
  let end = skipBack(text, start, Math.max(from, start - 6), looseBytes);
  if (end === start) return false;
  if (letters[text[end - 1]!] !== 1)
    end = skipBack(
      text,
      skipBack(text, start, Math.max(from, start - 80), listBytes),
      Math.max(from, start - 84),
      looseBytes,
    );
  if (letters[text[end - 1]!] !== 1) return false;
  const word = latin1(text, skipBack(text, end, Math.max(from, end - 24), nameBytes), end).toLowerCase();
  if (/versions?(?:_?(?:string|number|name|code|id))?$/.test(word)) return true;
  return text[start - 1] !== 0x5f && versionEndings.has(word.slice(-2)) && endsInCue(text, word, end, from);
}

/** The last two letters of the words, which rule out most others. */
const versionEndings: ReadonlySet<string> = new Set(VERSION_WORDS.map((word) => word.slice(-2)));

function endsInCue(text: Uint8Array, word: string, end: number, from: number): boolean {
  return VERSION_WORDS.some((cue) => word.endsWith(cue) && isLeftEdge(text, end - cue.length, from, end, letters));
}

const nameBytes = byteClass("a-zA-Z_");
