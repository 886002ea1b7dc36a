import type { Anchor, Rule } from "../rule.ts";
import { shapeAt } from "./buckets.ts";
import { cost, type Shape, unite } from "./nibbles.ts";

/** Anchors with more neighbours are checked by one neighbour at a time. */
const MAX_LISTED = 4096;

/**
 * Anchors of one rule at one byte that share a bit. Together they let through the neighbours of one beside those of
 * another.
 */
export interface Group {
  /** The index of the rule. */
  readonly rule: number;
  readonly anchors: readonly Anchor[];
}

export function anchorsOfRule({ anchors }: Rule): readonly Anchor[] {
  return anchors === "runs" ? [] : anchors();
}

/** Whether few enough bytes may be before the anchor. */
export function isListed({ before, beforeThat, thirdBefore }: Anchor): boolean {
  if (before === undefined || beforeThat === undefined) return false;
  return foldAll(before).length * foldAll(beforeThat).length * foldAll(thirdBefore).length <= MAX_LISTED;
}

/** A byte without the case of a letter, and without which digit or byte beyond ASCII it is, so that tables hold fewer. */
export function fold(byte: number): number {
  if (byte >= 0x80) return 0x80;
  return byte & ((byte & 0x70) === 0x30 && (byte & 15) < 10 ? 0x50 : 0x5f);
}

/** The distinct ones among some bytes, folded. */
export function foldAll(bytes: string | undefined): readonly number[] {
  if (bytes === undefined) return anyFolded;
  const folded: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = fold(bytes.charCodeAt(i));
    if (!folded.includes(byte)) folded.push(byte);
  }
  return folded;
}

const anyFolded: readonly number[] = [...new Set(Array.from({ length: 256 }, (_, byte) => fold(byte)))];

/**
 * For each byte of an anchor the groups there, at most `most`, in the order of the rules.
 *
 * @throws {RangeError} If more rules than that have anchors at one byte.
 */
export function groupsByByte(rules: readonly Rule[], most: number): ReadonlyMap<number, readonly Group[]> {
  const all = new Map<number, Map<string, Group & { anchors: Anchor[] }>>();
  for (const [rule, anchors] of rules.map(anchorsOfRule).entries())
    for (const anchor of anchors)
      for (let i = 0; i < anchor.at.length; i++) {
        const byte = anchor.at.charCodeAt(i);
        const ofByte = all.get(byte) ?? new Map();
        all.set(byte, ofByte);
        const key = keyOf(rule, anchor);
        const group = ofByte.get(key);
        if (group === undefined) ofByte.set(key, { rule, anchors: [anchor] });
        else group.anchors.push(anchor);
      }
  return new Map([...all].map(([byte, groups]) => [byte, fewer([...groups.values()], byte, most)]));
}

/** Listed anchors may share a bit at no cost if they agree on what follows. */
function keyOf(rule: number, anchor: Anchor): string {
  const { before, beforeThat, fourthBefore, after, again, unlessProse } = anchor;
  return JSON.stringify([
    rule,
    after,
    again,
    unlessProse,
    fourthBefore === undefined,
    isListed(anchor) || [before, beforeThat],
  ]);
}

/** Unites groups of the same rule, those first that together let through the least additional text. */
function fewer(groups: Group[], byte: number, most: number): readonly Group[] {
  const left = groups.map((group) => ({ ...group, shape: shapeOf(group, byte) }));
  while (left.length > most) {
    let [best, least] = [{ a: -1, b: -1 }, Number.POSITIVE_INFINITY];
    for (let a = 0; a < left.length; a++)
      for (let b = a + 1; b < left.length; b++) {
        if (left[a]!.rule !== left[b]!.rule) continue;
        const more = cost(unite(left[a]!.shape, left[b]!.shape)) - cost(left[a]!.shape) - cost(left[b]!.shape);
        if (more < least) [best, least] = [{ a, b }, more];
      }
    if (best.a < 0) throw new RangeError(`at most ${most} rules with anchors at a byte, not ${left.length}`);
    const [other] = left.splice(best.b, 1);
    const one = left[best.a]!;
    left[best.a] = {
      rule: one.rule,
      anchors: [...one.anchors, ...other!.anchors],
      shape: unite(one.shape, other!.shape),
    };
  }
  return left;
}

const shapeOf = ({ anchors }: Group, byte: number): Shape =>
  anchors.map((anchor) => shapeAt(anchor, String.fromCharCode(byte))).reduce(unite);
