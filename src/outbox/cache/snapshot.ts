import { digest } from "../../seal/ids/digest.ts";
import type { Files } from "../../world/world.ts";

/**
 * A file that remembers what others, which take long to read, came to. It is never the truth: whoever reads it asks
 * whether they still are as they were then, and what is damaged, or of another vextel, counts for nothing.
 */
export interface Snapshot<T> {
  /** What was remembered last, if it can be read. */
  read(): Promise<T | undefined>;
  /** @param found - It must survive JSON. */
  write(found: T): Promise<void>;
}

export function createSnapshot<T>(path: string, files: Pick<Files, "read" | "write">): Snapshot<T> {
  return {
    read: async () => parse(await files.read(path).catch(() => undefined)) as T | undefined,
    write: (found) => files.write(path, render(found)).catch(() => {}), // then all is read again next time
  };
}

/** Raised with each change of what is remembered. */
const version = 3;

function render(found: unknown): string {
  const text = JSON.stringify(found);
  return `${version} ${digest(text)}\n${text}\n`;
}

function parse(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = all.indexOf(10) + 1;
  const [madeBy, sum] = all.toString("latin1", 0, Math.max(0, start - 1)).split(" ");
  if (madeBy !== String(version)) return undefined;
  const text = all.subarray(start, -1);
  return digest(text) === sum ? JSON.parse(text.toString()) : undefined;
}
