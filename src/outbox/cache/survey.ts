import type { Files } from "../../world/world.ts";
import type { Entry } from "../entry.ts";
import { entryName } from "../layout.ts";
import { isOpen, type Receipt } from "../receipt.ts";
import { type Columns, merge, mergeColumns, type Order, toColumns } from "./columns.ts";
import { createMemory, type Memory, type MemoryFiles, type Rows, recall, type StoredRows } from "./memory.ts";

/** All pending events, as lists show them. */
export interface Survey {
  /** Entries without the places of their findings, oldest capture first. */
  readonly entries: Columns<Entry>;
  /** Ids whose entry cannot be read, or is that of another event. */
  readonly unread: readonly string[];
}

/** Reads the entries of pending events. */
export interface EntrySource {
  readonly folder: string;
  /** Where they are cached, outside the folder. */
  readonly memory: Parameters<typeof createMemory>[0];
  readonly files: Pick<Files, "stateOf" | "versionsOf" | "read" | "write">;
  ids(): Promise<string[]>;
  heads(ids: readonly string[]): Promise<(Entry | Receipt | undefined)[]>;
}

/** Up to this many entries are read as fast as their cache. */
const fewEntries = 500;
/** Up to this many changes are cached separately. If there could be more, the cache is left as it is. */
const fewChanges = 200;

/**
 * Looks at all entries. If there are many, only those that changed since an earlier look are read.
 *
 * @param onMany - Called before thousands of entries are looked at.
 */
export async function survey(source: EntrySource, onMany = () => {}): Promise<Survey> {
  const { folder, files } = source;
  const memory = createMemory(source.memory, files);
  const [before, state] = [await memory.read(), await files.stateOf(folder)]; // first, so that changes made meanwhile are read again
  if (before) onMany();
  if (before?.state !== undefined && before.state === state) return { entries: recall(before), unread: [] };
  const ids = await source.ids();
  if (!before && ids.length <= fewEntries) return toSurvey(await readRows(ids, [], source));
  if (!before) onMany();
  const versions = await files.versionsOf(folder, ids.map(entryName));
  if (before) return catchUp(before, { ids, versions, state }, source, memory);
  const read = await readRows(ids, versions, source);
  await memory.writeAll(read, read.unread.length === 0 ? state : undefined);
  return toSurvey(read);
}

/** Entries, oldest capture first, and ids that have no entry of their own. */
interface Read extends Rows, Pick<Survey, "unread"> {}

/** Leaves out events that are being settled. */
async function readRows(
  ids: readonly string[],
  versions: readonly (string | undefined)[],
  source: EntrySource,
): Promise<Read> {
  const records = await source.heads(ids);
  const open = ids.flatMap((id, at) => {
    const record = records[at];
    return record?.id === id && isOpen(record) ? { entry: record, version: versions[at] } : [];
  });
  return { ...toRows(open), unread: ids.filter((id, at) => records[at]?.id !== id) };
}

interface Row {
  readonly entry: Entry;
  readonly version: string | undefined;
}

function toRows(rows: Row[]): Rows {
  rows.sort((a, b) => byTime(a.entry, b.entry));
  return { entries: rows.map(({ entry }) => entry), versions: rows.map(({ version }) => version) };
}

const toSurvey = ({ entries, unread }: Read): Survey => ({ entries: toColumns(entries), unread });

/** The files in the folder now. */
interface Folder {
  readonly ids: readonly string[];
  readonly versions: readonly (string | undefined)[];
  readonly state: string | undefined;
}

/** Reads the entries that changed since an earlier look. */
async function catchUp(
  before: Memory,
  { ids, versions, state }: Folder,
  source: EntrySource,
  memory: MemoryFiles,
): Promise<Survey> {
  const { large } = before;
  const { fresh, gone, kept } = compare(before, ids, versions);
  const read = await readRows([...fresh.keys()], [...fresh.values()], source);
  const newer = toRows([...kept, ...read.entries.map((entry, at) => ({ entry, version: read.versions[at] }))]);
  const order = { gone, places: findPlaces(newer.entries, large.entries) };
  const isSettled = state !== undefined && read.unread.length === 0;
  const learnt = gone.size - before.gone.size + read.versions.filter((version) => version !== undefined).length;
  if (isSettled || learnt > fewChanges) {
    if (gone.size + newer.entries.length <= fewChanges)
      await memory.writeNewer(newer, order, isSettled ? state : undefined);
    else await memory.writeAll(mergeRows(large, newer, order), isSettled ? state : undefined);
  }
  return { entries: mergeColumns(large.entries, toColumns(newer.entries), order), unread: read.unread };
}

/**
 * The part of a cache that is still valid: all but the entries in `gone`, and those in `kept`; the files in `fresh`
 * have to be read.
 */
function compare(
  { large, newer, gone: before }: Memory,
  ids: readonly string[],
  versions: readonly (string | undefined)[],
): { fresh: ReadonlyMap<string, string | undefined>; gone: Set<number>; kept: Row[] } {
  const fresh = new Map<string, string | undefined>();
  for (const [at, id] of ids.entries()) fresh.set(id, versions[at]);
  const isSame = (id: string, version: string | null | undefined): version is string =>
    typeof version === "string" && fresh.get(id) === version && fresh.delete(id);
  const [gone, then] = [new Set(before), large.versions()];
  for (const [at, id] of large.entries.values("id").entries())
    if (!before.has(at) && !isSame(id!, then[at])) gone.add(at);
  const newerThen = newer.versions();
  const kept = newer.entries.records().flatMap((entry, at) => {
    const version = newerThen[at];
    return isSame(entry.id, version) ? { entry, version } : [];
  });
  return { fresh, gone, kept };
}

const mergeRows = (large: StoredRows, newer: Rows, order: Order): Rows => ({
  entries: merge(large.entries.records(), newer.entries, order),
  versions: merge(
    large.versions().map((version) => version ?? undefined),
    newer.versions,
    order,
  ),
});

/** For each of some entries, the index of the cached entry before which it belongs, both oldest capture first. */
function findPlaces(entries: readonly Entry[], among: Columns<Entry>): number[] {
  if (entries.length === 0) return [];
  const [ids, times, captures] = [among.values("id"), among.values("timeMs"), among.values("capturedAtMs")];
  const at = (i: number) => ({ id: ids[i]!, timeMs: times[i]!, capturedAtMs: captures[i]! });
  return entries.map((entry) => {
    let [from, to] = [0, among.count];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (byTime(at(middle), entry) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  });
}

/** The entries among them, oldest capture first. */
export const sortOpen = (records: readonly (Entry | Receipt | undefined)[]): Entry[] =>
  records.filter(isOpen).sort(byTime);

type Timed = Pick<Entry, "id" | "timeMs" | "capturedAtMs">;

const byTime = (a: Timed, b: Timed) => a.capturedAtMs - b.capturedAtMs || a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1);
