import { LineBlock } from "./block.ts";
import { type Divided, divideAt } from "./divided.ts";
import { RawLine } from "./raw-line.ts";
import { WordSearch } from "./word-search.ts";

/** Cuts bytes that come in pieces into lines. */
export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Passes on the last line if it has no line end. */
  end(): void;
  /** The byte offset after the last line that was passed on. */
  readonly offset: number;
}

/** ASCII words that make a line interesting. */
export interface LineWords {
  readonly hot: readonly string[];
  /**
   * Words that make a line `named`; `undefined`: all lines are. Called for each piece; a new list replaces the previous
   * one.
   */
  readonly named: () => readonly string[] | undefined;
}

/** Receives the lines in order. */
export interface LineReader {
  /** Whether it needs every line, not only those with words. */
  isAwaitingLines(): boolean;
  line(line: RawLine): void;
  /** Lines without any of the words, read while they were not needed. */
  quietLines(block: LineBlock): void;
}

/** The most bytes of a line that are kept; the rest of a longer line is skipped. */
const maxLineBytes = 1024 * 1024;

/** Bytes read at a time. */
const stepBytes = 64 * 1024;

/**
 * Lines end at LF, CR LF or a lone CR; up to the first LF of a text, a lone CR is its usual line end. A byte order mark
 * at the start is dropped. Words are searched for in whole steps, not line by line, and lines without any are passed on
 * together, at hardly any cost.
 *
 * @param isBeginning - Whether the first byte is the first of its log.
 */
export function createLineSplitter(words: LineWords, reader: LineReader, isBeginning = true): LineSplitter {
  const hot = new WordSearch(words.hot);
  let names = words.named();
  let named = new WordSearch(names ?? []);
  let open = "";
  let openLength = 0;
  let pendingCr = false;
  let line = 1;
  let offset = 0;
  /** Whether no LF came yet, and of what the line that is read now is a part. */
  let hasOnlyCr = isBeginning;
  let divided: Divided | undefined;

  /** @param shift - How far the text that was searched begins after the beginning of the part. */
  const give = (part: Buffer, shift: number, from: number, to: number, bytes: number) => {
    const begin = shift + from;
    const skip = line === 1 && part.toString("latin1", begin, begin + 3) === "\xef\xbb\xbf" ? 3 : 0;
    const end = shift + Math.min(to, from + maxLineBytes);
    const isNamed = names === undefined || named.isIn(from, to);
    reader.line(new RawLine(part, begin + skip, end, line, offset, hot.isIn(from, to), isNamed, divided));
    line++;
    offset += bytes;
  };
  /** @param within - Of what the first of the lines is a part. */
  const giveQuiet = (part: Buffer, begin: number, end: number, count: number, within: Divided | undefined) => {
    if (count === 0) return;
    reader.quietLines(new LineBlock(part, begin, end, { line, offset, count, divided: within, hasOnlyCr }));
    line += count;
    offset += end - begin;
  };
  const isQuiet = (from: number, to: number) =>
    names !== undefined && line > 1 && !reader.isAwaitingLines() && !hot.isIn(from, to) && !named.isIn(from, to);
  const refresh = () => {
    const now = words.named();
    if (now !== names) named = new WordSearch(now ?? []);
    names = now;
  };
  const keep = (piece: string) => {
    if (open.length < maxLineBytes) open += piece.slice(0, maxLineBytes - open.length);
    openLength += piece.length;
  };
  /** A line has ended. @param open - What it was, if it ended at a lone CR. */
  const endLine = (open: { text: string; line: number; offset: number } | undefined) => {
    divided = open && !hasOnlyCr ? divideAt(divided, open.text, open) : undefined;
    if (!open) hasOnlyCr = false;
  };
  const search = (text: string) => {
    hot.begin(text);
    named.begin(text);
  };
  /** Passes on the line that began in an earlier step. */
  const closeOpen = (endBytes: number, isLoneCr: boolean) => {
    const [text, length] = [open, openLength];
    const before = isLoneCr ? { text, line, offset } : undefined;
    open = "";
    openLength = 0;
    search(text);
    give(Buffer.from(text, "latin1"), 0, 0, text.length, length + endBytes);
    endLine(before);
  };

  function take(step: string, part: Buffer, shift: number) {
    let from = finishOpen(step);
    if (from < 0) return;
    search(step);
    let lf = step.indexOf("\n", from);
    let cr = step.indexOf("\r", from);
    let quietFrom = from;
    let quietCount = 0;
    let quietIn = divided;
    while (lf >= 0 || cr >= 0) {
      const atCr = cr >= 0 && (lf < 0 || cr < lf);
      const to = atCr ? cr : lf;
      if (atCr && cr === step.length - 1) {
        pendingCr = true;
        break;
      }
      const next = to + (atCr && lf === cr + 1 ? 2 : 1);
      const isLoneCr = atCr && lf !== cr + 1;
      const before = isLoneCr
        ? { text: step.slice(from, to), line: line + quietCount, offset: offset + from - quietFrom }
        : undefined;
      if (isQuiet(from, to)) quietCount++;
      else {
        giveQuiet(part, shift + quietFrom, shift + from, quietCount, quietIn);
        give(part, shift, from, to, next - from);
        quietFrom = next;
        quietCount = 0;
      }
      if (hasOnlyCr && !isLoneCr) {
        giveQuiet(part, shift + quietFrom, shift + next, quietCount, quietIn);
        quietFrom = next;
        quietCount = 0;
      }
      endLine(before);
      if (quietCount === 0) quietIn = divided;
      from = next;
      if (lf >= 0 && lf < from) lf = step.indexOf("\n", from);
      if (cr >= 0 && cr < from) cr = step.indexOf("\r", from);
    }
    giveQuiet(part, shift + quietFrom, shift + from, quietCount, quietIn);
    if (from < step.length) keep(step.slice(from, pendingCr ? -1 : undefined));
  }

  /** Continues the open line. Returns where the next one begins; -1 if not in this step. */
  function finishOpen(step: string): number {
    if (!pendingCr && openLength === 0) return 0;
    const end = pendingCr ? -1 : step.search(/[\r\n]/);
    if (!pendingCr) keep(end < 0 ? step : step.slice(0, end));
    if (!pendingCr && end < 0) return -1;
    const isLf = step.charCodeAt(end) === 10;
    pendingCr = !isLf && end === step.length - 1;
    if (pendingCr) return -1;
    const endBytes = !isLf && step.charCodeAt(end + 1) === 10 ? 2 : 1;
    closeOpen(endBytes, !isLf && endBytes === 1);
    return end + endBytes;
  }

  return {
    push(chunk) {
      refresh();
      const bytes = Buffer.from(chunk); // the caller may reuse it
      for (let at = 0; at < bytes.length; at += stepBytes)
        take(bytes.toString("latin1", at, at + stepBytes), bytes, at);
    },
    get offset() {
      return offset;
    },
    end() {
      const isLoneCr = pendingCr;
      pendingCr = false;
      if (openLength > 0) closeOpen(0, isLoneCr);
    },
  };
}
