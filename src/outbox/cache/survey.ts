import type { Files } from "../../world/world.ts";
import type { Entry } from "../entry.ts";
import { entryName } from "../layout.ts";
import { isOpen, type Receipt } from "../receipt.ts";
import { type Columns, fromColumns, toColumns } from "./columns.ts";
import { createSnapshot } from "./snapshot.ts";

/** All that is pending, as lists show it. */
export interface Survey {
  /** Without the places of their findings, oldest capture first. */
  readonly entries: readonly Entry[];
  /** Ids of entries that could not be read, or are those of other events. */
  readonly unread: readonly string[];
}

/** How the entries of pending events are read. */
export interface EntrySource {
  readonly folder: string;
  /** Where they are remembered; outside the folder. */
  readonly snapshot: string;
  readonly files: Pick<Files, "stateOf" | "versionsOf" | "read" | "write">;
  ids(): Promise<string[]>;
  heads(ids: readonly string[]): Promise<(Entry | Receipt | undefined)[]>;
}

interface Remembered {
  /** Of the folder, if all that is in it is remembered. */
  readonly state?: string | undefined;
  readonly entries: Columns;
  /** Of the file of each entry; `null` if it has to be read again. */
  readonly versions: readonly (string | null)[];
}

/** Up to this many entries are read as fast as the cache. */
const fewEntries = 500;
/** Up to this many changed entries are read as fast as the whole cache is written: while more may change, it is left. */
const fewChanges = 200;

/** Looks at all entries; of many only those are read that changed since an earlier look. */
export async function survey(source: EntrySource): Promise<Survey> {
  const { folder, files } = source;
  const snapshot = createSnapshot<Remembered>(source.snapshot, files);
  const [before, state] = [await snapshot.read(), await files.stateOf(folder)]; // first: what changes meanwhile is read again
  if (before?.state !== undefined && before.state === state)
    return { entries: fromColumns(before.entries), unread: [] };
  const ids = await source.ids();
  if (!before && ids.length <= fewEntries) return toSurvey(ids, await source.heads(ids));
  const versions = await files.versionsOf(folder, ids.map(entryName));
  const known = new Map(before && recall(before));
  const isKnown = (id: string, at: number) => versions[at] !== undefined && known.get(id)?.version === versions[at];
  const read = await source.heads(ids.filter((id, at) => !isKnown(id, at)));
  let next = 0;
  const found = toSurvey(
    ids,
    ids.map((id, at) => (isKnown(id, at) ? known.get(id)!.entry : read[next++])),
  );
  const gone = known.size - (ids.length - read.length);
  const isSettled = state !== undefined && found.unread.length === 0;
  if (!before || isSettled || Math.max(read.length, gone) > fewChanges) {
    const versionOf = new Map(ids.map((id, at) => [id, versions[at] ?? null]));
    const wrong = new Set(found.unread);
    const whole = found.entries.filter(({ id }) => versionOf.has(id) && !wrong.has(id));
    await snapshot.write({
      ...(isSettled && { state }),
      ...{ entries: toColumns(whole), versions: whole.map(({ id }) => versionOf.get(id)!) },
    });
  }
  return found;
}

function recall({ entries, versions }: Remembered): [string, { entry: Entry; version: string | null | undefined }][] {
  return fromColumns<Entry>(entries).map((entry, at) => [entry.id, { entry, version: versions[at] }]);
}

function toSurvey(ids: readonly string[], records: readonly (Entry | Receipt | undefined)[]): Survey {
  return { entries: sortOpen(records), unread: ids.filter((id, at) => records[at]?.id !== id) };
}

/** The entries among them, oldest capture first. */
export const sortOpen = (records: readonly (Entry | Receipt | undefined)[]): Entry[] =>
  records.filter(isOpen).sort(byTime);

const byTime = (a: Entry, b: Entry) => a.capturedAtMs - b.capturedAtMs || a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1);
