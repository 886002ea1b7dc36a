import type { Files } from "../../world/world.ts";
import type { Entry } from "../entry.ts";
import { type Columns, mergeColumns, type Order, parseColumns, renderColumns } from "./columns.ts";
import { createSnapshot, type Remembered } from "./snapshot.ts";

/** Entries, and of the file of each what `Files.versionsOf` says; without that, it has to be read again. */
export interface Rows {
  readonly entries: readonly Entry[];
  readonly versions: readonly (string | undefined)[];
}

/** The same where they are remembered: what nobody asks for is not parsed. */
export interface StoredRows {
  readonly entries: Columns<Entry>;
  versions(): readonly (string | null)[];
}

/** What an earlier look found, oldest capture first: a large part, which is seldom written, and what is newer. */
export interface Memory extends Order {
  /** Of the folder, if all that is in it is remembered. */
  readonly state: string | undefined;
  readonly large: StoredRows;
  readonly newer: StoredRows;
}

/** Where a look is remembered. */
export interface MemoryFiles {
  read(): Promise<Memory | undefined>;
  /** Remembers a look as a whole. */
  writeAll(rows: Rows, state: string | undefined): Promise<void>;
  /** Remembers what changed since the look that was read. */
  writeNewer(rows: Rows, order: Order, state: string | undefined): Promise<void>;
}

interface NewerHead {
  /** Digest of the large part that it belongs to. */
  readonly of: string;
  readonly state?: string;
  readonly gone: readonly number[];
  readonly places: readonly number[];
}

/** @param paths - Of the large part and of what is newer. */
export function createMemory(
  paths: Readonly<Record<"large" | "newer", string>>,
  files: Pick<Files, "read" | "write">,
): MemoryFiles {
  const [largeFile, newerFile] = [createSnapshot(paths.large, files), createSnapshot(paths.newer, files)];
  let large: Remembered | undefined;
  return {
    async read() {
      large = await largeFile.read();
      return large && toMemory(large, await newerFile.read());
    },
    writeAll: (rows, state) => largeFile.write([JSON.stringify({ state }), ...renderRows(rows)]),
    async writeNewer(rows, { gone, places }, state) {
      const head: NewerHead = { of: large!.sha256, ...(state !== undefined && { state }), gone: [...gone], places };
      await newerFile.write([JSON.stringify(head), ...renderRows(rows)]);
    },
  };
}

const renderRows = ({ entries, versions }: Rows) => [JSON.stringify(versions), ...renderColumns(entries)];

function parseRows([versions, ...columns]: readonly (Buffer | string)[]): StoredRows {
  return { entries: parseColumns(columns), versions: () => JSON.parse(versions!.toString()) };
}

const none = parseRows(renderRows({ entries: [], versions: [] }));

function toMemory({ lines, sha256 }: Remembered, newer: Remembered | undefined): Memory {
  const { state } = JSON.parse(lines[0]!.toString()) as { readonly state?: string };
  const large = parseRows(lines.slice(1));
  const head = newer && (JSON.parse(newer.lines[0]!.toString()) as NewerHead);
  if (head?.of !== sha256) return { state, large, gone: new Set(), newer: none, places: [] };
  return {
    state: head.state,
    large,
    gone: new Set(head.gone),
    newer: parseRows(newer!.lines.slice(1)),
    places: head.places,
  };
}

/** What is remembered, in its order. */
export const recall = ({ large, newer, ...order }: Memory): Columns<Entry> =>
  mergeColumns(large.entries, newer.entries, order);
