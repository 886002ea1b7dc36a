/** One line of the input, still as bytes: every character of `text` stands for one byte (latin1). */
export interface RawLine {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** Byte offset of its first byte. */
  readonly offset: number;
  /** Whether one of the watched words is in it. */
  readonly hot: boolean;
}

/** Cuts bytes that come in pieces into lines. */
export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Gives the last line if it had no line end. */
  end(): void;
  /** Bytes up to the end of the last line that was given. */
  readonly offset: number;
}

/** What of one line is kept at most, bytes; the rest of a longer line is passed over. */
export const maxLineBytes = 1024 * 1024;

/** Bytes looked at in one go, so that a kept line holds no large chunk in memory. */
const stepBytes = 64 * 1024;

/**
 * Lines end at LF, CR LF or a lone CR. A byte order mark at the start is dropped. Words are looked for in whole
 * steps, not line by line: a line without any costs next to nothing.
 *
 * @param words - ASCII; a line that holds one of them is `hot`.
 */
export function createLineSplitter(words: readonly string[], onLine: (line: RawLine) => void): LineSplitter {
  let open = "";
  let openLength = 0;
  let pendingCr = false;
  let line = 1;
  let offset = 0;
  /** Where in the step each word comes next, and the first of them. */
  const next = new Array<number>(words.length).fill(-1);
  let nearest = -1;

  const give = (text: string, length: number, endBytes: number, hot: boolean) => {
    const clean = line === 1 && text.startsWith("\xef\xbb\xbf") ? text.slice(3) : text;
    onLine({ text: clean, line, offset, hot });
    line++;
    offset += length + endBytes;
  };
  const keep = (piece: string) => {
    if (open.length < maxLineBytes) open += piece.slice(0, maxLineBytes - open.length);
    openLength += piece.length;
  };
  const closeOpen = (endBytes: number) => {
    const text = open;
    const length = openLength;
    open = "";
    openLength = 0;
    give(
      text,
      length,
      endBytes,
      words.some((word) => text.includes(word)),
    );
  };
  /** Whether a word begins in this part of the step; parts are asked for in their order. */
  const isHot = (step: string, from: number, to: number) => {
    if (nearest < from) seek(step, from);
    return nearest < to;
  };
  const seek = (step: string, from: number) => {
    nearest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < words.length; at++) {
      if (next[at]! < from) next[at] = findFrom(step, words[at]!, from);
      nearest = Math.min(nearest, next[at]!);
    }
  };

  function take(step: string) {
    let from = 0;
    if (pendingCr) {
      pendingCr = false;
      const pair = step.charCodeAt(0) === 10;
      closeOpen(pair ? 2 : 1);
      if (pair) from = 1;
    }
    next.fill(-1);
    nearest = -1;
    let lf = step.indexOf("\n", from);
    let cr = step.indexOf("\r", from);
    while (lf >= 0 || cr >= 0) {
      const atCr = cr >= 0 && (lf < 0 || cr < lf);
      const to = atCr ? cr : lf;
      if (atCr && cr === step.length - 1) {
        keep(step.slice(from, cr));
        pendingCr = true;
        return;
      }
      const endBytes = atCr && lf === cr + 1 ? 2 : 1;
      if (openLength > 0) {
        keep(step.slice(from, to));
        closeOpen(endBytes);
      } else give(step.slice(from, Math.min(to, from + maxLineBytes)), to - from, endBytes, isHot(step, from, to));
      from = to + endBytes;
      if (lf >= 0 && lf < from) lf = step.indexOf("\n", from);
      if (cr >= 0 && cr < from) cr = step.indexOf("\r", from);
    }
    if (from < step.length) keep(step.slice(from));
  }

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let at = 0; at < bytes.length; at += stepBytes) take(bytes.toString("latin1", at, at + stepBytes));
    },
    get offset() {
      return offset;
    },
    end() {
      pendingCr = false;
      if (openLength > 0) closeOpen(0);
    },
  };
}

function findFrom(text: string, word: string, from: number): number {
  const found = text.indexOf(word, from);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}
