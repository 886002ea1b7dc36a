import { holdsPlaceholder, isPlaceholderAt } from "../../claim/placeholders.ts";
import { allOf, type Rule, type Span, type Window } from "../../rule.ts";
import { alphanumerics, byteClass, digits, hasExactly, latin1, skipBack, skipWhile } from "../../text/bytes.ts";
import { isLeftEdge, separatorAt, separatorBefore } from "../../text/edges.ts";
import { belongsToNobody, nameEnd } from "./account-name.ts";
import { isBehindVerb } from "./home-path.ts";

const BACKSLASH = 0x5c;
const pathBytes = byteClass("0-9a-zA-Z_.~-");
const serverBytes = byteClass("0-9a-zA-Z_.-");
const shareBytes = byteClass("0-9a-zA-Z_.$ -").fill(1, 0x80);
const alnum = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Folders in `/media` and network shares that are not names of people. */
const ORDINARY = new Set(
  (
    "cdrom cdrom0 dvd floppy usb usb0 usb1 usbdisk sdcard disk hdd ssd nas external share shares shared public data files " +
    "file images image img photos photo pictures video videos movies films tv shows series music audio sounds sound books " +
    "static assets upload uploads uploaded download downloads attachments attachment avatars icons emoji emojis stickers " +
    "banners cache thumbs thumbnails css js fonts docs documents backup backups storage library plex jellyfin torrents root " +
    "home homes users user proxy embed embeds guilds guild channels temp tmp web www games scans netlogon sysvol print"
  ).split(" "),
);
/** Disks that every Mac has. */
const VOLUMES = /^(?:Macintosh HD|Data|Preboot|Recovery|VM|Update|Untitled|External|Backup|USB|Time Machine)(?![a-z])/;
/** Server names that mean this machine. */
const SERVERS = new Set(["localhost", "tsclient", "psf", "mac", "vmware-host", "hostname"]);

/**
 * Names in paths to disks and network shares: `/media/<name>/…`, `/run/media/<name>/…`, `/Volumes/<name>/…`,
 * `\\<server>\<name>\…`, also with escaped separators. The server of a share becomes `HOSTNAME`.
 *
 * Misses names that are common there (`/media/cdrom`, `/media/uploads`, `/Volumes/Macintosh HD`, `\\wsl$`), routes
 * (`GET /media/x`), files in `/media` itself, and escapes of other things (`\\d+\w`). Costs a look at a few bytes after
 * `media`, `Volumes` and doubled backslashes.
 */
export const sharedPath: Rule = {
  name: "home-path",
  recognises: "names in paths to disks and network shares",
  becomes: "USERNAME",
  example: "/run/media/ada/USB/bot.py",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "/\\%", before: "a", beforeThat: "i", thirdBefore: "d" },
    { at: "/\\%", before: "s", beforeThat: "e", thirdBefore: "m" },
    { at: "\\", before: "\\", beforeThat: " \t\n\"'`(=,[>\\", after: alnum },
  ],
  match(window, at) {
    const { text, from, to } = window;
    if (at > from && text[at - 1] === BACKSLASH && text[at] === BACKSLASH) return share(window, at);
    const slash = separatorAt(text, at, to);
    if (slash === 0) return undefined;
    if (hasExactly(text, at - 5, to, "media") && at - 5 >= from) return media(window, at - 5, at + slash);
    return hasExactly(text, at - 7, to, "Volumes") && at - 7 >= from ? volume(window, at - 7, at + slash) : undefined;
  },
};

/** Where the path begins whose folder begins at `folder`, if that is its first one; otherwise -1. */
function rootOf({ text, from, to }: Window, folder: number): number {
  const slash = separatorBefore(text, folder, from);
  const start = folder - slash;
  return slash > 0 && isLeftEdge(text, start, from, to, pathBytes) && text[start - 1] !== 0x2f ? start : -1;
}

/** `/media/ada/…`, `/run/media/ada/…` */
function media(window: Window, folder: number, start: number): Span | undefined {
  const { text, from, to } = window;
  const slash = separatorBefore(text, folder, from);
  const isRun = slash > 0 && hasExactly(text, folder - slash - 3, to, "run");
  const root = rootOf(window, isRun ? folder - slash - 3 : folder);
  if (root < 0 || isBehindVerb(window, root) || isAttribute(window, root)) return undefined;
  const end = nameEnd(window, start);
  if (end < 0 || belongsToNobody(text, start, end)) return undefined;
  if (isRun) return { start, end };
  const name = latin1(text, start, Math.min(end, start + 32)).toLowerCase();
  const goesOn = separatorAt(text, end, to) > 0;
  if (ORDINARY.has(name) || /^[0-9]+$/.test(name) || (!goesOn && /\.[a-z0-9]{2,5}$/.test(name))) return undefined;
  return { start, end };
}

