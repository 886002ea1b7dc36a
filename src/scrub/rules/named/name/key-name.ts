import type { KeyName, Window } from "../../../rule.ts";
import { hasWord, letters, skipBack } from "../../../text/bytes.ts";
import { endsColour, escapeEnd } from "../../../text/edges.ts";
import { interned } from "../../../text/interned.ts";
import { blank, keyBytes, MAX_KEY, quotes } from "./bytes.ts";
import { mayEnd } from "./ends.ts";
import { beforeMarks, beforeQuote, beforeVisibility, behindColour } from "./marks.ts";

/** The name before the separator at `at`, skipping spaces, closing brackets, quotes and colour codes; or undefined. */
export function nameBefore(window: Window, at: number): KeyName | undefined {
  if (!mayFollowName(window.text, at)) return undefined;
  const { named } = window;
  if (named.at !== at) {
    named.key = findName(window, at);
    named.at = at;
  }
  return named.key;
}

function findName(window: Window, at: number): KeyName | undefined {
  const { text, from } = window;
  let [close, end] = [at, at];
  if (!isBehindLetter(text, at)) {
    const marks = behindColour(text, skipBack(text, at, Math.max(from, at - 64), blank), from);
    close = beforeMarks(text, beforeVisibility(text, marks, at, from), at);
    end = behindColour(text, beforeQuote(text, close, from), from);
    if (!mayEndName(text, end)) return undefined;
  }
  if (end - 2 < from) return undefined;
  const start = startOfName(window, end);
  if (start >= end || isInPath(text, start, from, end !== close)) return undefined;
  return { start, end, name: interned(text, start, end), isQuoted: end !== close };
}

/** Whether the name ends at `at`, as most do, and neither a colour code nor a coded bracket. */
function isBehindLetter(text: Uint8Array, at: number): boolean {
  const last = text[at - 1]!;
  return letters[last] === 1 && last !== 0x6d && ((last | 32) !== 0x64 || !hasWord(text, at - 3, at, "%5d"));
}

/** `https://token:…`; the end of a route (`"/forgot-password"`) or of a selector (`"#add-password"`). */
function isInPath(text: Uint8Array, start: number, from: number, isQuoted: boolean): boolean {
  const left = start > from ? text[start - 1]! : 0;
  if (isQuoted && (left === 0x2f || left === 0x23)) return true;
  return left === 0x2f && start - 3 >= from && text[start - 2] === 0x2f && text[start - 3] === 0x3a;
}

/** A quick check by the few bytes before `at`, false for most text that is not a name; an `m` may end a colour code. */
function mayFollowName(text: Uint8Array, at: number): boolean {
  const last = text[at - 1] ?? 0;
  if (letters[last] === 1 && last !== 0x6d) return mayEnd(text, at) || hasWord(text, at - 3, at, "%5d");
  const before = text[at - 2] ?? 0;
  return letters[before] !== 1 || before === 0x6d || quotes[last] !== 1 || mayEnd(text, at - 1);
}

function mayEndName(text: Uint8Array, end: number): boolean {
  const last = text[end - 1]!;
  if (letters[last] === 1) return mayEnd(text, end);
  return last >= 0x30 && last <= 0x39 && keyBytes[text[end - 2]!] === 1;
}

/** The beginning of the name; the end of an escape or a colour code before it is not part of it. */
function startOfName({ text, from, to }: Window, end: number): number {
  const start = skipBack(text, end, Math.max(from, end - MAX_KEY), keyBytes);
  const behindEscape = escapeEnd(text, start, from, to);
  if (behindEscape > start && behindEscape < end) return behindEscape;
  if (start > from && (text[start - 1] === 0x5b || text[start - 1] === 0x3b))
    for (let i = start + 1; i < Math.min(end, start + 12); i++) if (endsColour(text, i, from)) return i;
  return start;
}
