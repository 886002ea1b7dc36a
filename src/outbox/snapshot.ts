import { digest } from "../seal/digest.ts";
import type { Files } from "../world/world.ts";

/** A folder whose files take long to read, and the file beside it that remembers what they came to. */
export interface SnapshotPlace {
  readonly folder: string;
  /** Outside the folder: to write it must not change the folder. */
  readonly path: string;
}

/**
 * What a look at a folder comes to, remembered until something changes there. It is never the truth: what was made of
 * another state of the folder than the present one, or is damaged, counts for nothing and is made anew. Files that are
 * replaced, added or removed change the folder's state; what somebody writes into a file by hand does not, so nothing
 * that is sent or settled may be decided by it.
 *
 * @param look - Reads the files. What it gives must survive JSON.
 * @param isLarge - Whether to read them again takes longer than to remember them.
 */
export async function remember<T>(
  { folder, path }: SnapshotPlace,
  files: Pick<Files, "stateOf" | "read" | "write">,
  look: () => Promise<T>,
  isLarge: (found: T) => boolean,
): Promise<T> {
  const state = await files.stateOf(folder);
  if (state === undefined) return look();
  const known = parse(await files.read(path).catch(() => undefined), state);
  if (known !== undefined) return known as T;
  const found = await look();
  if (isLarge(found) && (await files.stateOf(folder)) === state)
    await files.write(path, render(found, state)).catch(() => {}); // then it is looked at again next time
  return found;
}

/** Raised with each change of what is remembered. */
const version = 2;

function render(found: unknown, state: string): string {
  const text = JSON.stringify(found);
  return `${version} ${state} ${digest(text)}\n${text}\n`;
}

function parse(bytes: Uint8Array | undefined, state: string): unknown {
  if (!bytes) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = all.indexOf(10) + 1;
  const [madeBy, of, sum] = all.toString("latin1", 0, Math.max(0, start - 1)).split(" ");
  if (madeBy !== String(version) || of !== state) return undefined;
  const text = all.subarray(start, -1);
  return digest(text) === sum ? JSON.parse(text.toString()) : undefined;
}
