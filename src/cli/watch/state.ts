import { VextelError } from "../../errors.ts";
import type { HostFramework } from "../../report/report.ts";
import { newerError } from "../../world/files/newer.ts";
import { isSavedInode } from "../../world/follow/file-look.ts";
import type { Position } from "../../world/follow/position.ts";
import { moveAside } from "../../world/hints.ts";
import type { World } from "../../world/world.ts";
import type { RecentTallies } from "../pipeline/groups.ts";

/** The position in one log before which every error is kept. */
export interface Mark {
  readonly position: Position;
  /** When its newest errors happened, so that counting of equal ones continues. */
  readonly seen: RecentTallies;
  /** The frameworks named in its start-up lines. */
  readonly hosts?: readonly HostFramework[];
  /** The forms of the log's own lines, as `Capture.forms`. */
  readonly forms?: readonly string[];
  /** Whether the text there is the rest of a record whose log line is before it. */
  readonly isTorn?: boolean;
  /** Whether a text of a user may be open there, in a log of which no forms are known. */
  readonly isWithinText?: boolean;
}

/** The positions in all watched logs, by absolute path. */
export interface WatchState {
  get(path: string): Mark | undefined;
  set(path: string, mark: Mark): void;
  /** Whether there are changes that are not written yet. */
  readonly isDirty: boolean;
  /**
   * Writes changes when it is time: at most once a second, and less often the more there is to write. An outdated
   * position only costs time, because errors that are read again get the same ids. So a full disk is no reason to fail
   * here.
   */
  saveNowAndThen(): Promise<void>;
  /** Writes changes; they are on disk when it returns. */
  save(): Promise<void>;
}

/** The limits: how often, and how much per second. */
const pauseMs = 1_000;
const bytesPerMs = 500;

/** @throws {VextelError} `STATE_UNTRUSTED` if the file is damaged. */
export async function openWatchState(path: string, world: World): Promise<WatchState> {
  const read = async () => {
    const bytes = await world.files.read(path);
    return new Map<string, Mark>(bytes ? parseMarks(bytes, path) : []);
  };
  const marks = await read();
  const changed = new Set<string>();
  let savedMs = Number.NEGATIVE_INFINITY;
  let savedBytes = 0;
  const save = async () => {
    if (changed.size === 0) return;
    const written = [...changed];
    changed.clear();
    try {
      await world.files.withLock(`${path}.lock`, async () => {
        const all = await read(); // another process may watch other logs
        for (const log of written) all.set(log, marks.get(log)!);
        const text = `${JSON.stringify({ version: 1, files: Object.fromEntries(all) })}\n`;
        savedBytes = text.length;
        await world.files.write(path, text);
      });
    } catch (error) {
      for (const log of written) changed.add(log);
      throw error;
    } finally {
      savedMs = world.nowMs();
    }
  };
  return {
    get: (log) => marks.get(log),
    set(log, mark) {
      marks.set(log, mark);
      changed.add(log);
    },
    get isDirty() {
      return changed.size > 0;
    },
    async saveNowAndThen() {
      const isSoon = Math.abs(world.nowMs() - savedMs) < Math.max(pauseMs, savedBytes / bytesPerMs); // clocks may step
      if (isSoon) return;
      await save().catch((error: unknown) => {
        if (!(error instanceof VextelError) || error.code === "STATE_UNTRUSTED") throw error;
      });
    },
    save,
  };
}

function parseMarks(bytes: Uint8Array, path: string): [string, Mark][] {
  try {
    const { version, files } = JSON.parse(new TextDecoder().decode(bytes));
    const entries = Object.entries(files as Record<string, Mark>);
    if (version === 1 && entries.every(([, mark]) => isMark(mark))) return entries;
  } catch {
    // reported below
  }
  const newer = newerError(path, bytes, 1, "no log is watched");
  if (newer) throw newer;
  throw new VextelError(
    "STATE_UNTRUSTED",
    `The file ${path}, which records how far logs were read, is damaged`,
    `Move it away; watching then begins at the end of each log: ${moveAside(path)}`,
  );
}

const isMark = ({ position, seen, hosts = [], forms = [] }: Mark) =>
  isSavedInode(position.inode) &&
  [position.offset, position.headBytes].every(Number.isSafeInteger) &&
  Number.isFinite(position.mtimeMs) &&
  Array.isArray(seen) &&
  Array.isArray(hosts) &&
  Array.isArray(forms) &&
  forms.every((form) => typeof form === "string") &&
  hosts.every(({ name }) => typeof name === "string");
