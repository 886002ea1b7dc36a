import { BUCKETS, shapesOf } from "../../../src/scrub/find/buckets.ts";
import { type Halves, cost as roughCost, type Shape, unite } from "../../../src/scrub/find/nibbles.ts";
import type { Anchor } from "../../../src/scrub/rule.ts";
import { typicalLines } from "../../bench/typical-log.ts";
import { randomFrom } from "../slow/texts.ts";

const TRIES = 300;
/** The share of the buckets that a try dissolves: their shapes may fit better elsewhere. */
const DISSOLVED = 0.1;
const MAX_ROUNDS = 6;
const SAMPLE = 300_000;
/** How much the rough cost of a shape in any text counts: logs differ from the sample. */
const OTHERS = 0.05;

/** Searches for buckets that let few places of a typical log pass. Takes a while; gives the same buckets each time. */
export function searchBuckets(anchors: readonly Anchor[]): Shape[] {
  const shapes = outermost(anchors.flatMap(shapesOf));
  const search = new Search(countNeighbours(sampleOf(SAMPLE)));
  const random = randomFrom(1);
  let best: readonly Bucket[] = [];
  for (let tries = 0; tries < TRIES; tries++) {
    const kept = best.filter(() => random() >= DISSOLVED);
    const placed = new Set(kept.flatMap((bucket) => bucket.shapes));
    const loose = shapes.filter((shape) => !placed.has(shape));
    const buckets = search.scatter(kept, loose, random);
    for (let round = 0; round < MAX_ROUNDS && search.moveAll(buckets); round++);
    if (best.length === 0 || totalCost(buckets) < totalCost(best)) best = buckets;
  }
  return best.map(({ shape }) => shape);
}

const totalCost = (buckets: readonly Bucket[]): number => buckets.reduce((sum, { cost }) => sum + cost, 0);

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

class Search {
  constructor(private readonly sample: ReturnType<typeof countNeighbours>) {}

  /** Puts each other shape, expensive ones first (with some randomness), into the bucket whose cost grows least. */
  scatter(kept: readonly Bucket[], shapes: readonly Shape[], random: () => number): Bucket[] {
    const ordered = shapes
      .map((shape) => ({ shape, cost: this.#cost(shape), chance: 0.5 + random() }))
      .sort((a, b) => b.cost * b.chance - a.cost * a.chance);
    const buckets = [...kept];
    for (const { shape, cost } of ordered) {
      const best = this.#cheapest(buckets, shape, buckets.length < BUCKETS ? cost : Number.POSITIVE_INFINITY);
      if (best < 0) buckets.push({ shapes: [shape], shape, cost });
      else buckets[best] = this.#joined(buckets[best]!, shape);
    }
    return buckets;
  }

  /** Moves each shape to the bucket where it costs least; returns whether any was moved. */
  moveAll(buckets: Bucket[]): boolean {
    let isMoved = false;
    for (const from of buckets.keys())
      for (const shape of [...buckets[from]!.shapes].reverse()) {
        const shapes = buckets[from]!.shapes.filter((other) => other !== shape);
        if (shapes.length === 0) break;
        const united = shapes.reduce(unite);
        if (isWithin(shape, united)) continue;
        const rest = { shapes, shape: united, cost: this.#cost(united) };
        const to = this.#cheapest(buckets, shape, buckets[from]!.cost - rest.cost - 1e-9, from);
        if (to < 0) continue;
        buckets[from] = rest;
        buckets[to] = this.#joined(buckets[to]!, shape);
        isMoved = true;
      }
    return isMoved;
  }

  #joined(bucket: Bucket, more: Shape): Bucket {
    const shapes = [...bucket.shapes, more];
    if (isWithin(more, bucket.shape)) return { ...bucket, shapes };
    const shape = unite(bucket.shape, more);
    return { shapes, shape, cost: this.#cost(shape) };
  }

  /** The bucket whose cost grows least, and by less than `limit`, if the shape is added; -1 if there is none. */
  #cheapest(buckets: readonly Bucket[], shape: Shape, limit: number, except = -1): number {
    let best = -1;
    let least = limit;
    for (const [index, bucket] of buckets.entries()) {
      if (index === except) continue;
      if (isWithin(shape, bucket.shape)) return index;
      const more = this.#cost(unite(bucket.shape, shape), bucket.cost + least) - bucket.cost;
      if (more < least) [best, least] = [index, more];
    }
    return best;
  }

  /** The share of the sample that has this shape, plus its rough cost in any text; infinite if above the limit. */
  #cost(shape: Shape, limit = Number.POSITIVE_INFINITY): number {
    const [beforeThat, before, at, after] = shape.map(byteClassOf) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const { words, counts, firstOf, total } = this.sample;
    const rough = OTHERS * roughCost(shape);
    const most = (limit - rough) * total;
    let sum = 0;
    for (let byte = 0; byte < 256 && sum <= most; byte++)
      if (at[byte] === 1)
        for (let i = firstOf[byte]!; i < firstOf[byte + 1]!; i++) {
          const word = words[i]!;
          if ((beforeThat[(word >> 16) & 0xff]! & before[(word >> 8) & 0xff]! & after[word & 0xff]!) === 1)
            sum += counts[i]!;
        }
    return sum <= most ? sum / total + rough : Number.POSITIVE_INFINITY;
  }
}

function byteClassOf({ low, high }: Halves): Uint8Array {
  const members = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) members[byte] = (low >> (byte & 15)) & (high >> (byte >> 4)) & 1;
  return members;
}

/** The different words of a byte, the two bytes before it and the one after it, in order, and how often each occurs. */
function countNeighbours(text: Uint8Array) {
  const found = new Map<number, number>();
  for (let i = 2; i + 1 < text.length; i++) {
    const word = ((text[i]! << 24) | (text[i - 2]! << 16) | (text[i - 1]! << 8) | text[i + 1]!) >>> 0;
    found.set(word, (found.get(word) ?? 0) + 1);
  }
  const words = Uint32Array.from(found.keys()).sort();
  const counts = Int32Array.from(words, (word) => found.get(word)!);
  const firstOf = Int32Array.from({ length: 257 }, (_, byte) => words.filter((word) => word >>> 24 < byte).length);
  return { words, counts, firstOf, total: text.length };
}

function sampleOf(size: number): Buffer {
  let text = "";
  for (const line of typicalLines(1)) {
    text += `${line}\n`;
    if (text.length > size) break;
  }
  return Buffer.from(text);
}
