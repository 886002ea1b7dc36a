import { type ByteClass, byteClass, hasExactly } from "../text/bytes.ts";

/** Bytes of ordinary logs, from the rarest to the most frequent. */
const ORDER = "~^`$%?!#+QXJY@<>*&K=qVj}{Hz\\xPML\"_Z|WBA/Tv()CSRwUEG,ODFy9k'fb87u6hIN3m5gp][1l.-4citnrso:da20e ";

/**
 * The approximate frequency of each byte; the sum is one. It doubles every eight places of the order; other bytes are
 * rare.
 */
export const frequencies: Float64Array = new Float64Array(256).fill(1 / 32_768);
for (let i = 0; i < ORDER.length; i++) frequencies[ORDER.charCodeAt(i)] = 2 ** (i / 8) / 40_000;

/** Ten times the place of each byte in the order: frequencies on a scale of which sums are products. */
const ranks: Int16Array = new Int16Array(256).fill(Math.round(80 * Math.log2(40_000 / 32_768)));
for (let i = 0; i < ORDER.length; i++) ranks[ORDER.charCodeAt(i)] = 10 * i;
/** The same for a byte of which every text is full. */
const ALWAYS = Math.round(80 * Math.log2(40_000));

/** Signs that many fixed texts contain: the fewer different bytes are anchors, the faster the search. */
const isSign = byteClass("_.:/\\=$-");

/** Every second line of a bot's log says `discord.`, every tenth `app_commands`. */
const COMMON = ["cord.", "app_"];

/**
 * The byte of a fixed text that makes the best anchor: preferably a sign, and then the byte that is rarest together
 * with the two bytes before it and the one after it, so that few places match.
 */
export function bestAnchor(bytes: Uint8Array): number {
  const sign = rarest(bytes, isSign);
  return sign < 0 ? Math.max(0, rarest(bytes, isAny)) : sign;
}

const isAny = new Uint8Array(256).fill(1);

/** The rarest byte of those in the class; -1 if there is none, or only such as are common in logs. */
function rarest(bytes: Uint8Array, members: ByteClass): number {
  let best = -1;
  let lowest = Number.MAX_SAFE_INTEGER;
  for (let i = 0; i < bytes.length; i++) {
    if (members[bytes[i]!] !== 1) continue;
    const cost = rankAt(bytes, i) + rankAt(bytes, i - 2) + rankAt(bytes, i - 1) + rankAt(bytes, i + 1);
    if (cost >= lowest || isCommon(bytes, i)) continue;
    best = i;
    lowest = cost;
  }
  return best;
}

const rankAt = (bytes: Uint8Array, i: number): number => (i >= 0 && i < bytes.length ? ranks[bytes[i]!]! : ALWAYS);

function isCommon(bytes: Uint8Array, last: number): boolean {
  for (let i = 0; i < COMMON.length; i++) {
    const text = COMMON[i]!;
    if (hasExactly(bytes, last + 1 - text.length, last + 1, text)) return true;
  }
  return false;
}
