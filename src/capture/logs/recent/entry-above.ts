import { decodeUtf8 } from "../../lines/decode.ts";
import { readEntry } from "../formats/inspected.ts";
import { readInspectedLine } from "../formats/printed.ts";
import type { LogLine } from "../log-line.ts";

/** The most lines of a log entry that was printed as an object. */
const mostLines = 24;

/**
 * Finds log entries that were printed as objects, as winston's `prettyPrint` does, among lines that come newest first.
 */
export class EntryAbove {
  #lines: string[] | undefined;

  /** The entry that begins with this line. */
  add(text: string): LogLine | undefined {
    const lines = this.#lines;
    if (text === "}") this.#lines = [];
    else if (lines && text.startsWith("  ") && lines.length < mostLines) lines.push(decodeUtf8(text));
    else this.#lines = undefined;
    return lines && text === "{" ? readEntry(lines.reverse()) : readInspectedLine(text);
  }
}
