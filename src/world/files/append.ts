import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { attempt } from "./attempt.ts";
import { whileBusy } from "./busy.ts";
import { untrusted } from "./file-errors.ts";

export interface AppendOptions {
  /** Whether the line must be on disk when this returns. */
  readonly durable: boolean;
  /** A file that has reached this size in bytes is renamed to the first name of `older`, and so on. */
  readonly rotateAt: number;
  /** From the newest to the oldest, which is replaced. */
  readonly older: readonly string[];
}

/** The longest line. */
const lineMost = 64 * 1024;

/**
 * The last line, with any rest that a crash left, is nearly always shorter; reading more would take most of the time.
 */
const usualTail = 4096;

/**
 * Adds a line to a file, made 0600; call it under a lock. Text after the last line end, which only a crash leaves
 * there, is cut off.
 *
 * @param render - The line for the one before it, if there is one; without line end.
 * @throws {VextelError} `STATE_UNTRUSTED` if the path is not a plain file; otherwise the system's error.
 */
export function appendLine(path: string, render: (before: string | undefined) => string, options: AppendOptions): void {
  const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  let before: string | undefined;
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw untrusted(path, "not a plain file");
    const { tail, from, end } = readTail(file, found.size);
    if (end < tail.length) ftruncateSync(file, from + end);
    before = end === 0 ? undefined : tail.toString("utf8", tail.lastIndexOf(10, end - 2) + 1, end - 1);
    if (from + end < options.rotateAt) {
      const line = Buffer.from(`${render(before ?? lastLineOf(options.older[0]))}\n`);
      if (line.length > lineMost) throw Object.assign(new Error("the line is too long"), { code: "EFBIG" });
      writeSync(file, line, 0, line.length, from + end);
      if (options.durable) fsyncSync(file);
      return;
    }
  } finally {
    closeSync(file);
  }
  const names = [path, ...options.older];
  for (let i = names.length - 2; i >= 0; i--) attempt(() => whileBusy(() => renameSync(names[i]!, names[i + 1]!)));
  appendLine(path, () => render(before), { ...options, rotateAt: Number.POSITIVE_INFINITY });
}

/** The end of a file with its last whole line, if there is one; `end` is where in the tail that line ends. */
function readTail(file: number, size: number, bytes = usualTail): { tail: Buffer; from: number; end: number } {
  const from = Math.max(0, size - bytes);
  const tail = Buffer.alloc(size - from);
  readSync(file, tail, 0, tail.length, from);
  const end = tail.lastIndexOf(10) + 1;
  const hasLine = end > 1 && tail.lastIndexOf(10, end - 2) >= 0;
  return from === 0 || bytes >= 2 * lineMost || hasLine ? { tail, from, end } : readTail(file, size, 2 * lineMost);
}

/** A rotation may have been interrupted before its first line was written. */
function lastLineOf(path: string | undefined): string | undefined {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = path === undefined ? undefined : attempt(() => openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  if (file === undefined) return undefined;
  try {
    const found = fstatSync(file);
    if (!found.isFile()) return undefined;
    const { size } = found;
    const tail = Buffer.alloc(Math.min(size, 2 * lineMost));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(10);
    return end < 0 ? undefined : tail.toString("utf8", tail.lastIndexOf(10, end - 1) + 1, end);
  } finally {
    closeSync(file);
  }
}
