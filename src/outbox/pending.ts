import { VextelError } from "../errors.ts";
import { digest } from "../seal/digest.ts";
import { type Paths, waitingFolder } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { fromColumns, toColumns } from "./columns.ts";
import type { Entry } from "./entry.ts";
import { entriesSnapshot, eventPaths, idOfFile } from "./layout.ts";
import type { Receipt } from "./receipt.ts";
import { parseRecord, parseText, parseWithoutPlaces, renderRecord } from "./record.ts";
import { remember } from "./snapshot.ts";

/** All that is pending, as lists show it. */
export interface Survey {
  /** Without the places of their findings, oldest capture first. */
  readonly entries: readonly Entry[];
  /** Ids of entries that could not be read, or are those of other events. */
  readonly unread: readonly string[];
}

/** So many entries are read as fast as remembered. */
const fewEntries = 500;

/** The files of pending events. A receipt among them is of an event that is being settled. */
export interface Pending {
  /** Of all that have an entry. */
  ids(): Promise<string[]>;
  /** What stands in these entries; `undefined` for one that is not there, or cannot be read. */
  records(ids: readonly string[]): Promise<(Entry | Receipt | undefined)[]>;
  /** As `Outbox.look`. */
  look(): Promise<Survey>;
  /** As `Outbox.list`. */
  list(ids?: readonly string[]): Promise<Entry[]>;
  /** As `Outbox.read`. */
  read(id: string): Promise<{ entry: Entry; bytes: Uint8Array }>;
  write(entry: Entry): Promise<void>;
  /** Forgets an event without a receipt. */
  remove(id: string): Promise<undefined>;
}

export function createPending(paths: Paths, { files }: World): Pending {
  const folder = waitingFolder(paths);
  const heads = (ids: readonly string[]) =>
    files.readMany(folder, ids.map(entryName), (text) => parseWithoutPlaces<Entry | Receipt>(text));
  const survey = async (): Promise<Survey> => {
    const ids = await pending.ids();
    const records = await heads(ids);
    return { entries: sorted(records), unread: ids.filter((id, at) => records[at]?.id !== id) };
  };
  const pending: Pending = {
    ids: async () => (await files.list(folder)).map(idOfFile).filter((id) => id !== undefined),
    async records(ids) {
      return files.readMany(folder, ids.map(entryName), (text) => parseText<Entry | Receipt>(text));
    },
    async look() {
      const place = { folder, path: entriesSnapshot(paths) };
      let fresh: Survey | undefined;
      const look = async () => {
        fresh = await survey();
        return { entries: toColumns(fresh.entries), unread: fresh.unread };
      };
      const { entries, unread } = await remember(place, files, look, (found) => found.entries.count > fewEntries);
      return fresh ?? { entries: fromColumns<Entry>(entries), unread };
    },
    list: async (ids) => (ids ? sorted(await heads(ids)) : [...(await pending.look()).entries]),
    async read(id) {
      const path = eventPaths(paths, id);
      const record = await files.read(path.entry);
      const bytes = await files.read(path.envelope);
      const isThere = record && (bytes ?? (await files.read(path.entry))); // it may have been dropped between the two
      if (!isThere) throw notFound(id);
      const entry = parseRecord<Entry | Receipt>(record);
      if (entry && isSettled(entry)) throw notFound(id);
      if (!entry || !bytes || entry.id !== id) throw damaged(id);
      const sha256 = digest(bytes);
      if (sha256 !== entry.sha256 && sha256 !== entry.nextSha256) throw damaged(id);
      return { entry: { ...entry, sha256 }, bytes };
    },
    write: (entry) => files.write(eventPaths(paths, entry.id).entry, renderRecord(entry)),
    async remove(id) {
      const path = eventPaths(paths, id);
      for (const file of [path.entry, path.envelope, path.known]) await files.remove(file);
    },
  };
  return pending;
}

const entryName = (id: string) => `${id}.json`;

export const isSettled = (record: Entry | Receipt): record is Receipt => "settledAtMs" in record;
export const isOpen = (record: Entry | Receipt | undefined): record is Entry =>
  record !== undefined && !isSettled(record);

const sorted = (records: readonly (Entry | Receipt | undefined)[]) => records.filter(isOpen).sort(byTime);

const byTime = (a: Entry, b: Entry) => a.capturedAtMs - b.capturedAtMs || a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1);

const notFound = (id: string) =>
  new VextelError("NOT_FOUND", `No pending event ${id}`, "See all events: vextel list --all");

const damaged = (id: string) =>
  new VextelError(
    "OUTBOX_DAMAGED",
    `Event ${id} is not what was sealed: its bytes and its entry do not agree; it was not sent`,
    `Drop it with \`vextel drop ${id}\`, and capture it again if you have the log.`,
  );
