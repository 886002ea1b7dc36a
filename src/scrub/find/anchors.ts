import type { Anchor, Rule } from "../rule.ts";
import { addBucket, fillBuckets } from "./buckets.ts";
import { frequencies } from "./frequency.ts";
import type { Shape } from "./nibbles.ts";

/** The bit for a long run of digits and colons, which has no anchor. */
export const RUN_BIT = 31;
/** The bits for anchors; the last one is for rules that are added to compiled tables. */
const BITS = 31;
const ADDED_BITS = 5;

/** How many words a kind has in the rows: three times 256, and two of their own. */
export const ROW = 1_024;
/**
 * The index of those two: the anchors with too many neighbours to list them all, and those whose byte must be repeated.
 */
export const WIDE = 768;
export const AGAIN = 769;
/** How many words the quads have. */
export const QUADS = 32_768;
/** Anchors with more neighbours are checked by one neighbour at a time. */
const MAX_LISTED = 2048;

/**
 * The dispatch tables: an anchor and its neighbours must agree on a bit, which leads to a rule. The bits at a byte are
 * `rows[row + before] & rows[row + 256 + behind] & rows[row + 512 + the byte before that]`, where row is 1,024 times
 * its kind. Since each neighbour alone excludes little, only the bits in `quads[the byte and the three before it]` and
 * the wide ones remain, without those whose byte must be repeated and is not.
 */
export interface AnchorTables {
  /** For each byte 0, or the number of its row. */
  readonly kind: Uint8Array;
  readonly rows: Int32Array;
  readonly quads: Int32Array;
  /** For each bit the index of its rule. */
  readonly ruleOf: readonly number[];
  /** The same anchors in the form with which the kernel excludes most places. */
  readonly buckets: () => readonly Shape[];
}

const EMPTY: Omit<AnchorTables, "buckets"> = {
  kind: new Uint8Array(256),
  rows: new Int32Array(ROW),
  quads: new Int32Array(QUADS),
  ruleOf: [],
};

/**
 * @param rules - The rules with anchors.
 * @throws {RangeError} If there are more rules than bits.
 */
export function compileAnchors(rules: readonly Rule[]): AnchorTables {
  const { ruleOf, anchorsOf } = shareBits(rules);
  return { ...extend(EMPTY, anchorsOf, ruleOf), buckets: () => fillBuckets(anchorsOf) };
}

/**
 * The tables with a few more rules, which have few anchors.
 *
 * @param first - The index of the first of these rules.
 * @throws {RangeError} If there are more rules than bits.
 */
export function addRules(tables: AnchorTables, rules: readonly Rule[], first: number): AnchorTables {
  if (rules.length > ADDED_BITS) throw new RangeError(`at most ${ADDED_BITS} rules can be added, not ${rules.length}`);
  const ruleOf = rules.map((_, i) => first + i);
  const anchorsOf = rules.map(anchorsOfRule);
  return { ...extend(tables, anchorsOf, ruleOf), buckets: () => addBucket(tables.buckets(), anchorsOf) };
}

function anchorsOfRule({ anchors }: Rule): readonly Anchor[] {
  return anchors === "runs" ? [] : anchors();
}

function extend(
  base: Omit<AnchorTables, "buckets">,
  anchorsOf: readonly (readonly Anchor[])[],
  ruleOf: readonly number[],
): Omit<AnchorTables, "buckets"> {
  const kind = base.kind.slice();
  let kinds = base.rows.length / ROW;
  for (const { at } of anchorsOf.flat())
    for (let i = 0; i < at.length; i++) if (kind[at.charCodeAt(i)] === 0) kind[at.charCodeAt(i)] = kinds++;
  const rows = new Int32Array(kinds * ROW);
  rows.set(base.rows);
  const quads = base.quads.slice();
  anchorsOf.forEach((anchors, i) => {
    for (const anchor of anchors) addAnchor({ kind, rows, quads }, anchor, 1 << (base.ruleOf.length + i));
  });
  return { kind, rows, quads, ruleOf: [...base.ruleOf, ...ruleOf] };
}

function addAnchor(
  { kind, rows, quads }: Pick<AnchorTables, "kind" | "rows" | "quads">,
  anchor: Anchor,
  bit: number,
): void {
  for (let i = 0; i < anchor.at.length; i++) addToRow(rows, kind[anchor.at.charCodeAt(i)]! * ROW, anchor, bit);
  if (isListed(anchor)) addQuads(quads, anchor, bit);
}

