import { attempt } from "../world/attempt.ts";
import { type Paths, sentFolder } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { parseRecord, type Receipt } from "./entry.ts";
import { countsSnapshot, eventPaths, idOfFile, isEventId, receiptIndex } from "./layout.ts";
import { remember } from "./snapshot.ts";

/** What counts and retention need of a receipt. */
export interface ReceiptFact {
  readonly id: string;
  readonly state: Receipt["state"];
  readonly settledAtMs: number;
  readonly publisher: string;
}

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
    const all = await files.readMany(folder, names, (bytes) => parseRecord<Receipt>(bytes));
    return all.filter((receipt): receipt is Receipt => receipt !== undefined);
  };
  /** Without a line nothing is lost, so what keeps one from being written is no reason to fail. */
  const append = (text: string) => files.append(index, text).catch(() => {});
  const look = async () => {
    const names = await files.list(folder);
    const { known, lines } = parseIndex(await files.read(index));
    const there = names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
    const missing = there.filter((id) => !known.has(id) && isEventId(id));
    const found = await readMany(missing);
    for (const receipt of found) known.set(receipt.id, factsOf(receipt));
    return { there: there.filter((id) => known.has(id)), known, lines, missing: found.length };
  };
  /** By what stands behind the time in their lines. */
  const countAll = async (): Promise<[of: string, SentCount][]> => {
    const { there, known } = await look();
    const counts = new Map<string, { count: number; lastId: string; lastMs: number }>();
    for (const id of there) {
      const facts = known.get(id)!;
      const of = facts.slice(facts.indexOf(" ") + 1); // few words for many receipts: they are read only once
      const one = counts.get(of) ?? { count: 0, lastId: id, lastMs: 0 };
      one.count += 1;
      const settledMs = Number(facts.slice(0, facts.indexOf(" ")));
      if (settledMs >= one.lastMs) [one.lastId, one.lastMs] = [id, settledMs];
      counts.set(of, one);
    }
    return [...counts];
  };
  const areMany = (counts: [string, SentCount][]) =>
    counts.reduce((sum, [, { count }]) => sum + count, 0) > fewReceipts;
  return {
    ids,
    async facts() {
      const { there, known } = await look();
      return there.map((id) => parseFact(id, known.get(id)!));
    },
    async countSent() {
      const counts = await remember({ folder, path: countsSnapshot(paths) }, files, countAll, areMany);
      const sent = counts.filter(([of]) => of.startsWith("sent "));
      return new Map(sent.map(([of, one]) => [parseFact("", `0 ${of}`).publisher, one]));
    },
    readAll: async () => (await readMany(await ids())).sort((a, b) => a.settledAtMs - b.settledAtMs),
    note: (receipt) => append(`${receipt.id} ${factsOf(receipt)}\n`),
    async remove(gone) {
      if (gone.length === 0) return;
      await append(gone.map((id) => `${id} -\n`).join("")); // first: another receipt may take its place
      for (const id of gone) await files.remove(eventPaths(paths, id).receipt);
    },
    async compact() {
      const { there, known, lines, missing } = await look();
      if (missing === 0 && lines <= 2 * there.length + 1000) return;
      await files.write(index, there.map((id) => `${id} ${known.get(id)!}\n`).join(""));
    },
  };
}

/** What stands behind the id in its line. */
const factsOf = ({ state, settledAtMs, publisher }: Pick<Receipt, "state" | "settledAtMs" | "publisher">) =>
  `${settledAtMs} ${state} ${encodeURIComponent(publisher)}`;

const factForm = /^\d{1,16} (?:sent|dropped|withheld) \S+$/;

function parseFact(id: string, facts: string): ReceiptFact {
  const [settledAt, state, publisher = ""] = facts.split(" ");
  const name = publisher.includes("%") ? (attempt(() => decodeURIComponent(publisher)) ?? publisher) : publisher;
  return { id, state: state as Receipt["state"], settledAtMs: Number(settledAt), publisher: name };
}

/** Of several lines of one id the last counts; what a crash cut off, or made unreadable, counts for nothing. */
function parseIndex(bytes: Uint8Array | undefined): { known: Map<string, string>; lines: number } {
  const known = new Map<string, string>();
  const lines = bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").split("\n") : [];
  for (const line of lines) {
    const facts = line.slice(33);
    if (factForm.test(facts)) known.set(line.slice(0, 32), facts);
    else known.delete(line.slice(0, 32));
  }
  return { known, lines: lines.length };
}
