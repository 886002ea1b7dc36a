/** Bytes of ordinary logs, from the rarest to the most frequent. */
const ORDER = "~^`$%?!#+QXJY@<>*&K=qVj}{Hz\\xPML\"_Z|WBA/Tv()CSRwUEG,ODFy9k'fb87u6hIN3m5gp][1l.-4citnrso:da20e ";

/** About how frequent a byte is: it doubles every eight places of the order. Bytes beyond ASCII are rare. */
function frequency(byte: number): number {
  return 2 ** (Math.max(ORDER.indexOf(String.fromCharCode(byte)), 0) / 8);
}

/** What counts where any byte may stand. */
const ANY = 4_000;

/**
 * Which byte of a fixed text makes the best anchor: one that is rare beside its neighbours, and has one on either side
 * if there are three bytes or more, so that few places pass.
 */
export function bestAnchor(bytes: Uint8Array): number {
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  const [first, last] = bytes.length > 2 ? [1, bytes.length - 2] : [0, bytes.length - 1];
  for (let i = first; i <= last; i++) {
    const left = i > 0 ? frequency(bytes[i - 1]!) : ANY;
    const right = i + 1 < bytes.length ? frequency(bytes[i + 1]!) : ANY;
    const cost = frequency(bytes[i]!) * (left + right);
    if (cost < lowest) [best, lowest] = [i, cost];
  }
  return best;
}
