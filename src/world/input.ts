import { createReadStream, fstatSync, readSync } from "node:fs";
import type { Gunzip } from "node:zlib";
import { VextelError } from "../errors.ts";

/** How many bytes are read at a time. */
const PIECE = 256 * 1024;

/**
 * The bytes of a file that the user named, in pieces; gzip (rotated logs) is undone.
 *
 * @throws {VextelError} `FILE_UNREADABLE`, naming the file and the system's reason.
 */
export async function* readInput(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* unpack(createReadStream(path, { highWaterMark: PIECE }));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The same for standard input. */
export async function* readStandardInput(stdin: NodeJS.ReadableStream & { fd?: number }): AsyncGenerator<Uint8Array> {
  try {
    yield* unpack(isFile(stdin.fd) ? readFile(stdin.fd) : (stdin as AsyncIterable<Buffer>));
  } catch (cause) {
    throw unreadable("standard input", cause);
  }
}

const isFile = (fd: number | undefined): fd is number => fd !== undefined && fstatSync(fd).isFile();

/** A file never keeps its reader waiting, and without streams the reading takes no time. */
async function* readFile(fd: number): AsyncGenerator<Buffer> {
  for (;;) {
    const chunk = Buffer.allocUnsafeSlow(PIECE);
    const length = readSync(fd, chunk, 0, PIECE, null);
    if (length === 0) return;
    yield chunk.subarray(0, length);
  }
}

async function* unpack(source: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const rest = { [Symbol.asyncIterator]: () => chunks };
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield first.value;
    yield* rest;
    return;
  }
  const { createGunzip } = await import("node:zlib"); // seldom needed, slow to load
  const gunzip = createGunzip();
  const feeding = feed(first.value, rest, gunzip);
  yield* gunzip;
  await feeding;
}

async function feed(first: Buffer, rest: AsyncIterable<Buffer>, gunzip: Gunzip) {
  try {
    gunzip.write(first);
    for await (const chunk of rest)
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once("drain", resolve).once("close", resolve));
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}

function unreadable(path: string, cause: unknown): VextelError {
  const reason = (cause as NodeJS.ErrnoException).code ?? "damaged";
  const meaning: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "its permissions do not allow it",
    EISDIR: "it is a folder",
  };
  return new VextelError(
    "FILE_UNREADABLE",
    `Cannot read ${path}: ${meaning[reason] ?? reason}`,
    "Name a log file, or give the text on standard input.",
    { cause },
  );
}
