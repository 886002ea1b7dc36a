import { digest } from "../../seal/ids/digest.ts";
import type { Files } from "../../world/world.ts";

/**
 * A cache file for results that take long to compute. It is never the truth: its reader checks that nothing has changed
 * since, and a file that is damaged or from another version is ignored.
 */
export interface Snapshot {
  /** The lines that were written last, if they can be read. */
  read(): Promise<Remembered | undefined>;
  /** @param lines - None may contain a line break. */
  write(lines: readonly string[]): Promise<void>;
}

export interface Remembered {
  readonly lines: readonly Buffer[];
  /** Digest of all lines. */
  readonly sha256: string;
}

export function createSnapshot(path: string, files: Pick<Files, "read" | "write">): Snapshot {
  return {
    read: async () => parse(await files.read(path).catch(() => undefined)),
    write: (lines) => files.write(path, render(lines)).catch(() => {}), // everything is then read again next time
  };
}

/** Increased whenever the format changes. */
const version = 4;

/** The lines are converted to bytes once: many entries make many bytes. */
function render(lines: readonly string[]): Uint8Array {
  const text = `${headOf(digest(""))}${lines.join("\n")}\n`;
  const bytes = Buffer.from(text);
  const start = bytes.indexOf(10) + 1;
  bytes.write(headOf(digest(bytes.subarray(start))), "latin1");
  return bytes;
}

const headOf = (sha256: string) => `${version} ${sha256}\n`;

function parse(bytes: Uint8Array | undefined): Remembered | undefined {
  if (!bytes) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = all.indexOf(10) + 1;
  const [madeBy, sha256] = all.toString("latin1", 0, Math.max(0, start - 1)).split(" ");
  if (madeBy !== String(version)) return undefined;
  if (sha256 === undefined || digest(all.subarray(start)) !== sha256) return undefined;
  const lines: Buffer[] = [];
  for (let from = start, end = 0; from < all.length; from = end + 1) {
    end = all.indexOf(10, from);
    lines.push(all.subarray(from, end));
  }
  return { lines, sha256 };
}
