import { join } from "node:path";
import type { Files } from "../../world/world.ts";
import { entryName, idOfFile } from "../layout.ts";
import type { Receipt } from "../receipt.ts";
import { parseText } from "../record.ts";
import { type Facts, type ReceiptFact, readIndex, renderLine, renderRemoval, toFact } from "./receipt-index.ts";

/**
 * One of the folders over which receipts are spread, with an index file that has one line for each of them, so that
 * counting does not read thousands of files. The receipts are the truth: a line without a receipt is ignored, and a
 * receipt without a line is read.
 */
export interface ReceiptShard {
  ids(): Promise<string[]>;
  /** As `Files.stateOf`. */
  state(): Promise<string | undefined>;
  /** @param take - Called with the data in the lines; receipts without a line are returned. */
  look(take: (id: string, facts: Facts) => void): Promise<{ readonly found: Receipt[]; readonly lines: number }>;
  readAll(): Promise<Receipt[]>;
  note(receipt: Receipt): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Rewrites the index if most lines belong to receipts that are gone, or if lines are missing. */
  compact(): Promise<void>;
  /** Removes the index. */
  forget(): Promise<unknown>;
  sweep(): Promise<void>;
}

export function createReceiptShard(folder: string, files: Files): ReceiptShard {
  const index = join(folder, "index");
  const ids = async () => (await files.list(folder)).map(idOfFile).filter((id) => id !== undefined);
  const readMany = async (of: readonly string[]) => {
    const all = await files.readMany(folder, of.map(entryName), (text) => parseText<Receipt>(text));
    return all.filter((receipt): receipt is Receipt => receipt !== undefined);
  };
  /** A missing line loses nothing, so a failed write is ignored. */
  const append = (text: string) => files.append(index, text).catch(() => {});
  const shard: ReceiptShard = {
    ids,
    state: () => files.stateOf(folder),
    async look(take) {
      const there = await ids(); // first: a receipt that is settled meanwhile may have a line before it has a file
      const { unknown, lines } = readIndex(there.length > 0 ? await files.read(index) : undefined, there, take);
      return { found: await readMany(unknown), lines };
    },
    readAll: async () => readMany(await ids()),
    note: (receipt) => append(renderLine(receipt)),
    async remove(gone) {
      if (gone.length === 0) return;
      await append(gone.map(renderRemoval).join("")); // first: another receipt may replace it
      for (const id of gone) await files.remove(join(folder, entryName(id)));
    },
    async compact() {
      const facts: ReceiptFact[] = [];
      const { found, lines } = await shard.look((id, known) => facts.push(toFact(id, known)));
      if (found.length === 0 && lines <= 2 * facts.length + fewLines) return;
      await files.write(index, [...facts, ...found].reverse().map(renderLine).join(""));
    },
    forget: () => files.remove(index),
    sweep: () => files.sweep(folder),
  };
  return shard;
}

/** Up to this many superfluous lines are tolerated. */
const fewLines = 100;
