import type { Snapshot } from "../cache/snapshot.ts";
import type { Facts } from "./receipt-index.ts";
import { factsOf } from "./receipt-index.ts";
import type { ReceiptShard } from "./receipt-shard.ts";

/** The number of receipts of one kind, and the last of them. */
export interface SentCount {
  readonly count: number;
  readonly lastId: string;
  /** Epoch milliseconds. */
  readonly lastMs: number;
}

/** By state and publisher, written as in the index. */
export type Counts = ReadonlyMap<string, SentCount>;

/** The counts of one folder, and the version of the folder for which they hold. */
export interface ShardCounts {
  readonly state?: string | undefined;
  readonly counts: readonly (readonly [of: string, SentCount])[];
}

/** Up to this many receipts are counted as fast as the cache is read. */
const fewReceipts = 1000;

/**
 * Counts all receipts. Reads only the folders that changed.
 *
 * @param shards - At the same indexes each time; `undefined` for a folder that does not exist.
 */
export async function countReceipts(
  shards: readonly (ReceiptShard | undefined)[],
  snapshot: Snapshot,
): Promise<Counts> {
  const before = parse((await snapshot.read())?.lines);
  let isNew = false;
  const all: ShardCounts[] = [];
  for (const [at, shard] of shards.entries()) {
    if (!shard) {
      all.push({ counts: [] });
      continue;
    }
    const [state, known] = [await shard.state(), before?.[at]];
    if (known?.state !== undefined && known.state === state) all.push(known);
    else {
      all.push({ state, counts: [...(await countShard(shard))] });
      isNew ||= state !== undefined && state === (await shard.state());
    }
  }
  const counts = unite(all);
  const sum = [...counts.values()].reduce((total, { count }) => total + count, 0);
  if (isNew && sum > fewReceipts) await snapshot.write([JSON.stringify(all)]);
  return counts;
}

const parse = (lines: readonly Buffer[] | undefined): readonly ShardCounts[] | undefined =>
  lines && JSON.parse(lines[0]!.toString());

async function countShard(shard: ReceiptShard): Promise<Counts> {
  const counts = new Map<string, SentCount>();
  const count = (id: string, { of, settledAtMs }: Facts) =>
    add(counts, of, { count: 1, lastId: id, lastMs: settledAtMs });
  const { found } = await shard.look(count);
  for (const receipt of found) count(receipt.id, factsOf(receipt));
  return counts;
}

function unite(all: readonly ShardCounts[]): Counts {
  const counts = new Map<string, SentCount>();
  for (const shard of all) for (const [of, one] of shard.counts) add(counts, of, one);
  return counts;
}

function add(counts: Map<string, SentCount>, of: string, more: SentCount): void {
  const one = counts.get(of);
  const last = one && one.lastMs >= more.lastMs ? one : more;
  counts.set(of, { count: (one?.count ?? 0) + more.count, lastId: last.lastId, lastMs: last.lastMs });
}
