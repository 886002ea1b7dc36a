import { basename } from "node:path";
import { type Paths, sentFolder } from "../../world/paths.ts";
import type { World } from "../../world/world.ts";
import { createSnapshot } from "../cache/snapshot.ts";
import { countsSnapshot, receiptFolder, receiptFolders } from "../layout.ts";
import type { Receipt } from "../receipt.ts";
import { type ReceiptFact, toFact } from "./receipt-index.ts";
import { createReceiptShard, type ReceiptShard } from "./receipt-shard.ts";
import { countReceipts, type SentCount } from "./sent-counts.ts";

/** The receipts, spread over folders, so that after a change only one folder has to be read. */
export interface Receipts {
  ids(): Promise<string[]>;
  facts(): Promise<ReceiptFact[]>;
  /** The number of sent events of each publisher. */
  countSent(): Promise<ReadonlyMap<string, SentCount>>;
  readAll(): Promise<Receipt[]>;
  /** Adds the line of a receipt that is on disk. */
  note(receipt: Receipt): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** As `ReceiptShard.compact`. */
  compact(): Promise<void>;
  /** Removes all receipts. */
  clear(): Promise<void>;
  /** As `Files.sweep`. */
  sweep(): Promise<void>;
}

export function createReceipts(paths: Paths, { files }: World): Receipts {
  const shards = new Map(receiptFolders(paths).map((folder) => [folder, createReceiptShard(folder, files)]));
  const snapshot = createSnapshot(countsSnapshot(paths), files);
  const shardOf = (id: string) => shards.get(receiptFolder(paths, id))!;
  /**
   * The shards whose folders exist, at their indexes. In a small outbox most do not, and asking each of them takes
   * long. For counts only: it misses a folder that is made meanwhile.
   */
  const present = async (): Promise<(ReceiptShard | undefined)[]> => {
    const names = new Set(await files.list(sentFolder(paths)));
    return [...shards].map(([folder, shard]) => (names.has(basename(folder)) ? shard : undefined));
  };
  const all = async <T>(ask: (shard: ReceiptShard) => Promise<readonly T[]>): Promise<T[]> => {
    const found: (readonly T[])[] = [];
    for (const shard of shards.values()) found.push(await ask(shard));
    return found.flat();
  };
  const factsOf = async (shard: ReceiptShard) => {
    const facts: ReceiptFact[] = [];
    const { found } = await shard.look((id, known) => facts.push(toFact(id, known)));
    return [...facts, ...found];
  };
  const receipts: Receipts = {
    ids: () => all((shard) => shard.ids()),
    facts: () => all(factsOf),
    async countSent() {
      const counts = [...(await countReceipts(await present(), snapshot))];
      const sent = counts.filter(([of]) => of.startsWith("sent "));
      return new Map(sent.map(([of, one]) => [toFact("", { settledAtMs: 0, of }).publisher, one]));
    },
    readAll: async () => (await all((shard) => shard.readAll())).sort((a, b) => a.settledAtMs - b.settledAtMs),
    note: (receipt) => shardOf(receipt.id).note(receipt),
    async remove(ids) {
      for (const shard of shards.values()) await shard.remove(ids.filter((id) => shardOf(id) === shard));
    },
    async compact() {
      for (const shard of shards.values()) await shard.compact();
    },
    async clear() {
      await receipts.remove(await receipts.ids());
      for (const shard of shards.values()) await shard.forget();
    },
    async sweep() {
      for (const shard of shards.values()) await shard.sweep();
    },
  };
  return receipts;
}
