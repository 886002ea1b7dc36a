import { isPlaceholderAt } from "../claim/placeholders.ts";
import type { Rule, Window } from "../rule.ts";
import {
  alphanumerics,
  byteClass,
  hasExactly,
  hasWord,
  hexDigits,
  latin1,
  letters,
  skipBack,
  skipWhile,
  wideLetter,
  wordBytes,
} from "../text/bytes.ts";
import { isLeftEdge, separatorAt, separatorBefore } from "../text/edges.ts";

const pathBytes = byteClass("0-9a-zA-Z_.~-");
const nameBytes = byteClass("0-9a-zA-Z_.~@+$-");
/** Folders beside the homes of people, and accounts that every container has. */
const NOBODY = "public default shared container runner node linuxbrew username user all".split(" ");
const VERBS = new Set("get post put patch delete head options".split(" "));
/** Folders in which a `home` or `Users` folder still is one of homes. */
const PARENTS = ["var", "export", "usr", "data", "host", "nfs", "net"];
const MAX_NAME = 96;
const BACKSLASH = 0x5c;

/**
 * The account name in a path to a home folder, on Linux, macOS and Windows, also under WSL: `/home/<name>`,
 * `/Users/<name>`, `C:\Users\<name>`; in file URLs, with doubled or percent-encoded separators. The rest stays.
 *
 * Misses folders that belong to nobody, routes (`GET /home/x`, `example.org/home/x`, `/users/@me`), and other folders
 * that happen to be called `home` (`/opt/red/home`).
 */
export const homePath: Rule = {
  name: "home-path",
  recognises: "account names in paths to home folders",
  becomes: "USERNAME",
  example: "/home/ada/bot.py",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "/", after: "hUu" },
    { at: "\\", after: "hUuD" },
    { at: "%", after: "25" },
  ],
  match(window, at) {
    const { text, to } = window;
    const slash = separatorAt(text, at, to);
    if (slash === 0) return undefined;
    const folder = at + slash;
    const isWindows = text[at] !== 0x2f;
    const length = folderLength(text, folder, to, isWindows || isBehindDrive(window, at));
    if (length === 0) return undefined;
    const separator = separatorAt(text, folder + length, to);
    const start = folder + length + separator;
    const isAlike = text[folder - 1] === text[start - 1];
    if (
      separator === 0 ||
      !isAlike ||
      (isBackslash(text, start) && separator !== separatorBefore(text, folder, window.from))
    )
      return undefined;
    if (!isHome(window, at, hasExactly(text, folder, to, "home"))) return undefined;
    const end = nameEnd(window, start);
    return end < 0 || belongsToNobody(text, start, end) ? undefined : { start, end };
  },
};

/** Backslashes come in equal runs: `C:\\Users\n` is no path to `n`, but the end of a string in JSON. */
const isBackslash = (text: Uint8Array, end: number): boolean => text[end - 1] === BACKSLASH;

function folderLength(text: Uint8Array, at: number, to: number, isWindows: boolean): number {
  if (hasExactly(text, at, to, "home")) return 4;
  if (hasExactly(text, at, to, "Users")) return 5;
  if (!isWindows) return 0;
  if (hasWord(text, at, to, "users")) return 5;
  return hasWord(text, at, to, "documents and settings") ? 22 : 0;
}

function isBehindDrive({ text, from }: Window, at: number): boolean {
  const drive = at - 2;
  return drive >= from && text[at - 1] === 0x3a && letters[text[drive]!] === 1;
}

/** Whether the folder at this separator is the root of homes: nothing before it, a drive, or a known parent. */
function isHome(window: Window, at: number, isHomeFolder: boolean): boolean {
  const { text, from, to } = window;
  let first = at;
  while (first > from && text[first - 1] === 0x5c) first--;
  if (first <= from) return true;
  const left = text[first - 1]!;
  if (left === 0x3a && letters[text[first - 2] ?? 0] === 1 && isLeftEdge(text, first - 2, from, to, wordBytes))
    return true;
  if (isLeftEdge(text, first, from, to, pathBytes) && left !== 0x5d)
    return left !== 0x2f || isFileUrl(window, first) ? !isBehindVerb(window, first) : false;
  return isKnownParent(window, first, isHomeFolder);
}

/** `file:///home`, and the doubled slash of careless joins. */
function isFileUrl({ text, from }: Window, at: number): boolean {
  const start = skipBack(text, at, Math.max(from, at - 4), slashes);
  return (
    start <= from ||
    text[start - 1] !== 0x3a ||
    hasWord(text, start - 5, at, "file:") ||
    hasWord(text, start - 4, at, "sftp")
  );
}

