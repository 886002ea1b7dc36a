import { frequencies } from "./frequency.ts";

/** The bytes whose low and high halves are in these sets: a superset of the bytes from which it was made. */
export interface Halves {
  readonly low: number;
  readonly high: number;
}

/**
 * A set of bytes for each of the four places: two before, one before, at, and after an anchor; of the first and the
 * last by their low halves only, since their high halves exclude little more.
 */
export type Shape = readonly [Halves, Halves, Halves, Halves];

const ANY: Halves = { low: 0xffff, high: 0xffff };

/** @param bytes - As Latin-1 text; omitted: any. */
export function halvesOf(bytes: string | undefined): Halves {
  if (bytes === undefined) return ANY;
  let low = 0;
  let high = 0;
  for (let i = 0; i < bytes.length; i++) {
    low |= 1 << (bytes.charCodeAt(i) & 15);
    high |= 1 << (bytes.charCodeAt(i) >> 4);
  }
  return { low, high };
}

/** Likewise, by the low halves alone. */
export const lowHalvesOf = (bytes: string | undefined): Halves => ({ ...halvesOf(bytes), high: ANY.high });

const union = (a: Halves, b: Halves): Halves => ({ low: a.low | b.low, high: a.high | b.high });
/** The bytes that are in either set at each place. */
export const unite = (a: Shape, b: Shape): Shape => [
  union(a[0], b[0]),
  union(a[1], b[1]),
  union(a[2], b[2]),
  union(a[3], b[3]),
];

/** For each high half, the share of text whose low half is in a set of eight: twice 256 sums. */
let sums: Float64Array | undefined;

function readSums(): Float64Array {
  if (sums !== undefined) return sums;
  sums = new Float64Array(16 * 512);
  for (let base = 0; base < sums.length; base += 256)
    for (let set = 1; set < 256; set++) {
      const byte = (base >> 5) | (31 - Math.clz32(set & -set));
      sums[base + set] = sums[base + (set & (set - 1))]! + frequencies[byte]!;
    }
  return sums;
}

/** The share of ordinary text that these bytes make up, from 0 to 1. */
function share({ low, high }: Halves): number {
  const sums = readSums();
  let sum = 0;
  for (let i = 0; i < 16; i++)
    if ((high & (1 << i)) !== 0) sum += sums[i * 512 + (low & 255)]! + sums[i * 512 + 256 + (low >> 8)]!;
  return Math.min(sum, 1);
}

/** The approximate share of ordinary text that has this shape, as if neighbouring bytes were independent. */
export const cost = (shape: Shape): number =>
  share(shape[2]) * (share(shape[0]) * share(shape[1]) * share(shape[3])) ** 0.4;

/** How many groups of eight buckets there are. */
export const GROUPS = 3;

/**
 * Buckets for anchors of these shapes, each with all bytes that may be at each of its four places, so that sixteen
 * places of text can be excluded at once. Every anchor passes; most places that pass have none.
 *
 * @returns For each group of eight buckets the bits of the buckets in six tables of sixteen halves: the low halves two
 * before, the low and the high ones one before, the same at, and the low ones after an anchor.
 */
export function renderNibbles(buckets: readonly Shape[]): Uint8Array {
  const tables = new Uint8Array(GROUPS * 6 * 16);
  for (const [bucket, [beforeThat, before, at, after]] of buckets.entries()) {
    const sets = [beforeThat.low, before.low, before.high, at.low, at.high, after.low];
    for (const [index, set] of sets.entries())
      for (let half = 0; half < 16; half++)
        if ((set & (1 << half)) !== 0) tables[((bucket >> 3) * 6 + index) * 16 + half]! |= 1 << (bucket & 7);
  }
  return tables;
}
