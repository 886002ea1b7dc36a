import type { Rule, Span, Window } from "../../rule.ts";
import { byteClass, digits, hasExactly, hasWord, letters, skipBack, skipWhile, wordBytes } from "../../text/bytes.ts";
import { isLeftEdge, separatorAt, separatorBefore } from "../../text/edges.ts";
import { verbBefore } from "../../text/verbs.ts";
import { byLength, isOneOf } from "../../text/words.ts";
import { belongsToNobody, NOBODY, nameEnd } from "./account-name.ts";

const pathBytes = byteClass("0-9a-zA-Z_.~-");
/** Folders in which a `home` or `Users` folder still contains homes. */
const PARENTS = byLength("var export usr data host nfs net srv share cygwin cygwin64 msys64".split(" "));
const BACKSLASH = 0x5c;
/** Names of the folder in other languages of Windows: only after a drive. */
const LOCALIZED = [
  ..."Benutzer Utilisateurs Usuarios Usuários Utenti Utilizadores Gebruikers Brugere Brukere Användare".split(" "),
  ..."Kullanıcılar Użytkownicy Uživatelé Felhasználók Käyttäjät Пользователи".split(" "),
  "Dokumente und Einstellungen",
].map((name) => Buffer.from(name, "utf8").toString("latin1"));

/**
 * The account name in a path to a home folder, on Linux, macOS and Windows, also under WSL: `/home/<name>`,
 * `/Users/<name>`, `C:\Users\<name>`, `D:\Benutzer\<name>`, `/volume1/homes/<name>`; in file URLs, with doubled or
 * percent-encoded separators; names of several words where the path continues after them or ends in a quote. The rest
 * stays.
 *
 * Misses folders that belong to nobody, routes (`GET /home/x`, `example.org/home/x`, `/users/@me`), and other folders
 * that happen to be called `home` (`/opt/red/home`). Costs a look at a few bytes after a separator and one of a dozen
 * letters.
 */
