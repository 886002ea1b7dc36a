import { stripAnsi } from "../lines/ansi.ts";
import { unwrap } from "../lines/carrier.ts";
import type { RawLine } from "../lines/raw-line.ts";
import type { LogLine } from "./log-line.ts";
import { matchLogLine } from "./parse-log-line.ts";

/** A line that was examined: its carrier, and the text that the program wrote. */
export interface ReadLine {
  readonly raw: RawLine;
  /** As in `Carried`. */
  readonly stream: string;
  readonly carrierTime: string | number | undefined;
  /** The text that the program wrote, without colours. */
  readonly text: string;
  readonly log: LogLine | undefined;
  /** As in `Carried`. */
  readonly partial: boolean;
}

/** @param weak - As for `unwrap`. */
export function readLine(raw: RawLine, weak: boolean): ReadLine {
  const { text: carried, stream, time, partial = false } = unwrap(raw.text, weak);
  const text = stripAnsi(carried);
  const isHalf = partial && text.startsWith("{"); // structured lines are complete
  return { raw, stream, carrierTime: time, text, log: isHalf ? undefined : matchLogLine(text), partial };
}
