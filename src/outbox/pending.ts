import { VextelError } from "../errors.ts";
import { digest } from "../seal/ids/digest.ts";
import { newerError } from "../world/files/newer.ts";
import { type Paths, waitingFolder } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { type Survey, sortOpen, survey } from "./cache/survey.ts";
import type { Entry } from "./entry.ts";
import { entriesMemory, entryName, eventPaths, idOfFile } from "./layout.ts";
import { isSettled, type Receipt } from "./receipt.ts";
import { parseRecord, parseText, parseWithoutPlaces, recordVersion, renderRecord } from "./record.ts";

/** The files of pending events. A receipt among them belongs to an event that is being settled. */
export interface Pending {
  /** Ids of all events that have an entry. */
  ids(): Promise<string[]>;
  /** The contents of these entries; `undefined` for one that is missing or cannot be read. */
  records(ids: readonly string[]): Promise<(Entry | Receipt | undefined)[]>;
  /** As `Outbox.look`. */
  look(onMany?: () => void): Promise<Survey>;
  /** As `Outbox.list`. */
  list(ids?: readonly string[]): Promise<Entry[]>;
  /** As `Outbox.read`. */
  read(id: string): Promise<{ entry: Entry; bytes: Uint8Array }>;
  write(entry: Entry): Promise<void>;
  /** Removes an event without a receipt. */
  remove(id: string): Promise<undefined>;
}

export function createPending(paths: Paths, { files }: World): Pending {
  const folder = waitingFolder(paths);
  const heads = (ids: readonly string[]) =>
    files.readMany(folder, ids.map(entryName), (text) => parseWithoutPlaces<Entry | Receipt>(text));
  const pending: Pending = {
    ids: async () => (await files.list(folder)).map(idOfFile).filter((id) => id !== undefined),
    async records(ids) {
      return files.readMany(folder, ids.map(entryName), (text) => parseText<Entry | Receipt>(text));
    },
    look: (onMany) => survey({ folder, memory: entriesMemory(paths), files, ids: pending.ids, heads }, onMany),
    list: async (ids) => (ids ? sortOpen(await heads(ids)) : [...(await pending.look()).entries.records()]),
    async read(id) {
      const path = eventPaths(paths, id);
      const record = await files.read(path.entry);
      const bytes = await files.read(path.envelope);
      const isThere = record && (bytes ?? (await files.read(path.entry))); // it may have been dropped between the two reads
      if (!isThere) throw notFound(id);
      const entry = parseRecord<Entry | Receipt>(record);
      if (entry && isSettled(entry)) throw notFound(id);
      const newer = entry ? undefined : newerError(path.entry, record, recordVersion, "the event was not sent");
      if (newer) throw newer;
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

const notFound = (id: string) =>
  new VextelError("NOT_FOUND", `No pending event ${id}`, "See all events: vextel list --all");

const damaged = (id: string) =>
  new VextelError(
    "OUTBOX_DAMAGED",
    `Event ${id} was changed on disk: its bytes do not match its entry; it was not sent`,
    `Drop it with \`vextel drop ${id}\`, and capture it again if you have the log.`,
  );