export const homePath: Rule = {
  name: "home-path",
  recognises: "account names in paths to home folders, in prompts of shells and in printed environments",
  becomes: "USERNAME",
  example: "/home/ada/bot.py",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "/", after: "hUu" },
    { at: "\\", after: "hUuD" },
    { at: "%", after: "25" },
    { at: "\\/", before: ":\\/", after: "BGAKF\xd0" },
  ],
  match(window, at) {
    const plain = plainHome(window, at);
    if (plain !== undefined) return plain;
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

/** The name in ` /home/ada/`, `"/home/ada/`: the usual case, decided at once. It reads as no placeholder does. */
function plainHome(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (at <= from || blanksAndQuotes[text[at - 1]!] !== 1 || !hasExactly(text, at, to, "/home/")) return undefined;
  const start = at + 6;
  const end = skipWhile(text, start, Math.min(to, start + MAX_PLAIN), plainBytes);
  if (end === start || end + 2 >= to || text[end] !== 0x2f || isBehindVerb(window, at)) return undefined;
  if (isOneOf(NOBODY, text, start, end)) return undefined;
  // as `isQuiet` would find: two names of folders, and what follows is no version
  return { start, end, isQuiet: digits[text[end + 1]!] !== 1 && digits[text[end + 2]!] !== 1 };
}

const MAX_PLAIN = 32;
const plainBytes = byteClass("0-9a-z_");

/** Backslashes come in equal runs: `C:\\Users\n` is not a path to `n`, but the end of a string in JSON. */
const isBackslash = (text: Uint8Array, end: number): boolean => text[end - 1] === BACKSLASH;

function folderLength(text: Uint8Array, at: number, to: number, isWindows: boolean): number {
  if (folderStarts[text[at]!] !== 1) return 0;
  if (hasExactly(text, at, to, "home")) return isOneMore(text[at + 4] ?? 0) || text[at + 4] === 0x73 ? 5 : 4;
  if (hasExactly(text, at, to, "Users")) return 5;
  if (!isWindows) return 0;
  if (hasWord(text, at, to, "users")) return 5;
  if (hasWord(text, at, to, "documents and settings")) return 22;
  return localizedFrom[text[at]!]?.find((name) => hasExactly(text, at, to, name))?.length ?? 0;
}

/** By their first byte. */
const localizedFrom: string[][] = [];
for (const name of LOCALIZED) {
  const first = name.charCodeAt(0);
  localizedFrom[first] = [...(localizedFrom[first] ?? []), name];
}
const folderStarts = byteClass(`hHuUdD${LOCALIZED.map((name) => name[0]).join("")}`);

/** `/home2`, used by hosts with a second disk; `homes` is what NAS systems call it. */
const isOneMore = (byte: number): boolean => byte >= 0x31 && byte <= 0x39;

function isBehindDrive({ text, from }: Window, at: number): boolean {
  const drive = at - 2;
  return drive >= from && text[at - 1] === 0x3a && letters[text[drive]!] === 1;
}

/** Whether the folder at this separator contains homes: nothing, a drive, or a known parent is before it. */
function isHome(window: Window, at: number, isHomeFolder: boolean): boolean {
  const { text, from, to } = window;
  let first = at;
  while (first > from && text[first - 1] === 0x5c) first--;
  if (isHomeFolder && hasExactly(text, at, to, "/homes")) return isKnownParent(window, first, true);
  if (first <= from) return true;
  const left = text[first - 1]!;
  if (left === 0x3a && letters[text[first - 2] ?? 0] === 1 && isLeftEdge(text, first - 2, from, to, wordBytes))
    return true;
  if (isLeftEdge(text, first, from, to, pathBytes) && left !== 0x5d)
    return left !== 0x2f || isFileUrl(window, first) ? !isBehindVerb(window, first) : false;
  return isKnownParent(window, first, isHomeFolder) || isBehindHost(window, first);
}

/**
 * `file://localhost/home`, `sftp://ada@host/home`, `vscode-remote://wsl+debian/home`: a path on that host, not a route.
 */
function isBehindHost({ text, from, to }: Window, end: number): boolean {
  const host = skipBack(text, end, Math.max(from, end - 64), hostBytes);
  const scheme = host - 3;
  if (scheme < from || !hasExactly(text, scheme, to, "://")) return false;
  return FILE_SCHEMES.some((name) => scheme - name.length >= from && hasWord(text, scheme - name.length, to, name));
}

const hostBytes = byteClass("0-9a-zA-Z_.@:%+-");
const FILE_SCHEMES = ["file", "sftp", "ssh", "vscode-remote"];

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

/** `GET /home/x`: a route. */
export function isBehindVerb({ text, from, to }: Window, at: number): boolean {
  const field = text[at - 1] === 0x3d && hasWord(text, at - 6, to, " path=") && at - 6 >= from ? at - 5 : at;
  const end = skipBack(text, field, Math.max(from, field - 4), blanksAndQuotes);
  const start = end === field ? -1 : verbBefore(text, end, from);
  return start >= 0 && isLeftEdge(text, start, from, to, wordBytes);
}

/** Folders of disks, which have homes of other systems in them. */
const MOUNTS = ["/mnt", "/Volumes"];

const isRootFolder = ({ text, from, to }: Window, end: number, folder: string): boolean =>
  end - folder.length >= from &&
  hasExactly(text, end - folder.length, to, folder) &&
  isLeftEdge(text, end - folder.length, from, to, pathBytes);

/**
 * `/var/home`, `/mnt/c/Users`, `\\wsl$\Debian\home`, `docker -v/home`, `/c/Users`, `/System/Volumes/Data/Users`,
 * `/volume1/homes`, `/mnt/tank/home`, `/Volumes/Backup/Users`.
 */
function isKnownParent(window: Window, end: number, isHomeFolder: boolean): boolean {
  const { text, from, to } = window;
  if (end - 21 >= from && hasExactly(text, end - 21, to, "/Volumes/Macintosh HD")) return true;
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
  if (MOUNTS.some((mounts) => isRootFolder(window, outer, mounts))) return true;
  if (!isHomeFolder) return false;
  if (isLeftEdge(text, outer, from, to, pathBytes))
    return isOneOf(PARENTS, text, start, end) || (end - start <= 8 && hasWord(text, start, end, "volume"));
  return hasWord(text, start, end, "services") && isRootFolder(window, outer, "/var");
}
