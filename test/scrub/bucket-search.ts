import { BUCKETS, shapesOf } from "../../src/scrub/find/buckets.ts";
import { cost, renderNibbles, type Shape, unite } from "../../src/scrub/find/nibbles.ts";
import type { Anchor } from "../../src/scrub/rule.ts";
import { typicalLines } from "../bench/typical-log.ts";
import { randomFrom } from "./slow/texts.ts";

const STARTS = 16;
const MAX_ROUNDS = 12;
const SAMPLE = 300_000;

/** Searches for buckets that let few places of a typical log pass. Takes a while; gives the same buckets each time. */
export function searchBuckets(anchors: readonly Anchor[]): Shape[] {
  const shapes = outermost(anchors.flatMap(shapesOf));
  const sample = sampleOf(SAMPLE);
  const random = randomFrom(1);
  const found = Array.from({ length: STARTS }, () => {
    const buckets = scatter(shapes, random);
    for (let round = 0; round < MAX_ROUNDS && moveAll(buckets); round++);
    const all = buckets.map(({ shape }) => shape);
    return { all, passing: countPassing(all, sample) };
  });
  return found.sort((a, b) => a.passing - b.passing)[0]!.all;
}

/** Whether every place with an anchor passes the buckets. */
export function coverAll(buckets: readonly Shape[], anchors: readonly Anchor[]): boolean {
  return anchors.flatMap(shapesOf).every((shape) => buckets.some((bucket) => isWithin(shape, bucket)));
}

const isWithin = (inner: Shape, outer: Shape): boolean =>
  inner.every(({ low, high }, i) => (low & ~outer[i]!.low) === 0 && (high & ~outer[i]!.high) === 0);

/** The shapes that are not part of another shape. */
function outermost(shapes: readonly Shape[]): Shape[] {
  const different = [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
  return different.filter((shape) => !different.some((other) => other !== shape && isWithin(shape, other)));
}

interface Bucket {
  readonly shapes: readonly Shape[];
  readonly shape: Shape;
  readonly cost: number;
}

function bucketOf(shapes: readonly Shape[], shape = shapes.reduce(unite)): Bucket {
  return { shapes, shape, cost: cost(shape) };
}

/** Puts each shape, expensive ones first (with some randomness), into the bucket whose cost grows least. */
function scatter(shapes: readonly Shape[], random: () => number): Bucket[] {
  const ordered = shapes
    .map((shape) => ({ shape, rank: cost(shape) * (0.5 + random()) }))
    .sort((a, b) => b.rank - a.rank);
  const buckets: Bucket[] = [];
  for (const { shape } of ordered) {
    const best = cheapest(buckets, shape, buckets.length < BUCKETS ? cost(shape) : Number.POSITIVE_INFINITY);
    if (best < 0) buckets.push(bucketOf([shape]));
    else buckets[best] = joined(buckets[best]!, shape);
  }
  return buckets;
}

const joined = ({ shapes, shape }: Bucket, more: Shape): Bucket => bucketOf([...shapes, more], unite(shape, more));

/** The bucket whose cost grows least, and by less than `limit`, if the shape is added; -1 if there is none. */
function cheapest(buckets: readonly Bucket[], shape: Shape, limit: number, except = -1): number {
  let best = -1;
  let least = limit;
  for (const [index, bucket] of buckets.entries()) {
    if (index === except) continue;
    const more = cost(unite(bucket.shape, shape)) - bucket.cost;
    if (more < least) [best, least] = [index, more];
  }
  return best;
}

/** Moves each shape to the bucket where it costs least; returns whether any was moved. */
function moveAll(buckets: Bucket[]): boolean {
  let isMoved = false;
  for (const from of buckets.keys())
    for (const shape of [...buckets[from]!.shapes].reverse()) {
      const others = buckets[from]!.shapes.filter((other) => other !== shape);
      if (others.length === 0) break;
      const rest = bucketOf(others);
      const to = cheapest(buckets, shape, buckets[from]!.cost - rest.cost - 1e-12, from);
      if (to < 0) continue;
      buckets[from] = rest;
      buckets[to] = joined(buckets[to]!, shape);
      isMoved = true;
    }
  return isMoved;
}

function sampleOf(size: number): Buffer {
  let text = "";
  for (const line of typicalLines(1)) {
    text += `${line}\n`;
    if (text.length > size) break;
  }
  return Buffer.from(text);
}

/** How many places of the text pass the buckets, tested as in the kernel. */
function countPassing(buckets: readonly Shape[], text: Uint8Array): number {
  const tables = renderNibbles(buckets);
  const bitsAt = (group: number, place: number, byte: number): number => {
    const table = (group * 4 + place) * 32;
    return tables[table + (byte & 15)]! & tables[table + 16 + (byte >> 4)]!;
  };
  let passing = 0;
  for (let i = 0; i + 4 < text.length; i++)
    if (
      [0, 1].some(
        (group) => [0, 1, 2, 3].reduce((bits, place) => bits & bitsAt(group, place, text[i + place]!), 255) > 0,
      )
    )
      passing++;
  return passing;
}
