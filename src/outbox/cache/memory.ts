import type { Files } from "../../world/world.ts";
import type { Entry } from "../entry.ts";
import { type Columns, mergeColumns, type Order, parseColumns, renderColumns } from "./columns.ts";
import { createSnapshot, type Remembered } from "./snapshot.ts";

/**
 * Entries, with the version of each one's file (`Files.versionsOf`); an entry without a version has to be read again.
 */
export interface Rows {
  readonly entries: readonly Entry[];
  readonly versions: readonly (string | undefined)[];
}

/** The same as cached: fields that nobody asks for are not parsed. */
export interface StoredRows {
  readonly entries: Columns<Entry>;
  versions(): readonly (string | null)[];
}

/**
 * The result of an earlier look, oldest capture first: a large part, which is seldom written, and what has changed
 * since.
 */
export interface Memory extends Order {
  /** The version of the folder, if everything in it is cached. */
  readonly state: string | undefined;
  readonly large: StoredRows;
  readonly newer: StoredRows;
}

/** Where the result of a look is cached. */
export interface MemoryFiles {
  read(): Promise<Memory | undefined>;
  /** Caches the whole result of a look. */
  writeAll(rows: Rows, state: string | undefined): Promise<void>;
  /** Caches what has changed since the look that was read. */
  writeNewer(rows: Rows, order: Order, state: string | undefined): Promise<void>;
}

interface NewerHead {
  /** Digest of the large part to which it belongs. */
  readonly of: string;
  readonly state?: string;
  readonly gone: readonly number[];
  readonly places: readonly number[];
}

/** @param paths - Of the large part and of the newer one. */
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

/** The cached entries, in their order. */
export const recall = ({ large, newer, ...order }: Memory): Columns<Entry> =>
  mergeColumns(large.entries, newer.entries, order);