function addToRow(rows: Int32Array, row: number, anchor: Anchor, bit: number): void {
  addNeighbours(rows, row, anchor.before, bit);
  addNeighbours(rows, row + 256, anchor.after, bit);
  addNeighbours(rows, row + 512, anchor.beforeThat, bit);
  if (!isListed(anchor)) rows[row + WIDE]! |= bit;
  if (anchor.again === true) rows[row + AGAIN]! |= bit;
}

function addNeighbours(rows: Int32Array, first: number, bytes: string | undefined, bit: number): void {
  if (bytes === undefined) for (let i = 0; i < 256; i++) rows[first + i]! |= bit;
  else for (let i = 0; i < bytes.length; i++) rows[first + bytes.charCodeAt(i)]! |= bit;
}

/**
 * The index of four bytes in a row in the quads, by their lower five bits, so that the case of letters does not matter.
 */
export function foldQuad(thirdBefore: number, beforeThat: number, before: number, at: number): number {
  const word = (thirdBefore & 31) | ((beforeThat & 31) << 5) | ((before & 31) << 10) | ((at & 31) << 15);
  return Math.imul(word, 0x9e3779b1) >>> 17;
}

function addQuads(quads: Int32Array, { at, before, beforeThat, thirdBefore }: Anchor, bit: number): void {
  const thirds = lowerBits(thirdBefore);
  const seconds = lowerBits(beforeThat);
  const firsts = lowerBits(before);
  for (const own of lowerBits(at))
    for (const first of firsts)
      for (const second of seconds) for (const third of thirds) quads[foldQuad(third, second, first, own)]! |= bit;
}

/** The distinct lower five bits of some bytes. */
function lowerBits(bytes: string | undefined): readonly number[] {
  if (bytes === undefined) return anyBits;
  let seen = 0;
  for (let i = 0; i < bytes.length; i++) seen |= 1 << (bytes.charCodeAt(i) & 31);
  const bits: number[] = [];
  for (let rest = seen; rest !== 0; rest &= rest - 1) bits.push(31 - Math.clz32(rest & -rest));
  return bits;
}

const anyBits: readonly number[] = Array.from({ length: 32 }, (_, bits) => bits);

/**
 * Gives each rule a bit. While there are bits left, wide anchors that share a byte with another anchor get one of their
 * own, the most frequent bytes first: two anchors in one bit would let through the neighbours of one beside those of
 * the other.
 */
function shareBits(rules: readonly Rule[]): { ruleOf: number[]; anchorsOf: Anchor[][] } {
  const most = BITS - ADDED_BITS;
  if (rules.length > most) throw new RangeError(`at most ${most} rules with anchors, not ${rules.length}`);
  const ruleOf = [...rules.keys()];
  const all = rules.map(anchorsOfRule);
  const isOwn = (anchor: Anchor, others: readonly Anchor[]): boolean =>
    !isListed(anchor) && others.some((other) => other !== anchor && sharesByte(other, anchor));
  const anchorsOf = all.map((anchors) => anchors.filter((anchor) => !isOwn(anchor, anchors)));
  const layers = all.flatMap((anchors, rule) =>
    layersOf(anchors.filter((anchor) => isOwn(anchor, anchors))).map((layer) => ({ rule, layer })),
  );
  for (const { rule, layer } of layers.sort((a, b) => weigh(b.layer) - weigh(a.layer)))
    if (ruleOf.length === most) anchorsOf[rule]!.push(...layer);
    else ruleOf[anchorsOf.push(layer) - 1] = rule;
  return { ruleOf, anchorsOf };
}

const sharesByte = (a: Anchor, b: Anchor): boolean => [...a.at].some((byte) => b.at.includes(byte));

/** The share of ordinary text that is at these anchors, ignoring their neighbours. */
function weigh(anchors: readonly Anchor[]): number {
  let sum = 0;
  for (const { at } of anchors) for (const byte of at) sum += frequencies[byte.charCodeAt(0)]!;
  return sum;
}

/** The anchors in layers, in each of which every byte occurs once. */
function layersOf(anchors: readonly Anchor[]): Anchor[][] {
  const layers: Anchor[][] = [];
  for (const anchor of anchors) {
    const layer = layers.find((others) => !others.some((other) => sharesByte(other, anchor)));
    if (layer === undefined) layers.push([anchor]);
    else layer.push(anchor);
  }
  return layers;
}

/** Whether few enough bytes may be before the anchor. */
function isListed({ before, beforeThat, thirdBefore }: Anchor): boolean {
  if (before === undefined || beforeThat === undefined) return false;
  return lowerBits(before).length * lowerBits(beforeThat).length * lowerBits(thirdBefore).length <= MAX_LISTED;
}
