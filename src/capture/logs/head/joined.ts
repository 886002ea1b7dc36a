import type { Level } from "../../../report/report.ts";
import { parseLevel } from "../level.ts";
import { sticky } from "./parts.ts";

/** A name and a level that one part of a head contains, or one of them written in an unusual way. */
export interface Joined {
  readonly name?: string;
  readonly level?: Level;
  /** UTF-16 units: of the level, which is first, and of all. */
  readonly levelLength: number;
  readonly length: number;
}

const processed = /(?:[\w.-]{1,80} )?([\w.$-]{1,80})\[\d{1,8}\] ([A-Z]{4,8})(?= )/y;

/** What a single letter means. */
export const levelOfLetter: Readonly<Record<string, Level>> = {
  D: "debug",
  I: "info",
  W: "warning",
  E: "error",
  F: "fatal",
  C: "fatal",
};

/**
 * Reads `host name[process] ` before a level, as coloredlogs and the system's log print it, `ERROR/nest:` and
 * `E nest:`.
 *
 * @param word - The word at this index, after a time.
 * @param place - Whether a logger was named, whether the time has a date, and the text before the word.
 */
export function joinedAt(
  line: string,
  at: number,
  word: string,
  place: {
    readonly hasName: boolean;
    readonly isBehindName: boolean;
    readonly dated: boolean;
    readonly separator: string;
  },
): Joined | undefined {
  const { hasName, isBehindName, dated, separator } = place;
  const ofProcess = hasName ? undefined : readProcess(line, at);
  if (ofProcess || !dated) return ofProcess;
  const [, loud, name] = (!hasName && /^([A-Z]{4,8})[/@]([\w.-]+)$/.exec(word)) || [];
  const level = parseLevel(loud ?? "");
  if (level && line[at + word.length] === ":")
    return { level, name: name!, levelLength: loud!.length, length: word.length };
  const [, tag] = (!hasName && separator === "" && /^[DIWEF]\/([\w.-]+)$/.exec(word)) || [];
  const process = tag === undefined ? undefined : sticky(/\( *\d{1,7}\)(?=: )/y, line, at + word.length);
  if (process)
    return { level: levelOfLetter[word[0]!]!, name: tag!, levelLength: 1, length: word.length + process.length };
  const [, channel, last] = (!hasName && /^([a-z_][\w.-]*)\.([A-Z]{4,9})$/.exec(word)) || [];
  const named = parseLevel(last ?? "");
  if (named && line.startsWith(": ", at + word.length))
    return { level: named, name: channel!, levelLength: word.length, length: word.length };
  const letter = separator === "" ? levelOfLetter[word] : undefined;
  return letter && (isBehindName || sticky(/ (?:[\w.$-]+: |[a-z_]\w*(?:\.\w+)+ )/y, line, at + 1) !== undefined)
    ? { level: letter, levelLength: 1, length: 1 }
    : undefined;
}

function readProcess(line: string, at: number): Joined | undefined {
  processed.lastIndex = at;
  const [text, name, level] = processed.exec(line) ?? [];
  if (text === undefined || parseLevel(level!) === undefined) return undefined;
  return { name: name!, levelLength: 0, length: text.length - level!.length - 1 };
}
