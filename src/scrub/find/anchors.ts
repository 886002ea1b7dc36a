import type { Anchor, Rule } from "../rule.ts";
import { addBucket, fillBuckets } from "./buckets.ts";
import { anchorsOfRule, fold, foldAll, type Group, groupsByByte, isListed } from "./groups.ts";
import type { Shape } from "./nibbles.ts";

/** The bit for a long run of digits and colons, which has no anchor. */
export const RUN_BIT = 31;
/** How many bits a candidate has, and so a kind. */
export const WORD = 32;
/** The bits for anchors; the last ones are for rules that are added to compiled tables. */
const BITS = 31;
const ADDED_BITS = 5;
const FIRST_ADDED = BITS - ADDED_BITS;
/** No rule has that index. */
export const NO_RULE = 255;

/** How many words a kind has in the rows: three times 256, and four of their own. */
export const ROW = 1_024;
/**
 * The index of those four: the anchors with too many neighbours to list them all, those whose byte must be repeated,
 * those with a list of the four bytes before them, and those that are none before prose.
 */
export const WIDE = 768;
export const AGAIN = 769;
export const FOUR = 770;
export const PROSE = 771;
/** How many words the quads have. */
export const QUADS = 32_768;
/** How many bits an index in the fours has. */
const FOUR_BITS = 17;

/**
 * The dispatch tables: an anchor and its neighbours must agree on a bit, which leads to a rule. Each kind of byte has
 * bits of its own, so that few anchors have to share one. The bits at a byte are
 * `rows[row + before] & rows[row + 256 + behind] & rows[row + 512 + the byte before that]`, where row is 1,024 times
 * its kind. Since each neighbour alone excludes little, only the bits in `quads[the byte and the three before it]` and
 * the wide ones remain, without those whose byte must be repeated and is not, whose four bytes before it are not in
 * `fours`, or after which prose follows.
 */
export interface AnchorTables {
  /** For each byte 0, or the number of its row. */
  readonly kind: Uint8Array;
  readonly rows: Int32Array;
  /** Turned as `turnOf` says, since most kinds have the lower bits: so the bits of other places seldom agree. */
  readonly quads: Int32Array;
  /** Two bits for each anchor and the four bytes before it (`hashFour`). */
  readonly fours: Int32Array;
  /** The index of the rule of each bit, at 32 times the kind plus the bit; `NO_RULE` if the bit has none. */
  readonly ruleOf: Uint8Array;
  /** The same anchors in the form with which the kernel excludes most places. */
  readonly buckets: () => readonly Shape[];
}

type Tables = Omit<AnchorTables, "buckets">;

const emptyTables = (): Tables => ({
  kind: new Uint8Array(256),
  rows: new Int32Array(ROW),
  quads: new Int32Array(QUADS),
  fours: new Int32Array((1 << FOUR_BITS) >> 5),
  ruleOf: new Uint8Array(WORD).fill(NO_RULE),
});

/**
 * @param rules - The rules with anchors.
 * @throws {RangeError} If there are more rules than bits at one byte.
 */
export function compileAnchors(rules: readonly Rule[]): AnchorTables {
  const groups = groupsByByte(rules, FIRST_ADDED);
  const tables = extend(emptyTables(), groups.keys());
  for (const [byte, ofByte] of groups) for (const [bit, group] of ofByte.entries()) addGroup(tables, byte, group, bit);
  return { ...tables, buckets: () => fillBuckets(rules.map(anchorsOfRule)) };
}

/**
 * The tables with a few more rules, which have few anchors. The given tables change: to copy them takes a while.
 *
 * @param first - The index of the first of these rules.
 * @throws {RangeError} If there are more rules than bits.
 */
export function addRules(tables: AnchorTables, rules: readonly Rule[], first: number): AnchorTables {
  if (rules.length > ADDED_BITS) throw new RangeError(`at most ${ADDED_BITS} rules can be added, not ${rules.length}`);
  const groups = rules.map((rule) => groupsByByte([rule], Number.POSITIVE_INFINITY));
  const more = extend(
    tables,
    groups.flatMap((byByte) => [...byByte.keys()]),
  );
  for (const [i, byByte] of groups.entries())
    for (const [byte, ofByte] of byByte)
      for (const { anchors } of ofByte) addGroup(more, byte, { rule: first + i, anchors }, FIRST_ADDED + i);
  return { ...more, buckets: () => addBucket(tables.buckets(), rules.map(anchorsOfRule)) };
}

/** The same tables with a kind for each of these bytes. */
function extend(base: Tables, bytes: Iterable<number>): Tables {
  const { kind, quads, fours } = base;
  let kinds = base.rows.length / ROW;
  for (const byte of bytes) if (kind[byte] === 0) kind[byte] = kinds++;
  if (kinds * ROW === base.rows.length) return base;
  const rows = new Int32Array(kinds * ROW);
  rows.set(base.rows);
  const ruleOf = new Uint8Array(kinds * WORD).fill(NO_RULE);
  ruleOf.set(base.ruleOf);
  return { kind, rows, quads, fours, ruleOf };
}

