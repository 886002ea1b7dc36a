import type { Anchor, Rule } from "./rule.ts";

/** The most rules with anchors that one table can tell apart: one bit each. */
const MAX_RULES = 31;

/**
 * The dispatch tables. Text is passed over four bytes at a time, as two pairs, for as long as no pair can hold an anchor
 * beside a fitting neighbour. Where one can, both neighbours must agree, and then few rules are left: the bits of
 * `before[kind, left] & after[kind, right]`, and of those the ones that the byte before the left one lets through.
 */
export interface AnchorTables {
  /** For each pair of bytes, as a 16-bit word in the order of this machine: 1 if it is worth a look at its bytes. */
  readonly pairs: Uint8Array;
  /** For each byte 0, or the number of its rows in the two tables below. */
  readonly kind: Uint8Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** The same for the byte before the one before. */
  readonly beforeThat: Int32Array;
  /** How many rules have a bit. */
  readonly count: number;
}

/** @throws {RangeError} If there are more rules than bits. */
export function compileAnchors(rules: readonly Rule[]): AnchorTables {
  if (rules.length > MAX_RULES) throw new RangeError(`at most ${MAX_RULES} rules with anchors, not ${rules.length}`);
  const kind = new Uint8Array(256);
  let kinds = 0;
  for (const { anchors } of rules)
    for (const { at } of anchors as Anchor[]) if (kind[at.charCodeAt(0)] === 0) kind[at.charCodeAt(0)] = ++kinds;
  const before = new Int32Array((kinds + 1) * 256);
  const after = new Int32Array((kinds + 1) * 256);
  const beforeThat = new Int32Array((kinds + 1) * 256);
  rules.forEach(({ anchors }, bit) => {
    for (const anchor of anchors as Anchor[]) {
      const row = kind[anchor.at.charCodeAt(0)]! << 8;
      addNeighbours(before, row, anchor.before, 1 << bit);
      addNeighbours(after, row, anchor.after, 1 << bit);
      addNeighbours(beforeThat, row, anchor.beforeThat, 1 << bit);
    }
  });
  return { pairs: pairsOf(kind, before, after), kind, before, after, beforeThat, count: rules.length };
}

/** The order of bytes in the words of this machine. */
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function pairsOf(kind: Uint8Array, before: Int32Array, after: Int32Array): Uint8Array {
  const pairs = new Uint8Array(65_536);
  for (let left = 0; left < 256; left++) {
    const leftRow = kind[left]! << 8;
    for (let right = 0; right < 256; right++) {
      const rightRow = kind[right]! << 8;
      if (((leftRow && after[leftRow | right]!) | (rightRow && before[rightRow | left]!)) === 0) continue;
      pairs[isLittleEndian ? left | (right << 8) : (left << 8) | right] = 1;
    }
  }
  return pairs;
}

function addNeighbours(table: Int32Array, row: number, neighbours: string | undefined, bit: number): void {
  if (neighbours === undefined) for (let byte = 0; byte < 256; byte++) table[row | byte]! |= bit;
  else for (const byte of neighbours) table[row | byte.charCodeAt(0)]! |= bit;
}
