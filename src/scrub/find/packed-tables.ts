import { type AnchorTables, NO_RULE, ROW, WORD } from "./anchors.ts";
import type { Halves, Shape } from "./nibbles.ts";

/** Tables as they are stored in a source file: most of their words equal the word before. */
export interface PackedTables {
  /** The bytes that have a row, in the order of the rows. */
  readonly bytes: readonly number[];
  /** The different words of the rows. */
  readonly words: readonly number[];
  /**
   * Runs of a word that is not zero, in base64: the number of zeros before and the word in two bytes each, the length
   * in one.
   */
  readonly rows: string;
  /** Words, in base64: most of them differ from the one before, and to unpack runs of one would take longer. */
  readonly quads: string;
  /** Likewise. */
  readonly fours: string;
  /** For each byte the rules of its bits. */
  readonly rulesOf: readonly (readonly number[])[];
  /** The halves of their shapes, one after the other. */
  readonly buckets: readonly number[];
}

export function packTables({ kind, rows, quads, fours, ruleOf, buckets }: AnchorTables): PackedTables {
  const words = [...new Set(rows)];
  return {
    bytes: Array.from({ length: rows.length / ROW - 1 }, (_, row) => kind.indexOf(row + 1)),
    words,
    rows: packRuns(rows, words),
    quads: packWords(quads),
    fours: packWords(fours),
    rulesOf: Array.from({ length: rows.length / ROW - 1 }, (_, row) =>
      [...ruleOf.subarray((row + 1) * WORD, (row + 2) * WORD)].filter((rule) => rule !== NO_RULE),
    ),
    buckets: buckets().flatMap((shape) => shape.flatMap(({ low, high }) => [low, high])),
  };
}

const LONGEST_RUN = 255;

function packRuns(table: Int32Array, words: readonly number[]): string {
  const bytes: number[] = [];
  for (let at = 0, behind = 0; at < table.length; at++) {
    if (table[at] === 0) continue;
    const zeros = at - behind;
    behind = at + 1;
    while (behind < table.length && table[behind] === table[at] && behind - at < LONGEST_RUN) behind++;
    const word = words.indexOf(table[at]!);
    bytes.push(zeros & 0xff, zeros >> 8, word & 0xff, word >> 8, behind - at);
    at = behind - 1;
  }
  return Buffer.from(bytes).toString("base64");
}

export function unpackTables({ bytes, words, rows, quads, fours, rulesOf, buckets }: PackedTables): AnchorTables {
  const kind = new Uint8Array(256);
  bytes.forEach((byte, row) => {
    kind[byte] = row + 1;
  });
  const ruleOf = new Uint8Array((bytes.length + 1) * WORD).fill(NO_RULE);
  rulesOf.forEach((rules, row) => {
    ruleOf.set(rules, (row + 1) * WORD);
  });
  return {
    kind,
    rows: unpackRuns(rows, words, new Int32Array((bytes.length + 1) * ROW)),
    quads: unpackWords(quads),
    fours: unpackWords(fours),
    ruleOf,
    buckets: () => unpackShapes(buckets),
  };
}

function unpackRuns(packed: string, words: readonly number[], table: Int32Array): Int32Array {
  const bytes = Buffer.from(packed, "base64");
  for (let i = 0, at = 0; i < bytes.length; i += 5) {
    at += bytes[i]! + bytes[i + 1]! * 256;
    const end = at + bytes[i + 4]!;
    const word = words[bytes[i + 2]! + bytes[i + 3]! * 256]!;
    if (end === at + 1) table[at] = word;
    else table.fill(word, at, end);
    at = end;
  }
  return table;
}

const packWords = ({ buffer }: Int32Array): string => Buffer.from(buffer).toString("base64");

function unpackWords(packed: string): Int32Array {
  const { buffer, byteOffset, length } = Buffer.from(packed, "base64");
  return new Int32Array(buffer, byteOffset, length / Int32Array.BYTES_PER_ELEMENT);
}

function unpackShapes(numbers: readonly number[]): Shape[] {
  const halves = (at: number): Halves => ({ low: numbers[at]!, high: numbers[at + 1]! });
  const shapes: Shape[] = [];
  for (let at = 0; at < numbers.length; at += 8)
    shapes.push([halves(at), halves(at + 2), halves(at + 4), halves(at + 6)]);
  return shapes;
}