/** Makes a bit at a byte stand for a group. */
function addGroup(tables: Tables, byte: number, { rule, anchors }: Group, bit: number): void {
  const { kind, rows, quads, fours, ruleOf } = tables;
  ruleOf[kind[byte]! * WORD + bit] = rule;
  const row = kind[byte]! * ROW;
  for (const anchor of anchors) {
    addToRow(rows, row, anchor, 1 << bit);
    if (isListed(anchor)) addQuads(quads, byte, anchor, 1 << bit);
    if (anchor.fourthBefore !== undefined) addFours(fours, byte, anchor);
  }
  // what only some of them demand must not rule out the others
  if (anchors.every(({ again }) => again === true)) rows[row + AGAIN]! |= 1 << bit;
  if (anchors.every(({ fourthBefore }) => fourthBefore !== undefined)) rows[row + FOUR]! |= 1 << bit;
  if (anchors.every(({ unlessProse }) => unlessProse === true)) rows[row + PROSE]! |= 1 << bit;
}

function addToRow(rows: Int32Array, row: number, anchor: Anchor, bit: number): void {
  addNeighbours(rows, row, anchor.before, bit);
  addNeighbours(rows, row + 256, anchor.after, bit);
  addNeighbours(rows, row + 512, anchor.beforeThat, bit);
  if (!isListed(anchor)) rows[row + WIDE]! |= bit;
}

function addNeighbours(rows: Int32Array, first: number, bytes: string | undefined, bit: number): void {
  if (bytes === undefined) for (let i = 0; i < 256; i++) rows[first + i]! |= bit;
  else for (let i = 0; i < bytes.length; i++) rows[first + bytes.charCodeAt(i)]! |= bit;
}

/** The index of four bytes in a row in the quads, the first three of them folded, the last one without its case. */
export const foldQuad = (thirdBefore: number, beforeThat: number, before: number, at: number): number =>
  hashQuad(thirdBefore, beforeThat, before, at) >>> 17;

/**
 * Spreads the bits of a word over its hash, as in the kernel. It was chosen among sixty thousand factors, since it lets
 * through few places of logs, texts and programs at which no anchor is.
 */
const FACTOR = 0x8ce69d2b;

/** Its upper bits are that index, others tell how far its word is turned (`turnOf`). */
export function hashQuad(thirdBefore: number, beforeThat: number, before: number, at: number): number {
  const own = at < 0x80 ? at & 0x5f : 0x80;
  return Math.imul(fold(thirdBefore) | (fold(beforeThat) << 8) | (fold(before) << 16) | (own << 24), FACTOR);
}

/** How far to the left the bits of a quad with this hash are turned. */
export const turnOf = (hash: number): number => (hash >> 8) & 31;

function addQuads(quads: Int32Array, byte: number, { before, beforeThat, thirdBefore }: Anchor, bit: number): void {
  const thirds = foldAll(thirdBefore);
  const seconds = foldAll(beforeThat);
  for (const first of foldAll(before))
    for (const second of seconds)
      for (const third of thirds) {
        const hash = hashQuad(third, second, first, byte);
        const turn = turnOf(hash);
        quads[hash >>> 17]! |= (bit << turn) | (bit >>> (32 - turn));
      }
}

/** A hash of a byte and the four before it: they have two bits in the fours. */
export const hashFour = (
  fourthBefore: number,
  thirdBefore: number,
  beforeThat: number,
  before: number,
  at: number,
): number => {
  const word = fold(fourthBefore) | (fold(thirdBefore) << 8) | (fold(beforeThat) << 16) | (fold(before) << 24);
  return Math.imul(word, FACTOR) ^ Math.imul(at, 0x85ebca6b);
};

/** Whether both bits are set. */
export function holdsFour(fours: Int32Array, hash: number): boolean {
  const [first, second] = [hash >>> UPPER, hash & LOWER];
  return ((fours[first >> 5]! >>> (first & 31)) & (fours[second >> 5]! >>> (second & 31)) & 1) === 1;
}

const UPPER = 32 - FOUR_BITS;
const LOWER = (1 << FOUR_BITS) - 1;

function addFours(fours: Int32Array, byte: number, { before, beforeThat, thirdBefore, fourthBefore }: Anchor): void {
  for (const first of foldAll(before))
    for (const second of foldAll(beforeThat))
      for (const third of foldAll(thirdBefore))
        for (const fourth of foldAll(fourthBefore)) {
          const hash = hashFour(fourth, third, second, first, byte);
          for (const four of [hash >>> UPPER, hash & LOWER]) fours[four >> 5]! |= 1 << (four & 31);
        }
}
