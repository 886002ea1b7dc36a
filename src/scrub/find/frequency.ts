import { byteClass, hasExactly } from "../text/bytes.ts";

/** Bytes of ordinary logs, from the rarest to the most frequent. */
const ORDER = "~^`$%?!#+QXJY@<>*&K=qVj}{Hz\\xPML\"_Z|WBA/Tv()CSRwUEG,ODFy9k'fb87u6hIN3m5gp][1l.-4citnrso:da20e ";

/**
 * The approximate frequency of each byte; the sum is one. It doubles every eight places of the order; other bytes are
 * rare.
 */
export const frequencies: Float64Array = new Float64Array(256).fill(1 / 32_768);
for (let i = 0; i < ORDER.length; i++) frequencies[ORDER.charCodeAt(i)] = 2 ** (i / 8) / 40_000;

/** Signs that many fixed texts contain: the fewer different bytes are anchors, the faster the search. */
const isSign = byteClass("_.:/\\=$-");

/** Every second line of a bot's log says `discord.`, every tenth `app_commands`. */
const COMMON = ["cord.", "app_"];

/**
 * The byte of a fixed text that makes the best anchor: preferably a sign before a letter, and then the byte that is
 * rarest together with the two bytes before it and the one after it, so that few places match.
 */
export function bestAnchor(bytes: Uint8Array): number {
  const at = (i: number): number => (i >= 0 && i < bytes.length ? frequencies[bytes[i]!]! : 1);
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < bytes.length; i++) {
    const cost = at(i) * at(i - 2) * at(i - 1) * at(i + 1) * (isSign[bytes[i]!] === 1 ? 1e-6 : 1);
    if (cost >= lowest || COMMON.some((text) => hasExactly(bytes, i + 1 - text.length, i + 1, text))) continue;
    best = i; // not by an array of both: as one of fractions it would make a fraction of the index
    lowest = cost;
  }
  return best;
}
