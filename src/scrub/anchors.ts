import type { Anchor, Rule } from "./rule.ts";

/** The bit that stands for a long run of digits and colons, not for an anchor. */
export const RUN_BIT = 31;
/** The bits for anchors. */
const BITS = 31;

/** How many words a kind has in the rows: three times 256, and one that stands for itself. */
export const ROW = 1_024;
/** Where the last of those is. */
const WIDE = 768;
/** Anchors with more neighbours are told by one neighbour at a time. */
const MAX_TRIPLES = 400;

/**
 * The dispatch tables: an anchor and its neighbours must agree on a bit, which leads to a rule. The bits at a byte are
 * `rows[row + before] & rows[row + 256 + behind] & rows[row + 512 + the byte before that]`, row being 1,024 times its
 * kind; and of those, as each neighbour alone says little, the ones in `triples[the byte and the two before it]`, or in
 * `rows[row + 768]` for the anchors with too many neighbours to be listed there.
 */
export interface AnchorTables {
  /** For each byte 0, or the number of its row. */
  readonly kind: Uint8Array;
  readonly rows: Int32Array;
  readonly triples: Int32Array;
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
  const rows = new Int32Array((kinds + 1) * ROW);
  const triples = new Int32Array(4_096);
  anchorsOf.forEach((anchors, bit) => {
    for (const anchor of anchors) {
      const row = kind[anchor.at.charCodeAt(0)]! * ROW;
      addNeighbours(rows, row, anchor.before, 1 << bit);
      addNeighbours(rows, row + 256, anchor.after, 1 << bit);
      addNeighbours(rows, row + 512, anchor.beforeThat, 1 << bit);
      if (!addTriples(triples, anchor, 1 << bit)) rows[row + WIDE]! |= 1 << bit;
    }
  });
  return { kind, rows, triples, ruleOf, anchorsOf };
}

/** The place of three bytes in a row among the triples. */
export function foldTriple(beforeThat: number, before: number, at: number): number {
  return (beforeThat ^ (before << 3) ^ (at << 6)) & 4_095;
}

/** Answers false if there are too many. */
function addTriples(triples: Int32Array, { at, before, beforeThat }: Anchor, bit: number): boolean {
  if (before === undefined || beforeThat === undefined || before.length * beforeThat.length > MAX_TRIPLES) return false;
  for (let i = 0; i < before.length; i++)
    for (let j = 0; j < beforeThat.length; j++)
      triples[foldTriple(beforeThat.charCodeAt(j), before.charCodeAt(i), at.charCodeAt(0))]! |= bit;
  return true;
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
