import type { Level } from "../../report/report.ts";
import type { Carrying } from "../lines/carriers/json.ts";

/** The parts of a log line before its message. */
export interface LogLine {
  /** As written: text, or a number since 1970. */
  readonly time?: string | number | undefined;
  /** Whether what carried the line wrote a time as well. */
  readonly hasTwoTimes?: true | undefined;
  /** Whether it has no time because it was written at the time of the line above. */
  readonly isSameTime?: true | undefined;
  /** Whether chat looks like this as well: it is a log line only where none of another form is shortly above. */
  readonly isWeak?: true | undefined;
  readonly level?: Level | undefined;
  readonly logger?: string | undefined;
  /** Latin1, like the line. */
  readonly message: string;
  /** Its content apart from the text that begins with `message`. Latin1. */
  readonly said?: string | undefined;
  /** Whether `message` is within a quoted text that continues in the lines below, up to its closing quote. */
  readonly isOpen?: true | undefined;
  /** Further texts of a structured line, such as a stack, already decoded. */
  readonly texts?: readonly string[] | undefined;
  /**
   * How many of the texts, from the first on, are in fields in which programs print errors; 0 as well if the open text
   * is not in one. Default: all.
   */
  readonly ownTexts?: number | undefined;
  /** The beginning of every line of such a log, if its lines are structured from their beginning. */
  readonly begins?: RegExp | undefined;
  /** Whether it is an object in which a host or a collector of logs put what a program printed. */
  readonly carrying?: Carrying | undefined;
  /** The first line of what the program printed, if that is a log line itself. Latin1. */
  readonly inner?: string | undefined;
  /** What an unknown program wrote in front of that line. */
  readonly innerPrefix?: string | undefined;
  /** A prefix from an unknown program, recognised because all its lines have a similar one. */
  readonly carrier?: RegExp | undefined;
}