const slashes = byteClass("/");
const blanksAndQuotes = byteClass(" \t\"'");

function isBehindVerb({ text, from, to }: Window, at: number): boolean {
  const field = hasWord(text, at - 6, to, " path=") && at - 6 >= from ? at - 5 : at;
  const end = skipBack(text, field, Math.max(from, field - 4), blanksAndQuotes);
  if (end === field) return false;
  const start = skipBack(text, end, Math.max(from, end - 9), letters);
  return VERBS.has(latin1(text, start, end).toLowerCase()) && isLeftEdge(text, start, from, to, wordBytes);
}

/** `/var/home`, `/mnt/c/Users`, `\\wsl$\Debian\home`, `docker -v/home`, `/c/Users`, `/System/Volumes/Data/Users`. */
function isKnownParent(window: Window, end: number, isHomeFolder: boolean): boolean {
  const { text, from, to } = window;
  const start = skipBack(text, end, Math.max(from, end - 24), pathBytes);
  if (end - start === 2 && text[start] === 0x2d && text[end - 1] === 0x76)
    return isLeftEdge(text, start, from, to, pathBytes);
  const slash = separatorBefore(text, start, from);
  if (slash === 0) return false;
  const outer = start - slash;
  if (hasWord(text, outer - 4, to, "wsl$") || hasWord(text, outer - 13, to, "wsl.localhost")) return true;
  if (end - start === 1 && letters[text[start]!] === 1)
    return (
      isLeftEdge(text, outer, from, to, pathBytes) ||
      hasWord(text, outer - 3, to, "mnt") ||
      hasWord(text, outer - 8, to, "mnt/host") ||
      hasWord(text, outer - 8, to, "cygdrive") ||
      hasWord(text, outer - 5, to, "media")
    );
  if (hasWord(text, start, end, "data") && hasWord(text, outer - 7, to, "volumes")) return true;
  const isParent = PARENTS.some((name) => name.length === end - start && hasWord(text, start, end, name));
  return isHomeFolder && isParent && isLeftEdge(text, outer, from, to, pathBytes);
}

/** The end of the account name at `start`, or -1 if there is none. */
function nameEnd(window: Window, start: number): number {
  const { text, to } = window;
  let end = wordEnd(window, start, start + MAX_NAME);
  const isAtSeparator = separatorAt(text, end, to) > 0;
  if (!isAtSeparator && end < to && text[end] === 0x20) end = spacedEnd(window, start, end);
  while (end > start && !isAtSeparator && ".~@+$-".includes(String.fromCharCode(text[end - 1]!))) end--;
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
      const length = text[i]! >= 0x80 ? wideLetter(text, i, to) : 0;
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

/** An escape that may stand in a name: a space or a letter beyond ASCII, no separator and no quote. */
function isPartOfName(text: Uint8Array, at: number, to: number): boolean {
  if (at + 3 > to || hexDigits[text[at + 1]!] !== 1 || hexDigits[text[at + 2]!] !== 1) return false;
  return (text[at + 1] === 0x32 && text[at + 2] === 0x30) || (text[at + 1]! >= 0x38 && separatorAt(text, at, to) === 0);
}

/** Behind a backslash these are as likely an escape as the beginning of a folder. */
const escapeLetters = new Set(Buffer.from("nrtu\"'", "latin1"));

/** `Ada Lovelace` is one name if each further word is capitalised, or the path of Windows, and a separator follows. */
function spacedEnd(window: Window, start: number, end: number): number {
  const { text, to } = window;
  let i = end;
  for (let words = 0; words < 3 && i < to && text[i] === 0x20; words++) {
    const first = text[i + 1]!;
    const isCapital = (first >= 0x41 && first <= 0x5a) || first >= 0xc3;
    if (!isCapital && (text[start - 1] !== BACKSLASH || letters[first] !== 1)) return end;
    i = wordEnd(window, i + 1, start + MAX_NAME);
    const separator = separatorAt(text, i, to);
    if (separator > 0) return isCapital || !escapeLetters.has(text[i + separator] ?? 0) ? i : end;
  }
  return end;
}

function belongsToNobody(text: Uint8Array, start: number, end: number): boolean {
  return (
    isPlaceholderAt(text, start, end) ||
    NOBODY.some((name) => name.length === end - start && hasWord(text, start, end, name))
  );
}
