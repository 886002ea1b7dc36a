import type { Level } from "../../report/report.ts";

/** What a log line says before its message. */
export interface LogLine {
  /** As the line gives it: text, or a number since 1970. */
  readonly time?: string | number | undefined;
  /** Whether it was written at the time of the line above, which is why it says none. */
  readonly isSameTime?: true | undefined;
  readonly level?: Level | undefined;
  readonly logger?: string | undefined;
  /** Latin1, like the line. */
  readonly message: string;
  /** What it says apart from the text that begins with `message`. Latin1. */
  readonly said?: string | undefined;
  /** Whether `message` is within a quoted text that continues in the lines below, up to its closing quote. */
  readonly isOpen?: true | undefined;
  /** Further texts of a structured line, such as a stack, already decoded. */
  readonly texts?: readonly string[] | undefined;
  /**
   * How many of the texts, from the first on, are in fields in which programs print errors; 0 as well if the open text is not
   * in one. Default: all.
   */
  readonly ownTexts?: number | undefined;
  /** How every line of such a log begins, if it is structured from its beginning. */
  readonly begins?: RegExp | undefined;
  /** What something put in front of it that is known only by this: its lines have the like in front. */
  readonly carrier?: RegExp | undefined;
}
