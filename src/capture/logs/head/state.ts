import type { Level } from "../../../report/report.ts";
import { separatorEnd } from "./parts.ts";

/** What is known of a head up to a place in its line. */
export class HeadState {
  readonly line: string;
  /** Where the next part may begin, and where the last one ended. */
  at = 0;
  end = 0;
  time: string | undefined;
  /** Whether the time has a date and a clock. */
  dated = false;
  /** Whether a second date with a clock follows the first. */
  hasTwoTimes = false;
  level: Level | undefined;
  /** Where the level begins and ends, and whether it is written in capitals. */
  levelStart = -1;
  levelEnd = -1;
  isLoud = false;
  /** The level of a sign in front of a time, which counts if no other follows. */
  levelOfSign: Level | undefined;
  name: string | undefined;
  /** Where the part ends that named the logger. */
  nameEnd = -1;
  /** The text between the last part and the next one, without white space. */
  separator = "";
  /** Where the message begins if no level comes. */
  timeEnd = -1;

  constructor(line: string) {
    this.line = line;
  }

  get hasTime(): boolean {
    return this.timeEnd >= 0;
  }

  get hasLevel(): boolean {
    return this.level !== undefined;
  }

  /** A part ends here. */
  accept(end: number): true {
    this.at = this.end = end;
    return true;
  }

  setTime(text: string): void {
    this.time = this.time === undefined ? text : `${this.time} ${text}`;
    this.dated = this.time.length >= 14 || /^\d{10}/.test(this.time);
  }

  /** Whether a clock shows the minute and the second of the time before, which what carried the line wrote. */
  isAgain(clock: string): boolean {
    const rest = /^\d\d?(:\d\d:\d\d)/.exec(clock)?.[1];
    return rest !== undefined && (this.time?.includes(rest) ?? false);
  }

  setLevel(level: Level, start: number, end: number, isLoud: boolean): void {
    this.level = level;
    this.levelStart = start;
    this.levelEnd = end;
    this.isLoud = isLoud;
  }

  /** Whether the logger was named. A shard's number is its name only if no other follows. */
  get hasName(): boolean {
    return this.name !== undefined && !shard.test(this.name);
  }

  /** Names the logger, unless it was named already. */
  setName(name: string | undefined, end: number): void {
    if (name === undefined || this.hasName || (this.name !== undefined && shard.test(name))) return;
    this.name = name;
    this.nameEnd = end;
  }

  /** Moves to where the next part may begin. */
  skipSeparator(): void {
    const end = separatorEnd(this.line, this.at);
    this.separator = this.line.slice(this.at, end).trim();
    this.at = end;
  }
}

const shard = /^(?:shard|cluster|worker)[ #:-]{1,2}\d+$/i;
