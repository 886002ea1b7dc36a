import type { Level } from "../../../report/report.ts";
import { findTimeEnd } from "../../time.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import { asideAt } from "./aside.ts";
import { type BracketText, readBracket } from "./bracket.ts";
import { joinedAt } from "./joined.ts";
import { isLevelHere, type LevelPlace } from "./level-here.ts";
import { messageAt } from "./message.ts";
import { closeOfName, levelColumns } from "./name.ts";
import { columnOf, findDateEnd, isErrorName, readCorner, separatorEnd, sticky } from "./parts.ts";

/**
 * Reads the parts before a line's message: times, levels, names, process ids and places in the source, bare, in
 * brackets or between separators, in any order. One grammar for all loggers: a part is recognised by its form and its
 * neighbours.
 *
 * @returns Nothing unless a date with a clock, or a level where only loggers put it, is found.
 */
export function parseHead(line: string): LogLine | undefined {
  return new Head(line).read();
}

/** The most parts of a head. */
const mostParts = 10;

/** How Deno begins an error that ends the program: not a level, although it looks like one. */
const ofDeno = /^error: Uncaught (?:\(in |["'{[]|(?!Exception\b)[A-Z][\w$.]*(?: \[\w+\])?(?::|$))/;

/** structlog pads messages as well, and names the logger after them. */
const structlog = /^(.{1,400}?) +\[([\w.$-]{1,80})\](?: [\w.]+=.*)?$/;

class Head {
  readonly #line: string;
  /** Where the next part may begin, and where the last one ended. */
  #at = 0;
  #end = 0;
  #time: string | undefined;
  /** Whether the time has a date and a clock. */
  #dated = false;
  #level: Level | undefined;
  #name: string | undefined;
  /** Where the level begins and ends, and whether it is written in capitals. */
  #levelStart = -1;
  #levelEnd = -1;
  #isLoud = false;
  /** The text between the last part and the next one, without white space. */
  #separator = "";
  /** Where the message begins if no level comes. */
  #timeEnd = -1;

  constructor(line: string) {
    this.#line = line;
  }

  read(): LogLine | undefined {
    const indent = sticky(/[ ]*/y, this.#line, 0)!.length;
    if (indent > 0 && !this.#isColumn(indent)) return indent > levelColumns ? this.#readAlone(indent) : undefined;
    this.#at = indent;
    for (let count = 0; count < mostParts && this.#at < this.#line.length && this.#part(); count++) this.#gap();
    if (!this.#dated && !this.#level) return undefined;
    if (!this.#level) [this.#end, this.#name] = [this.#timeEnd, undefined];
    // this is how Twisted writes that no part of its system logged it
    const text = this.#level ? this.#messageHere() : this.#messageHere().replace(/^\[-\] /, "");
    const corner = this.#levelStart === 1 && this.#time === undefined ? readCorner(text) : undefined;
    if (corner) return { level: this.#level, texts: undefined, ...corner };
    const [, message = text, name] = this.#name === undefined && this.#isLow() ? (structlog.exec(text) ?? []) : [];
    const log = { time: this.#time, level: this.#level, logger: this.#name ?? name, message, texts: undefined };
    return this.#time === undefined && indent > levelColumns ? { ...log, isSameTime: true } : log;
  }

  /**
   * Rich without a column for levels: only the message, between the omitted time, which is the same as above, and its
   * place.
   */
  #readAlone(indent: number): LogLine | undefined {
    const column = columnOf(this.#line);
    if (column < 0 || /^[|+\x80-\xff]/.test(this.#line.slice(indent))) return undefined;
    return { message: this.#line.slice(indent, column).trimEnd(), isSameTime: true };
  }

  /** Whether the level is padded within its bracket, as structlog does. */
  #isLow(): boolean {
    return !this.#isLoud && this.#line[this.#levelEnd - 1] === "]";
  }

  /** Rich omits a time that is the same as above, and consola prints its levels as a badge. */
  #isColumn(indent: number): boolean {
    const word = sticky(/[A-Z]+(?= )/y, this.#line, indent);
    if (!word || !parseLevel(word)) return false;
    const width = word.length + sticky(/ */y, this.#line, indent + word.length)!.length;
    return indent === 1 ? width === word.length + 2 : width === levelColumns;
  }

  /** Reads the part that begins here; false if it is the message. */
  #part(): boolean {
    const first = this.#line.charCodeAt(this.#at);
    if (first === 91) return this.#takeBracket();
    if ((first === 40 || first === 60) && this.#takeRound()) return true;
    if (this.#time === undefined && this.#takeTime()) return true;
    if (first >= 128) return this.#takeBadge();
    return this.#takeAside() || this.#takeWord();
  }

  #accept(end: number): true {
    this.#at = this.#end = end;
    return true;
  }

  #takeTime(): boolean {
    const end = findTimeEnd(this.#line, this.#at);
    if (end === this.#at) return false;
    if (!/[\s:|,;\]=-]/.test(this.#line[end] ?? " ")) return false;
    this.#setTime(this.#line.slice(this.#at, end));
    // Render adds two spaces
    this.#timeEnd = this.#line[end - 1] === "M" && this.#line.startsWith("  ", end) ? end + 1 : end;
    return this.#accept(this.#timeEnd);
  }

  #setTime(text: string): void {
    this.#time = this.#time === undefined ? text : `${this.#time} ${text}`;
    this.#dated = this.#time.length >= 14 || /^\d{10}/.test(this.#time);
  }

  #takeBracket(): boolean {
    const bracket = readBracket(this.#line, this.#at);
    if (!bracket || !this.#fits(bracket.text)) return false;
    const {
      text: { time, level, name, isLoud },
      end,
    } = bracket;
    if (time !== undefined) this.#setTime(time);
    if (time !== undefined) this.#timeEnd = end;
    if (level) this.#setLevel(level, this.#at, end, isLoud);
    this.#name ??= name;
    return this.#accept(end);
  }

  /** `(time)`, `<level>` and, between a level and a colon, `(name)`: other texts in such brackets are not parts. */
  #takeRound(): boolean {
    const bracket = readBracket(this.#line, this.#at);
    if (!bracket || !this.#fits(bracket.text)) return false;
    const {
      text: { time, level, name, isPlace },
      end,
    } = bracket;
    const isColumn = isPlace && this.#dated && /^ [-|] /.test(this.#line.slice(end, end + 3));
    const isDotted = this.#isLoud && /^[a-z_]\w*(?:\.\w+)+$/.test(name ?? "") && this.#line[end] === " ";
    const isName = !level && (isDotted || (/^[\w.$@-]+$/.test(name ?? "") && this.#line[end] === ":"));
    const isLevel = level !== undefined && name === undefined && (this.#dated || time !== undefined);
    return (time !== undefined || isLevel || isName || isColumn) && this.#takeBracket();
  }

  /** Whether a bracket is a part here: a message may begin with one as well. */
  #fits({ time, level, name, isPlace }: BracketText): boolean {
    if (time !== undefined) return this.#time === undefined || findDateEnd(this.#time, 0) === this.#time.length;
    if (level) return this.#level === undefined;
    if (isPlace) return this.#time !== undefined || this.#level !== undefined;
    if (name === undefined || this.#name !== undefined || this.#isFilledUp()) return false;
    return this.#time !== undefined || this.#levelEnd >= 0 || this.#levelBehind();
  }

  /** Whether there is a level before it, in small letters and padded within its bracket: a message follows. */
  #isFilledUp(): boolean {
    return this.#level !== undefined && !this.#isLoud && /[^a-z]\]?$/.test(this.#line.slice(0, this.#levelEnd - 1));
  }

  /** Whether a level in capitals comes right after the bracket that opens here. */
  #levelBehind(): boolean {
    const close = this.#line.indexOf("]", this.#at);
    return parseLevel(sticky(/ {1,2}[A-Z]{4,8}(?=:? )/y, this.#line, close + 1)?.trim() ?? "") !== undefined;
  }

  #setLevel(level: Level, start: number, end: number, isLoud: boolean): void {
    this.#level = level;
    this.#levelStart = start;
    this.#levelEnd = end;
    this.#isLoud = isLoud;
  }

  /** An arrow, a tick, a cross: what follows may be the word for it. */
  #takeBadge(): boolean {
    if (this.#level || this.#timeEnd < 0) return false;
    const end = this.#at + sticky(/(?:[\x80-\xff]+[ \t]*)+/y, this.#line, this.#at)!.length;
    const loud = sticky(/[A-Z]{4,8}(?=[ \t:])/y, this.#line, end);
    if (loud !== undefined && parseLevel(loud)) return this.#accept(end);
    const word = sticky(/[A-Za-z]{2,12}(?=[ \t]{2})/y, this.#line, end);
    if (word === undefined) return false;
    const filled = end + word.length + sticky(/[ \t]*/y, this.#line, end + word.length)!.length;
    this.#setLevel(parseLevel(word) ?? "info", end, filled - 1, false);
    return this.#accept(filled - 1);
  }

  /** Process ids and places in the source, which are not kept. */
  #takeAside(): boolean {
    if (this.#timeEnd < 0 && !this.#level) return false;
    const aside = asideAt(this.#line, this.#at, this.#separator, this.#name !== undefined);
    if (!aside) return false;
    this.#name ??= aside.name;
    return this.#accept(this.#at + aside.length);
  }

  #takeWord(): boolean {
    const word = sticky(/[\w$<@][\w.$@<>/#-]*/y, this.#line, this.#at);
    if (word === undefined) return false;
    return this.#takeJoined(word) || this.#takeLevel(word) || this.#takeName(word);
  }

  #takeJoined(word: string): boolean {
    if (this.#timeEnd < 0 || this.#level) return false;
    const place = { hasName: this.#name !== undefined, dated: this.#dated, separator: this.#separator };
    const joined = joinedAt(this.#line, this.#at, word, place);
    if (!joined) return false;
    if (joined.level) this.#setLevel(joined.level, this.#at, this.#at + joined.levelLength, true);
    this.#name ??= joined.name;
    return this.#accept(this.#at + joined.length);
  }

  #takeLevel(word: string): boolean {
    const letters = /^[A-Za-z]+/.exec(word)?.[0] ?? "";
    const level = this.#level || letters !== word ? undefined : parseLevel(word);
    if (!level || (word === "error" && ofDeno.test(this.#line.slice(this.#at)))) return false;
    if (!isLevelHere(word, this.#place())) return false;
    this.#setLevel(level, this.#at, this.#at + word.length, word === word.toUpperCase());
    return this.#accept(this.#at + word.length);
  }

  #place(): LevelPlace {
    const [isFirst, hasTime] = [this.#end === 0, this.#timeEnd >= 0];
    return { line: this.#line, at: this.#at, separator: this.#separator, isFirst, hasTime };
  }

  #takeName(word: string): boolean {
    const name = word.replace(/[-.]+$/, "");
    if (this.#name !== undefined || isErrorName(name) || /^\d+$/.test(name)) return false;
    const close = closeOfName(name, {
      line: this.#line,
      at: this.#at,
      separator: this.#separator,
      dated: this.#dated,
      hasLevel: this.#level !== undefined,
      isLoud: this.#isLoud,
      levelStart: this.#levelStart,
      levelEnd: this.#levelEnd,
    });
    if (close === undefined) return false;
    this.#name = name;
    return this.#accept(this.#at + name.length + close);
  }

  #messageHere(): string {
    return messageAt({
      line: this.#line,
      end: this.#end,
      separator: this.#separator,
      hasLevel: this.#level !== undefined,
      levelStart: this.#levelStart,
      levelEnd: this.#levelEnd,
    });
  }

  /** Moves to where the next part may begin. */
  #gap(): void {
    const end = separatorEnd(this.#line, this.#at);
    this.#separator = this.#line.slice(this.#at, end).trim();
    this.#at = end;
  }
}
