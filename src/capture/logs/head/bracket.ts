import type { Level } from "../../../report/report.ts";
import { trimBytes } from "../../lines/trim-bytes.ts";
import { findCommonEnd, findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import { findDateEnd } from "./parts.ts";
import { levelOfSign } from "./sign.ts";

/** The meaning of a text between brackets. */
export interface BracketText {
  readonly time: string | undefined;
  readonly level: Level | undefined;
  readonly name: string | undefined;
  /** Whether the level is written in capitals. */
  readonly isLoud: boolean;
  /** Whether it is only a process, a thread or a place in the source. */
  readonly isPlace: boolean;
}

/** A bracket before a message. */
export interface Bracket {
  readonly text: BracketText;
  /** Index after the closing bracket. */
  readonly end: number;
}

/** A longer text in brackets is part of a message. */
const longest = 80;

const process =
  /^(?:-|\d+|L\d+|main|Main(?:Thread|Process)|(?:Thread|Process|Worker|Fork[A-Za-z_]*|pool)-?\d[\w-]*|0x[0-9a-f]+|[\w.<>]{1,60}\(\)|\d+\.\d+s|(?:[Pp][Ii][Dd]|[Tt][Ii][Dd]|process|thread)[ :=]\d+)$/;
const source =
  /^(?:file:\/{3})?(?:[A-Za-z]:)?[/\\]?(?:[\w.@-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?)(?:::?\d.*)?$|^\d[\w.]*:\d+$/;
const moduleAndLine = /^(?![\w.]+\.(?:py|[cm]?[jt]sx?):)([A-Za-z_][\w.]*):\d+$/;
/** tslog's place and name: `/src/nest.ts:6 nest`. */
const sourceAndName = /^(?:[\w.-]*[/\\])*[\w.-]+\.[cm]?[jt]sx?:\d+(?::\d+)? ([A-Za-z][\w.-]*)$/;
/** tslog 3's name, place and function: `nest /src/nest.ts:6 Object.hatch`, `nest   Object.hatch`. */
const nameAndSource =
  /^([A-Za-z][\w.-]*) (?:(?:[\w.-]*[/\\])*[\w.-]+\.[cm]?[jt]sx?:\d+(?: +[\w.<>$]+)?| {2,}[\w.<>$]+)$/;
/** Datadog's and others' ids: `dd.service=nest dd.trace_id=0`. */
const pairs = /^[\w.-]+=[^\s,]*(?:,? [\w.-]+=[^\s,]*)*$/;
/** Letters of other scripts, without signs and emoji, as their bytes. */
const letter = String.raw`(?:[\xc3-\xdf][\x80-\xbf]|[\xe0\xe1\xe3-\xed][\x80-\xbf]{2})`;
const named = new RegExp(`^(?:[\\w$@#]|${letter})(?:[\\w.$@#<>/ :'&-]|${letter})*$`);
/** In small letters, only these are levels in a bracket. */
export const bracketLevels: readonly string[] =
  "trace verbose silly debug info http log success ready start done notice warn warning error fail fatal critical exception".split(
    " ",
  );
const lowerLevels = new RegExp(`^(?:${bracketLevels.join("|")})$`, "i");

/** What closes a bracket. */
export const closing: Readonly<Record<string, string>> = { "[": "]", "(": ")", "<": ">", "{": "}" };

/**
 * Reads the bracket that opens at this index; `undefined` if it does not close, or contains text that no logger writes
 * there.
 */
export function readBracket(line: string, at: number): Bracket | undefined {
  const close = line.indexOf(closing[line[at]!]!, at);
  if (close < 0 || close - at > longest) return undefined;
  const inner = line.slice(at + 1, close);
  const isTime = findCommonEnd(line, at + 1) === close;
  const text = isTime ? timeOnly(inner) : recall(trimBytes(inner));
  return text && { text, end: close + 1 };
}

const timeOnly = (time: string): BracketText => ({
  time,
  level: undefined,
  name: undefined,
  isLoud: false,
  isPlace: false,
});

/** The meanings of recent texts: a log has few levels and loggers, and all its lines contain them. */
const known = new Map<string, BracketText | undefined>();
const mostKnown = 1_000;

function recall(text: string): BracketText | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= mostKnown) known.clear();
  const read = readText(text);
  known.set(`${text} `.slice(0, -1), read); // a copy, which does not keep the whole line in memory
  return read;
}

