import { type Paths, sentFolder } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { countsSnapshot, eventPaths, idOfFile, receiptIndex } from "./layout.ts";
import type { Receipt } from "./receipt.ts";
import {
  type Facts,
  factsOf,
  type ReceiptFact,
  readIndex,
  renderLine,
  renderRemoval,
  toFact,
} from "./receipt-index.ts";
import { parseText } from "./record.ts";
import { remember } from "./snapshot.ts";

/** How many events of a publisher were sent, and which was the last. */
export interface SentCount {
  readonly count: number;
  readonly lastId: string;
  /** Epoch milliseconds. */
  readonly lastMs: number;
}

/**
 * The receipts, and a file with one line for each of them: whoever counts them need not read thousands. The receipts are
 * the truth: a line without one counts for nothing, and one without a line is read.
 */
export interface Receipts {
  ids(): Promise<string[]>;
  facts(): Promise<ReceiptFact[]>;
  /** What was sent, by publisher. */
  countSent(): Promise<ReadonlyMap<string, SentCount>>;
  readAll(): Promise<Receipt[]>;
  /** Notes a receipt that is in its place. */
  note(receipt: Receipt): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Writes the lines anew, if most of them are of receipts that are gone, or some are missing. */
  compact(): Promise<void>;
}

/** So many receipts are counted as fast as remembered. */
const fewReceipts = 1000;

export function createReceipts(paths: Paths, world: World): Receipts {
  const { files } = world;
  const folder = sentFolder(paths);
  const index = receiptIndex(paths);
  const ids = async () => (await files.list(folder)).map(idOfFile).filter((id) => id !== undefined);
  const readMany = async (of: readonly string[]) => {
    const names = of.map((id) => `${id}.json`);
    const all = await files.readMany(folder, names, (text) => parseText<Receipt>(text));
    return all.filter((receipt): receipt is Receipt => receipt !== undefined);
  };
  /** Without a line nothing is lost, so what keeps one from being written is no reason to fail. */
  const append = (text: string) => files.append(index, text).catch(() => {});
  /** Answers the receipts that have no line, and how many lines there are. */
  const look = async (take: (id: string, facts: Facts) => void) => {
    const there = await ids(); // first: what is settled meanwhile may have a line, and must not have one alone
    const { unknown, lines } = readIndex(await files.read(index), there, take);
    return { found: await readMany(unknown), lines };
  };
  /** By state and publisher, as the lines have them. */
  const countAll = async (): Promise<[of: string, SentCount][]> => {
    const counts = new Map<string, { -readonly [Key in keyof SentCount]: SentCount[Key] }>();
    const count = (id: string, { of, settledAtMs }: Facts) => {
      const one = counts.get(of);
      if (!one) counts.set(of, { count: 1, lastId: id, lastMs: settledAtMs });
      else {
        one.count += 1;
        if (settledAtMs > one.lastMs) [one.lastId, one.lastMs] = [id, settledAtMs];
      }
    };
    const { found } = await look(count);
    for (const receipt of found) count(receipt.id, factsOf(receipt));
    return [...counts];
  };
  const areMany = (counts: [string, SentCount][]) =>
    counts.reduce((sum, [, { count }]) => sum + count, 0) > fewReceipts;
  const readFacts = async () => {
    const facts: ReceiptFact[] = [];
    const { found, lines } = await look((id, known) => facts.push(toFact(id, known)));
    return { facts: [...facts, ...found], lines, missing: found.length };
  };
  return {
    ids,
    facts: async () => (await readFacts()).facts,
    async countSent() {
      const counts = await remember({ folder, path: countsSnapshot(paths) }, files, countAll, areMany);
      const sent = counts.filter(([of]) => of.startsWith("sent "));
      return new Map(sent.map(([of, one]) => [toFact("", { settledAtMs: 0, of }).publisher, one]));
    },
    readAll: async () => (await readMany(await ids())).sort((a, b) => a.settledAtMs - b.settledAtMs),
    note: (receipt) => append(renderLine(receipt)),
    async remove(gone) {
      if (gone.length === 0) return;
      await append(gone.map(renderRemoval).join("")); // first: another receipt may take its place
      for (const id of gone) await files.remove(eventPaths(paths, id).receipt);
    },
    async compact() {
      const { facts, lines, missing } = await readFacts();
      if (missing === 0 && lines <= 2 * facts.length + 1000) return;
      await files.write(index, facts.reverse().map(renderLine).join(""));
    },
  };
}
