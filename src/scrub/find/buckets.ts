import type { Anchor } from "../rule.ts";
import { cost, GROUPS, halvesOf, lowHalvesOf, type Shape, unite } from "./nibbles.ts";

/** One bit for each bucket; the last is for anchors that are added to compiled ones. */
export const BUCKETS = GROUPS * 8 - 1;

interface Bucket {
  readonly shape: Shape;
  readonly cost: number;
}

const bucketOf = (shape: Shape): Bucket => ({ shape, cost: cost(shape) });

/**
 * At most `BUCKETS` buckets for these anchors, which match little of ordinary text.
 *
 * @param anchorsOf - Anchors that belong together.
 */
export function fillBuckets(anchorsOf: readonly (readonly Anchor[])[]): Shape[] {
  return fill(anchorsOf.flatMap(shapesByByte)).map(({ shape }) => shape);
}

/**
 * The buckets and one more for other anchors, which are few: to compute their best place would take longer than it
 * saves.
 */
export function addBucket(buckets: readonly Shape[], anchorsOf: readonly (readonly Anchor[])[]): Shape[] {
  const shapes = anchorsOf.flatMap(shapesByByte);
  return shapes.length === 0 ? [...buckets] : [...buckets, shapes.reduce(unite)];
}

/** One for each of its bytes. */
export function shapesOf(anchor: Anchor): Shape[] {
  return [...anchor.at].map((byte) => shapeAt(anchor, byte));
}

/** @param byte - One of its bytes. */
export const shapeAt = ({ before, after, beforeThat }: Anchor, byte: string): Shape => [
  lowHalvesOf(beforeThat),
  halvesOf(before),
  halvesOf(byte),
  lowHalvesOf(after),
];

/** One shape for the anchors that share a byte. */
function shapesByByte(anchors: readonly Anchor[]): Shape[] {
  const byByte = new Map<string, Shape>();
  for (const anchor of anchors) {
    const shapes = shapesOf(anchor);
    for (const [i, byte] of [...anchor.at].entries()) {
      const other = byByte.get(byte);
      byByte.set(byte, other === undefined ? shapes[i]! : unite(other, shapes[i]!));
    }
  }
  return [...byByte.values()];
}

/** Puts each shape, the most expensive first, into the bucket whose cost it increases least. */
function fill(shapes: readonly Shape[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const single of shapes.map(bucketOf).sort((a, b) => b.cost - a.cost)) {
    let best = -1;
    let least = buckets.length < BUCKETS ? single.cost : Number.POSITIVE_INFINITY;
    for (const [index, bucket] of buckets.entries()) {
      const more = cost(unite(bucket.shape, single.shape)) - bucket.cost;
      if (more < least) [best, least] = [index, more];
    }
    if (best < 0) buckets.push(single);
    else buckets[best] = bucketOf(unite(buckets[best]!.shape, single.shape));
  }
  return buckets;
}
