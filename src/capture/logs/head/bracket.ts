import type { Level } from "../../../report/report.ts";
import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import { findDateEnd } from "./parts.ts";

/** What is between square brackets before a message. */
export interface Bracket {
  readonly time?: string;
  readonly level?: Level;
  readonly name?: string;
  /** Whether the level is written in capitals. */
  readonly isLoud: boolean;
  /** Whether it is only a process, a thread or a place in the source. */
  readonly isPlace: boolean;
  /** Index after the closing bracket. */
  readonly end: number;
}

/** A longer text in brackets is part of a message. */
const longest = 80;

const process = /^(?:-|\d+|main|Main(?:Thread|Process)|(?:Thread|Process|Worker|Fork\w*|pool)-?\d[\w-]*|0x[0-9a-f]+)$/;
const source = /^(?:[\w.-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?)(?:::?\d+.*)?$|^[\w.]+:\d+$/;
const named = /^[\w$@#][\w.$@#<>/ :'&-]*$/;
const lowerLevels =
  /^(?:trace|verbose|silly|debug|info|http|log|success|ready|start|done|notice|warn|warning|error|fail|fatal|critical|exception)$/i;

const closing: Readonly<Record<string, string>> = { "[": "]", "(": ")", "<": ">" };

/** Reads the bracket that opens at a place; `undefined` if it does not close, or holds what no logger writes there. */
export function readBracket(line: string, at: number): Bracket | undefined {
  const close = line.indexOf(closing[line[at]!]!, at);
  if (close < 0 || close - at > longest) return undefined;
  const text = line.slice(at + 1, close).trim();
  const end = close + 1;
  const timeEnd = Math.max(findTimeEnd(text, 0), findDateEnd(text, 0));
  if (timeEnd > 0 && /^(?:$|[\s|,;-]|: )/.test(text.slice(timeEnd))) {
    const rest = text.slice(timeEnd).replace(/^[\s|,;:-]+/, "");
    const inner = rest === "" ? { isLoud: false } : readWords(rest);
    return inner && { ...inner, time: text.slice(0, timeEnd), isPlace: false, end };
  }
  if (process.test(text) || source.test(text)) return { isLoud: false, isPlace: true, end };
  const words = readTwisted(text) ?? readWords(text);
  return words && { ...words, isPlace: false, end };
}

/** `nest#critical`, as Twisted prints it. */
function readTwisted(text: string): Pick<Bracket, "level" | "name" | "isLoud"> | undefined {
  const [, name, word] = /^([\w.$-]+)#([a-z]+)$/.exec(text) ?? [];
  const level = parseLevel(word ?? "");
  return level && { ...(name !== "-" && { name: name! }), level, isLoud: true };
}

/** A level, a name, or both with a sign between. */
function readWords(text: string): Pick<Bracket, "level" | "name" | "isLoud"> | undefined {
  const pieces = text.split(/\s*[|/,;]\s*|\s+-\s+|\s+|(?<=^[A-Z]+):/);
  const at = pieces.findIndex(isLevel);
  if (at < 0 || (pieces.length > 1 && pieces[at] !== pieces[at]!.toUpperCase()))
    return named.test(text) ? { name: text, isLoud: false } : undefined;
  const word = pieces[at]!;
  const others = pieces.filter((piece, index) => index !== at && piece !== "" && !process.test(piece));
  const name = others.length === 1 && named.test(others[0]!) ? { name: others[0]! } : {};
  if (others.length > 1) return undefined;
  return { level: parseLevel(word) ?? "info", ...name, isLoud: word === word.toUpperCase() };
}

const isLevel = (word: string) =>
  word === word.toUpperCase() ? parseLevel(word) !== undefined : lowerLevels.test(word);
