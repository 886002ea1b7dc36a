/** Lines, each with the index of the line that it came from. */
export interface Origins {
  readonly texts: readonly string[];
  readonly origins: readonly number[];
}

/**
 * The text that Windows PowerShell adds below the first line that a program wrote to stderr, in the owner's language.
 */
const place = /^\S.*:\d+ \S+:\d+$/;
const inBanner = /^(?:\+ | {4}\+ )/;
const lastOfBanner = /^ {4}\+ FullyQualifiedErrorId : /;
const command = /^[\w.-]+ : /;
/** The beginning of a frame that is not closed. */
const open = /^\s+(?:at (?:.*\))?[^()]*\([^)]*|File "[^"]*)$/;
/** The most lines into which one frame may be broken. */
const mostLines = 4;

/**
 * Undoes what Windows PowerShell does to stderr: removes its own lines, and joins frames that it wrapped at the
 * window's edge.
 */
export function unwrapPowerShell(lines: readonly string[]): Origins | undefined {
  if (!lines.some((line) => line.includes("FullyQualifiedErrorId : "))) return undefined;
  const texts: string[] = [];
  const origins: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const end = bannerEnd(lines, at);
    if (end > at) {
      const above = texts.length - 1;
      if (above >= 0) texts[above] = texts[above]!.replace(command, "");
      at = end - 1;
      continue;
    }
    const last = openEnd(lines, at);
    texts.push(lines.slice(at, last + 1).join(""));
    origins.push(at);
    at = last;
  }
  return { texts, origins };
}

/** Index after the banner that begins on a line, and the blank line below it; the line itself if none does. */
function bannerEnd(lines: readonly string[], from: number): number {
  let at = from + 1;
  while (inBanner.test(lines[at] ?? "")) at++;
  if (!place.test(lines[from]!) || !lastOfBanner.test(lines[at - 1]!)) return from;
  return lines[at]?.trim() === "" ? at + 1 : at;
}

/** The line that closes a frame which was broken; the line itself if it was not. */
function openEnd(lines: readonly string[], at: number): number {
  if (!open.test(lines[at]!)) return at;
  for (let end = at + 1; end < Math.min(lines.length, at + mostLines); end++) {
    const text = lines[end]!;
    if (/^\s/.test(text) || text === "") return at;
    if (/^[^()]*:\d+:\d+\)?$|^[^"]*", line \d+/.test(text)) return end;
  }
  return at;
}