function readText(text: string): BracketText | undefined {
  const timeEnd = Math.max(findTimeEnd(text, 0), findDateEnd(text, 0));
  if (timeEnd > 0 && /^(?:$|[\s|,;-]|: )/.test(text.slice(timeEnd))) {
    const time = text.slice(0, timeEnd);
    const rest = text.slice(timeEnd).replace(/^[\s|,;:-]+/, "");
    if (rest === "") return timeOnly(time);
    const words = readWords(rest);
    return words && { ...words, time };
  }
  const ofSign = levelOfSign(text);
  if (ofSign) return toWords(ofSign, undefined, true);
  const [, module] = moduleAndLine.exec(text) ?? sourceAndName.exec(text) ?? nameAndSource.exec(text) ?? [];
  if (
    text.split(" ").every((word) => process.test(word)) ||
    process.test(text) ||
    source.test(text) ||
    pairs.test(text) ||
    module !== undefined
  )
    return { time: undefined, level: undefined, name: module, isLoud: false, isPlace: true };
  return readTwisted(text) ?? readLevelAndTime(text) ?? readColumns(text) ?? readWords(text);
}

/** `ERROR 07:08:09`, `ERROR @ 2031-05-06 07:08:09`. */
function readLevelAndTime(text: string): BracketText | undefined {
  const [, word, time] = /^([A-Z]{3,8})(?:[ \t]*[|/,;:@-])?[ \t]*(\d.*)/s.exec(text) ?? [];
  if (time === undefined || !isLevel(word!) || findTimeEnd(time, 0) !== time.length) return undefined;
  return { ...toWords(parseLevel(word!), undefined, true), time };
}

/** A level and others with a sign between, of which one may be a time, and one contain spaces: `nest egg/ERROR`. */
function readColumns(text: string): BracketText | undefined {
  const columns = text.split(/(?:(?<![ \t])[ \t]+)?[|/,;][ \t]*|(?<![ \t])[ \t]+-[ \t]+|(?<=^[A-Z]{4,8}):[ \t]+/);
  const at = columns.findIndex((column) => column.length > 4 && findTimeEnd(column, 0) === column.length);
  const time = at < 0 ? undefined : columns[at]!;
  const rest = columns.filter((_, index) => index !== at);
  const others = rest.filter((column) => !isLevel(column) && !/^L\d+$/.test(column));
  const level = rest.find(isLevel);
  if (columns.length < 2 || level === undefined || others.length > 1 || level !== level.toUpperCase()) return undefined;
  const name = others[0];
  if (name !== undefined && !named.test(name)) return undefined;
  return { ...toWords(parseLevel(level), name && !process.test(name) ? name : undefined, true), time };
}

/** `nest#critical`, as Twisted prints it, `nest:error`. */
function readTwisted(text: string): BracketText | undefined {
  const [, name, sign, word = ""] = /^([\w.$-]+)([#:])([a-z]+)$/.exec(text) ?? [];
  const level = sign === ":" && !lowerLevels.test(word) ? undefined : parseLevel(word);
  return level && toWords(level, name === "-" ? undefined : name, true);
}

/** A level, a name, or both with a sign between. */
function readWords(text: string): BracketText | undefined {
  const pieces = text.split(/(?:(?<![ \t])[ \t]+)?[|/,;][ \t]*|(?<![ \t])[ \t]+(?:-[ \t]+)?|(?<=^[A-Z]{1,80}):/);
  const at = pieces.findIndex(isLevel);
  if (at < 0 || (pieces.length > 1 && pieces[at] !== pieces[at]!.toUpperCase()))
    return named.test(text) ? toWords(undefined, text, false) : undefined;
  const word = pieces[at]!;
  const others = pieces.filter(
    (piece, index) => index !== at && piece !== "" && !process.test(piece) && !source.test(piece),
  );
  if (others.length > 1) return undefined;
  const name = others.length === 1 && named.test(others[0]!) ? others[0] : undefined;
  return toWords(parseLevel(word) ?? "info", name, word === word.toUpperCase());
}

const toWords = (level: Level | undefined, name: string | undefined, isLoud: boolean): BracketText => ({
  time: undefined,
  level,
  name,
  isLoud,
  isPlace: false,
});

const isLevel = (word: string) =>
  lowerLevels.test(word) || (word === word.toUpperCase() && parseLevel(word) !== undefined);
