import type { Anchor, Rule } from "./rule.ts";

/** The bit that stands for a long run of digits and colons, not for an anchor. */
export const RUN_BIT = 31;
/** The bits for anchors. */
const BITS = 31;

/**
 * The dispatch tables: an anchor and its neighbours must agree on a bit, which leads to a rule. The bits at a byte are
 * `rows[row + before] & rows[row + 256 + behind] & rows[row + 512 + the byte before that]`, row being 768 times its kind.
 */
export interface AnchorTables {
  /** For each byte 0, or the number of its row. */
  readonly kind: Uint8Array;
  readonly rows: Int32Array;
  /** For each bit the index of its rule. */
  readonly ruleOf: Uint8Array;
  /** The anchors of each bit. */
  readonly anchorsOf: readonly (readonly Anchor[])[];
}

/**
 * @param rules - Those with anchors.
 * @throws {RangeError} If there are more rules than bits.
 */
export function compileAnchors(rules: readonly Rule[]): AnchorTables {
  const { ruleOf, anchorsOf } = shareBits(rules);
  const kind = new Uint8Array(256);
  let kinds = 0;
  for (const { at } of anchorsOf.flat()) if (kind[at.charCodeAt(0)] === 0) kind[at.charCodeAt(0)] = ++kinds;
  const rows = new Int32Array((kinds + 1) * 768);
  anchorsOf.forEach((anchors, bit) => {
    for (const { at, before, after, beforeThat } of anchors) {
      const row = kind[at.charCodeAt(0)]! * 768;
      addNeighbours(rows, row, before, 1 << bit);
      addNeighbours(rows, row + 256, after, 1 << bit);
      addNeighbours(rows, row + 512, beforeThat, 1 << bit);
    }
  });
  return { kind, rows, ruleOf, anchorsOf };
}

/**
 * Gives each rule a bit, and what bits are left to the rules that have several anchors at one byte: two of those in one
 * bit would also let through the neighbours of the one beside those of the other.
 */
function shareBits(rules: readonly Rule[]): Pick<AnchorTables, "ruleOf" | "anchorsOf"> {
  if (rules.length > BITS) throw new RangeError(`at most ${BITS} rules with anchors, not ${rules.length}`);
  const layers = rules.map(({ anchors }) => layersOf(anchors as readonly Anchor[]));
  const ruleOf = rules.map((_, rule) => rule);
  for (let depth = 1; ruleOf.length < BITS && layers.some(({ length }) => length > depth); depth++)
    layers.forEach(({ length }, rule) => {
      if (length > depth && ruleOf.length < BITS) ruleOf.push(rule);
    });
  const anchorsOf: Anchor[][] = ruleOf.map(() => []);
  layers.forEach((own, rule) => {
    const bits = [...ruleOf.keys()].filter((bit) => ruleOf[bit] === rule);
    own.forEach((layer, depth) => {
      anchorsOf[bits[depth % bits.length]!]!.push(...layer);
    });
  });
  return { ruleOf: Uint8Array.from(ruleOf), anchorsOf };
}

/** The anchors in layers, each of which has no two at the same byte. */
function layersOf(anchors: readonly Anchor[]): Anchor[][] {
  const depths = new Map<string, number>();
  const layers: Anchor[][] = [];
  for (const anchor of anchors) {
    const depth = depths.get(anchor.at) ?? 0;
    depths.set(anchor.at, depth + 1);
    if (depth === layers.length) layers.push([]);
    layers[depth]!.push(anchor);
  }
  return layers;
}

function addNeighbours(rows: Int32Array, row: number, neighbours: string | undefined, bit: number): void {
  if (neighbours === undefined) for (let i = row; i < row + 256; i++) rows[i]! |= bit;
  else for (let i = 0; i < neighbours.length; i++) rows[row + neighbours.charCodeAt(i)]! |= bit;
}
