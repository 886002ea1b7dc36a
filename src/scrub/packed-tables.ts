import { type AnchorTables, ROW } from "./anchors.ts";
import type { Halves, Shape } from "./nibbles.ts";

/** Tables as they stand in a source file: most of their words are the same as the word before. */
export interface PackedTables {
  /** The bytes that have a row, in the order of the rows. */
  readonly bytes: readonly number[];
  /** The different words of rows and quads: at most 256. */
  readonly words: readonly number[];
  /** Runs of a word, in base64: which one, and in two bytes how often. */
  readonly rows: string;
  readonly quads: string;
  readonly ruleOf: readonly number[];
  /** The halves of the shapes, one after the other. */
  readonly shapes: readonly number[];
}

export function packTables({ kind, rows, quads, ruleOf, shapes }: AnchorTables): PackedTables {
  const words = [...new Set([...rows, ...quads])];
  return {
    bytes: Array.from({ length: rows.length / ROW - 1 }, (_, row) => kind.indexOf(row + 1)),
    words,
    rows: packRuns(rows, words),
    quads: packRuns(quads, words),
    ruleOf,
    shapes: shapes().flatMap((shape) => shape.flatMap(({ low, high }) => [low, high])),
  };
}

const LONGEST_RUN = 0xffff;

function packRuns(table: Int32Array, words: readonly number[]): string {
  const bytes: number[] = [];
  for (let at = 0, end = 0; at < table.length; at = end) {
    while (end < table.length && table[end] === table[at] && end - at < LONGEST_RUN) end++;
    bytes.push(words.indexOf(table[at]!), (end - at) & 0xff, (end - at) >> 8);
  }
  return Buffer.from(bytes).toString("base64");
}

export function unpackTables({ bytes, words, rows, quads, ruleOf, shapes }: PackedTables): AnchorTables {
  const kind = new Uint8Array(256);
  bytes.forEach((byte, row) => {
    kind[byte] = row + 1;
  });
  return {
    kind,
    rows: unpackRuns(rows, words, new Int32Array((bytes.length + 1) * ROW)),
    quads: unpackRuns(quads, words, new Int32Array(16_384)),
    ruleOf,
    shapes: () => unpackShapes(shapes),
  };
}

function unpackRuns(packed: string, words: readonly number[], table: Int32Array): Int32Array {
  const bytes = Buffer.from(packed, "base64");
  for (let i = 0, at = 0; i < bytes.length; i += 3) {
    const end = at + bytes[i + 1]! + bytes[i + 2]! * 256;
    const word = words[bytes[i]!]!;
    if (end === at + 1) table[at] = word;
    else if (word !== 0) table.fill(word, at, end);
    at = end;
  }
  return table;
}

function unpackShapes(numbers: readonly number[]): Shape[] {
  const halves = (at: number): Halves => ({ low: numbers[at]!, high: numbers[at + 1]! });
  const shapes: Shape[] = [];
  for (let at = 0; at < numbers.length; at += 8)
    shapes.push([halves(at), halves(at + 2), halves(at + 4), halves(at + 6)]);
  return shapes;
}
