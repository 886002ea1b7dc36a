import { columnOf } from "../../logs/head/parts.ts";
import { parseFrameLine, parseHeader, parseLink } from "../text/lines.ts";
import { looksLikeException, parseExceptionLine } from "../text/type.ts";
import type { Unfolded } from "../text/unfold.ts";
import { cellsOf } from "./wrap.ts";

/** The least indentation of a message in its own column: a padded INFO without a time. */
const leastIndent = 9;

/**
 * Restores a traceback that rich printed as the text of a message: its lines are wrapped at the edge of the message's
 * column, and padded with spaces. `undefined` if there is no such traceback.
 */
export function unwrapColumns(lines: readonly string[]): Unfolded | undefined {
  if (!lines.some(opensColumn)) return undefined;
  const texts: string[] = [];
  const origins: number[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = opensColumn(lines[at]!) ? columnEnd(lines, at) : at;
    if (end <= at + 1) {
      texts.push(lines[at]!);
      origins.push(at++);
      continue;
    }
    const column = new Column(lines.slice(at, end));
    texts.push(...column.texts);
    for (const origin of column.origins) origins.push(at + origin);
    at = end;
  }
  return { texts, origins };
}

const opensColumn = (line: string) =>
  line.includes("Traceback (most") &&
  /^\s*(?:\+ Exception Group )?Traceback \(most(?: recent(?: call(?: last\):)?)?)?\s*$/.test(line) &&
  (line.endsWith("  ") || line.search(/\S/) >= leastIndent);

const brokenHeader = /Traceback \(most(?: recent(?: call)?)?$/;

/** Where the column begins; the line that opens a group is indented by two more. */
const leftOf = (opening: string) => opening.search(/\S/) - (opening.trimStart().startsWith("+") ? 2 : 0);

/** Index after the last line of the column that line `from` begins. */
function columnEnd(lines: readonly string[], from: number): number {
  const opening = lines[from]!;
  const left = leftOf(opening);
  const width = opening.endsWith("  ") ? opening.length : undefined;
  let at = from + 1;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (width !== undefined && cellsOf(line) !== width) break;
    if (line.trim() !== "" && (line.search(/\S/) < left || columnOf(line) >= 0)) break;
  }
  return at;
}

/** Source of a call, or markers under it. */
const isSource = (text: string) => /^ {4,}\S/.test(text);
const isInGroup = (text: string) => /^\s*\|/.test(text);
const isFrame = (text: string) => /^[\s|]*File(?: |$)/.test(text);
const withoutMargin = (text: string) => text.replace(/^[\s|]*\| /, "");

/** The lines of one column, with wrapped lines joined. */
class Column {
  readonly texts: string[] = [];
  readonly origins: number[] = [];
  /** The fewest and the most cells that the column can have. */
  readonly #least: number;
  #most: number;

  constructor(lines: readonly string[]) {
    const opening = lines[0]!;
    const left = leftOf(opening);
    const cut = lines.map((line) => line.slice(left));
    this.#least = Math.max(...cut.map((line) => cellsOf(line.trimEnd())));
    this.#most = opening.endsWith("  ") ? cellsOf(cut[0]!) : this.#least;
    let previous = "";
    for (const [at, padded] of cut.entries()) {
      const text = padded.trimEnd();
      const isRest = at > 0 && text !== "" && !text.startsWith(" ") && this.#goesOn(previous, text);
      if (isRest) this.texts.push(this.texts.pop()! + this.#glue(previous) + text);
      else {
        this.texts.push(text);
        this.origins.push(at);
      }
      previous = text;
    }
  }

  /** Whether rich wrapped a line between these two; it wraps before a word, so the rest is not indented. */
  #goesOn(previous: string, text: string): boolean {
    const line = this.texts.at(-1)!;
    const needed = cellsOf(previous) + 1 + cellsOf(/^\S*/.exec(text)![0]);
    if ((isFrame(line) && !isWholeFrame(line)) || brokenHeader.test(line)) return this.#narrow(needed);
    if (parseHeader(text) || parseLink(text) || /^(?:The above|During handling) /.test(text)) return false;
    if (isInGroup(line)) return needed > this.#least;
    const mayBeName = parseExceptionLine(text) !== undefined;
    if (isFrame(line) || isSource(line)) {
      if (!mayBeName) return this.#narrow(needed);
      return !looksLikeException(text) && needed > this.#least && needed - 1 <= this.#most;
    }
    return needed > this.#most;
  }

  /** A line that needed this many cells was certainly wrapped: the column has fewer. */
  #narrow(needed: number): true {
    this.#most = Math.max(this.#least, Math.min(this.#most, needed - 1));
    return true;
  }

  /** A word longer than the column is cut, without a separator between its parts; not behind the path of a call. */
  #glue(previous: string): string {
    return !previous.includes(" ") && cellsOf(previous) >= this.#least && !previous.endsWith('",') ? "" : " ";
  }
}

function isWholeFrame(line: string): boolean {
  const frame = parseFrameLine(withoutMargin(line));
  return frame !== undefined && (frame.function !== undefined || !/\bin$/.test(line));
}