/** `src="/media/…"`: a route. */
function isAttribute({ text, from }: Window, root: number): boolean {
  return /(?:src|href|url|path|route)["']?\s?[=:(]\s?["']?$/i.test(latin1(text, Math.max(from, root - 10), root));
}

/** `/Volumes/Adas Disk/…` */
function volume(window: Window, folder: number, start: number): Span | undefined {
  const { text, to } = window;
  const root = rootOf(window, folder);
  if (root < 0 || isBehindVerb(window, root)) return undefined;
  const end = nameEnd(window, start);
  if (end < 0 || belongsToNobody(text, start, end)) return undefined;
  return VOLUMES.test(latin1(text, start, Math.min(to, start + 24))) ? undefined : { start, end };
}

/** `\\server\share\…`: twice as many backslashes before the server as after it. */
function share(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (at + 1 >= to || serverBytes[text[at + 1]!] !== 1) return undefined;
  const lead = skipBack(text, at + 1, Math.max(from, at - 15), backslashes);
  const run = at + 1 - lead;
  const server = at + 1;
  const serverEnd = skipWhile(text, server, Math.min(to, server + 64), serverBytes);
  const name = serverEnd + run / 2;
  if (run % 2 !== 0 || serverEnd - server < 2 || runLength(text, serverEnd, to) !== run / 2) return undefined;
  if (lead > from && edges[text[lead - 1]!] !== 1) return undefined;
  const nameStop = skipWhile(text, name, Math.min(to, name + 96), shareBytes);
  if (holdsPlaceholder(text, name, nameStop) && !isPlaceholderAt(text, name, nameStop)) return undefined; // several words
  const goesOn = runLength(text, nameStop, to) === run / 2;
  const host = latin1(text, server, serverEnd);
  if (nameStop - name < 2 || !(goesOn || /[A-Z0-9-]/.test(host)) || alphanumerics[text[name]!] !== 1) return undefined;
  if (run === 2 && jsonEscapes[text[name]!] === 1 && text[window.previous(quoteOrLine, lead)] === 0x22)
    return undefined;
  if (host.startsWith("wsl")) return undefined; // its distributions
  const spans = [
    ...(isOwnServer(host) || isPlaceholderAt(text, server, serverEnd) ? [] : [hostSpan(server, serverEnd)]),
    ...accountIn(window, name, goesOn ? nameStop : -1, run / 2),
  ];
  return allOf(spans);
}

/** After one backslash these are escapes, if it is in a string of JSON. */
const jsonEscapes = byteClass("bfnrtu");
const quoteOrLine = byteClass('"\n');
const backslashes = byteClass("\\\\");
const edges = byteClass(" \t\n\r\"'`(=,[>");
const runLength = (text: Uint8Array, at: number, to: number): number =>
  skipWhile(text, at, Math.min(to, at + 16), backslashes) - at;

const hostSpan = (start: number, end: number): Span => ({ start, end, becomes: "HOSTNAME" });

/** This machine, or an address that has a rule of its own. */
const isOwnServer = (host: string): boolean => SERVERS.has(host.toLowerCase()) || /^[0-9.]+$/.test(host);

/** The share, or the folder after it if the share contains homes. */
function accountIn(window: Window, start: number, stop: number, run: number): Span[] {
  const { text, to } = window;
  const word = latin1(text, start, Math.min(stop < 0 ? to : stop, start + 32)).toLowerCase();
  const end = stop < 0 ? skipWhile(text, start, Math.min(to, start + 96), pathBytes) : stop;
  if (/^(?:users|homes?)$/.test(word) && stop >= 0) {
    const account = stop + run;
    const accountEnd = nameEnd(window, account);
    return accountEnd < 0 || belongsToNobody(text, account, accountEnd) ? [] : [{ start: account, end: accountEnd }];
  }
  const name = latin1(text, start, Math.min(end, start + 32)).toLowerCase();
  if (ORDINARY.has(name) || name.endsWith("$") || belongsToNobody(text, start, end)) return [];
  return digits[text[start]!] === 1 && end - start < 3 ? [] : [{ start, end }];
}
