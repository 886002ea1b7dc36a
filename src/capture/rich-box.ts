import { limits } from "../report/limits.ts";
import type { Frame } from "../report/report.ts";

/** A traceback as rich draws it. */
export interface Box {
  readonly frames: readonly Frame[];
  /** Index of the first line that is not part of it. */
  readonly end: number;
  /** Columns after which rich breaks lines. */
  readonly width: number;
  readonly incomplete: readonly string[];
}

const title = /^\s*[│|]?\s*[╭┌+][─━-]+ Traceback \(most recent call last\) [─━-]+[╮┐+]/;
const top = /^\s*[╭┌][─━]+[╮┐]\s*$/;
const bottom = /^\s*[╰└+][─━-]{8,}/;
const wall = /^\s*[│|] ?(.*?)\s*(?:[│|]\s*)?$/;
const innerTop = /^[╭┌][─━]/;
const innerBottom = /^[╰└][─━]/;
const location = /^(.+?):(\d+) in (.+)$/;
const bareLocation = /^in (.+?)(?::(\d+))?$/;
const marked = /^[❱>] *\d+ ?(.*)$/;
const numbered = /^ *\d+ [│|]/;
const hidden = /^\.\.\. \d+ frames? hidden \.\.\.$/;

/** The first line of a box. */
export const isBoxTitle = (line: string) => line.includes("Traceback (most") && title.test(line);

/** Reads the box whose first line is `from`, with the box of a SyntaxError's place that may follow. */
export function readBox(lines: readonly string[], from: number): Box {
  const width = lines[from]!.trim().length;
  const reader = new BoxReader(width - 4);
  let at = from + 1;
  for (; at < lines.length && !bottom.test(lines[at]!); at++) {
    const inside = wall.exec(lines[at]!);
    if (!inside || !/[│|]/.test(lines[at]!))
      return { ...reader.finish(), end: at, width, incomplete: ["the end of the traceback"] };
    reader.take(inside[1]!);
  }
  const closed = at < lines.length;
  const end = closed ? skipPlace(lines, at + 1) : at;
  return { ...reader.finish(), end, width, incomplete: closed ? [] : ["the end of the traceback"] };
}

/** Where a SyntaxError was is drawn in a box of its own: that is no call. */
function skipPlace(lines: readonly string[], from: number): number {
  if (from >= lines.length || !top.test(lines[from]!)) return from;
  let at = from + 1;
  while (at < lines.length && /^\s*[│|]/.test(lines[at]!)) at++;
  return at < lines.length && bottom.test(lines[at]!) ? at + 1 : from;
}

/** Puts wrapped places together again; boxes of local variables are passed over. */
class BoxReader {
  readonly #frames: Frame[] = [];
  readonly #columns: number;
  #place = "";
  #placeIsFull = false;
  #depth = 0;

  /** @param columns - What of a line lies between the walls. */
  constructor(columns: number) {
    this.#columns = columns;
  }

  take(text: string): void {
    if (innerTop.test(text)) this.#depth += 1;
    if (this.#depth > 0) {
      if (innerBottom.test(text)) this.#depth -= 1;
      return;
    }
    const source = marked.exec(text.trimStart());
    if (source || numbered.test(text) || text === "" || hidden.test(text)) this.#closePlace(source?.[1]);
    else this.#addPlace(text);
  }

  finish(): { frames: readonly Frame[] } {
    this.#closePlace();
    return { frames: this.#frames };
  }

  #addPlace(text: string): void {
    const isWhole = location.test(this.#place) || bareLocation.test(this.#place);
    if (isWhole && (location.test(text) || bareLocation.test(text))) this.#closePlace();
    this.#place += this.#place === "" || this.#placeIsFull ? text : ` ${text}`;
    this.#placeIsFull = text.length >= this.#columns;
  }

  #closePlace(source?: string): void {
    const frame = parsePlace(this.#place);
    if (frame) this.#frames.push(frame);
    this.#place = "";
    const last = this.#frames.at(-1);
    if (source === undefined || !last || last.source !== undefined) return;
    this.#frames[this.#frames.length - 1] = { ...last, source: cleanSource(source) };
  }
}

function parsePlace(place: string): Frame | undefined {
  const full = location.exec(place);
  if (full) return { path: full[1]!, line: Number(full[2]), function: full[3]! };
  const bare = bareLocation.exec(place);
  return bare ? { function: bare[1]!, ...(bare[2] && { line: Number(bare[2]) }) } : undefined;
}

/** Rich draws a bar for each step of indentation. */
const cleanSource = (text: string) =>
  text
    .replace(/^[ │|]+/, "")
    .trim()
    .slice(0, limits.sourceUnits);
