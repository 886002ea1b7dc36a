import { historyFiles, historyLock, type Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { type ChainCheck, ChainChecker, parseLine, renderLine } from "./chain.ts";
import type { HistoryEntry, HistoryRecord } from "./record.ts";

/** The newest lines are kept, in files of this size. */
const historyLimits = { fileBytes: 16 * 1024 * 1024, files: 4 } as const;

/** An append-only record of answers, captures, sends and drops; each line contains the digest of the one before. */
export interface Ledger {
  /**
   * Adds one line. First removes a line that a crash cut off, since no caller was told that it was written.
   *
   * @throws {VextelError} `FILE_UNWRITABLE`, `STATE_UNTRUSTED`; the ledger is then as it was.
   */
  add(record: HistoryRecord): Promise<void>;
  /** The same for callers that must not fail if the history cannot be written; returns whether it was. */
  tryAdd(record: HistoryRecord): Promise<boolean>;
  /** The same for many lines, under one lock. */
  tryAddAll(records: readonly HistoryRecord[]): Promise<boolean>;
  /** All entries that are kept, oldest first; invalid lines are left out. */
  read(): Promise<HistoryEntry[]>;
  /** Checks that each line follows the one before it. */
  check(): Promise<ChainCheck>;
}

/** Records of requests must survive a power failure; for the others it is enough to survive the end of the process. */
const durable = new Set<HistoryRecord["kind"]>(["answer", "sending", "sent"]);

/** @param onLost - Called with the reason if `tryAdd` or `tryAddAll` could not write. */
export function createLedger(paths: Paths, world: World, onLost: (error: unknown) => void = () => {}): Ledger {
  const { files } = world;
  const [current, ...older] = historyFiles(paths, historyLimits.files) as [string, ...string[]];
  const linesOf = async (path: string) => {
    const bytes = await files.read(path);
    return bytes ? new TextDecoder().decode(bytes).split("\n").filter(Boolean) : [];
  };
  const lines = async () => (await Promise.all([...older].reverse().concat(current).map(linesOf))).flat();
  const append = (record: HistoryRecord) =>
    files.appendLine(current, (before) => renderLine(record, world.nowMs(), before), {
      durable: durable.has(record.kind),
      rotateAt: historyLimits.fileBytes,
      older,
    });
  const addAll = (records: readonly HistoryRecord[]) =>
    files.withLock(historyLock(paths), async () => {
      for (const record of records) await append(record);
    });
  const ledger: Ledger = {
    add: (record) => addAll([record]),
    tryAdd: (record) => ledger.tryAddAll([record]),
    tryAddAll: (records) =>
      addAll(records).then(
        () => true,
        (error) => {
          onLost(error);
          return false;
        },
      ),
    read: async () => (await lines()).map(parseLine).filter((entry) => entry !== undefined),
    async check() {
      const checker = new ChainChecker();
      const all = await lines();
      const isWhole = (await linesOf(older.at(-1)!)).length === 0; // older lines are gone permanently once the last file is full
      for (const line of all) checker.add(line, isWhole ? undefined : parseLine(all[0]!)?.previous);
      return checker.result();
    },
  };
  return ledger;
}
