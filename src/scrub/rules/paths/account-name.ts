import { isPlaceholderAt } from "../../claim/placeholders.ts";
import type { Window } from "../../rule.ts";
import {
  alphanumerics,
  brokenLength,
  byteClass,
  hasWord,
  hexDigits,
  letters,
  skipBack,
  skipWhile,
  wideLetter,
} from "../../text/bytes.ts";
import { separatorAt, separatorBefore } from "../../text/edges.ts";
import { byLength, isOneOf } from "../../text/words.ts";

const nameBytes = byteClass("0-9a-zA-Z_.~@+$-");
/** Characters with which a name does not end, unless a path follows. */
const lastSigns = byteClass(".~@+$-");
const blank = byteClass(" \t");
/** Folders beside people's homes, and accounts of containers. */
export const NOBODY: ReturnType<typeof byLength> = byLength(
  "public default shared container runner node linuxbrew username user all".split(" "),
);
const MAX_NAME = 96;
const BACKSLASH = 0x5c;
const LF = 0x0a;

/** The end of the account name at `start`, or -1 if there is none. */
export function nameEnd(window: Window, start: number): number {
  const { text, to } = window;
  let end = wordEnd(window, start, start + MAX_NAME);
  const isAtSeparator = separatorAt(text, end, to) > 0;
  if (!isAtSeparator && end < to && text[end] === 0x20) end = spacedEnd(window, start, end);
  while (end > start && !isAtSeparator && lastSigns[text[end - 1]!] === 1) end--;
  if (end === start) return -1;
  const first = text[start]!;
  return alphanumerics[first] === 1 || first === 0x5f || first >= 0x80 || first === 0x25 ? end : -1;
}

function wordEnd({ text, to }: Window, start: number, limit: number): number {
  let i = start;
  while (i < to && i < limit) {
    if (nameBytes[text[i]!] === 1 || isApostrophe(text, i, start, to)) i++;
    else if (text[i] === 0x25 && isPartOfName(text, i, to)) i += 3;
    else {
      const length = text[i]! >= 0x80 ? wideLetter(text, i, to) || brokenLength(text, i, to) : 0;
      if (length === 0) break;
      i += length;
    }
  }
  return i;
}

/** `C:\\Users\\O'Neil\\…`: a quote in the middle of a folder of Windows. */
function isApostrophe(text: Uint8Array, at: number, start: number, to: number): boolean {
  if (text[at] !== 0x27 || at === start || text[start - 1] !== BACKSLASH) return false;
  const end = skipWhile(text, at + 1, Math.min(to, at + 24), letters);
  return end > at + 1 && text[end] === BACKSLASH && separatorAt(text, end, to) === separatorBefore(text, start, 0);
}

/** An escape that may be in a name: a space or a letter beyond ASCII, no separator and no quote. */
function isPartOfName(text: Uint8Array, at: number, to: number): boolean {
  if (at + 3 > to || hexDigits[text[at + 1]!] !== 1 || hexDigits[text[at + 2]!] !== 1) return false;
  return (text[at + 1] === 0x32 && text[at + 2] === 0x30) || (text[at + 1]! >= 0x38 && separatorAt(text, at, to) === 0);
}

/** After a backslash these are as likely an escape as the beginning of a folder. */
const escapeLetters = new Set(Buffer.from("nrtu\"'", "latin1"));

/**
 * `Ada Lovelace` is one name if a separator follows, and each further word is capitalised, or it is a path of Windows,
 * or it is where nothing but a path can: in quotes or brackets, at the start of a line. In quotes it may end there.
 */
function spacedEnd(window: Window, start: number, end: number): number {
  const { text, to } = window;
  const opening = openingOf(window, start);
  let i = end;
  for (let words = 0; words < 3 && i < to && text[i] === 0x20; words++) {
    const first = text[i + 1]!;
    const isCapital = (first >= 0x41 && first <= 0x5a) || first >= 0xc3;
    const isAny = text[start - 1] === BACKSLASH || opening !== 0;
    if (!isCapital && (!isAny || letters[first] !== 1)) return end;
    i = wordEnd(window, i + 1, start + MAX_NAME);
    const separator = separatorAt(text, i, to);
    if (separator > 0)
      return isCapital || text[i] !== BACKSLASH || !escapeLetters.has(text[i + separator] ?? 0) ? i : end;
    if (i < to && text[i] === opening && quotes[opening] === 1) return i;
  }
  return end;
}

const pathBytes = byteClass("0-9a-zA-Z_.~:/\\?%-");
const openings = byteClass("\"'`(<=\n");
const quotes = byteClass("\"'`");

/**
 * The quote, bracket or line end before the path of the name at `start`, blanks and `- ` aside; 0 if it is another
 * byte.
 */
function openingOf({ text, from }: Window, start: number): number {
  const path = skipBack(text, start, Math.max(from, start - 48), pathBytes);
  if (path === from) return LF;
  const before = text[path - 1]!;
  if (openings[before] === 1) return before;
  if (before !== 0x20) return 0;
  const blanks = skipBack(text, path, Math.max(from, path - 16), blank);
  if (blanks === from || text[blanks - 1] === LF) return LF;
  if (hasWord(text, blanks - 2, blanks, "at") && (blanks - 2 === from || text[blanks - 3] === 0x20)) return LF;
  return text[blanks - 1] === 0x3a || text[blanks - 1] === 0x2d ? LF : 0;
}

/** Whether a folder does not belong to a person: `Public`, `Default`, the accounts of containers, placeholders. */
export function belongsToNobody(text: Uint8Array, start: number, end: number): boolean {
  return isPlaceholderAt(text, start, end) || isOneOf(NOBODY, text, start, end);
}
