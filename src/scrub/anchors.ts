import type { Anchor, Rule } from "./rule.ts";

/** The most rules with anchors that one table can tell apart: one bit each. */
const MAX_RULES = 31;

/**
 * The dispatch tables. A byte that anchors no rule is passed over after one look; one that does is let through only if
 * both its neighbours agree, and then for few rules: the bits of `before[kind, left] & after[kind, right]`.
 */
export interface AnchorTables {
  /** For each byte 0, or the number of its rows in the two tables below. */
  readonly kind: Uint8Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly rules: readonly Rule[];
}

export function compileAnchors(rules: readonly Rule[]): AnchorTables {
  if (rules.length > MAX_RULES) throw new RangeError(`at most ${MAX_RULES} rules with anchors, not ${rules.length}`);
  const kind = new Uint8Array(256);
  let kinds = 0;
  for (const { anchors } of rules)
    for (const { at } of anchors as Anchor[]) if (kind[at.charCodeAt(0)] === 0) kind[at.charCodeAt(0)] = ++kinds;
  const before = new Int32Array((kinds + 1) * 256);
  const after = new Int32Array((kinds + 1) * 256);
  rules.forEach(({ anchors }, bit) => {
    for (const anchor of anchors as Anchor[]) {
      const row = kind[anchor.at.charCodeAt(0)]! << 8;
      addNeighbours(before, row, anchor.before, 1 << bit);
      addNeighbours(after, row, anchor.after, 1 << bit);
    }
  });
  return { kind, before, after, rules };
}

function addNeighbours(table: Int32Array, row: number, neighbours: string | undefined, bit: number): void {
  if (neighbours === undefined) for (let byte = 0; byte < 256; byte++) table[row | byte]! |= bit;
  else for (const byte of neighbours) table[row | byte.charCodeAt(0)]! |= bit;
}
