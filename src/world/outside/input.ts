import { closeSync, constants, createReadStream, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { isatty } from "node:tty";
import { VextelError } from "../../errors.ts";
import { attempt } from "../files/attempt.ts";
import { createPause } from "../pause.ts";
import { decodeUtf16, textFormOf } from "./text-form.ts";

/** Called at the end of a gzip with its size in bytes before and after decompression. */
export type OnUnpacked = (packed: number, unpacked: number) => void;

/** How many bytes are read at a time. */
const PIECE = 256 * 1024;

/**
 * The bytes of a file that the user named, in pieces; gzip (rotated logs) is decompressed.
 *
 * @param isTransient - Whether each piece may be overwritten by the next.
 * @throws {VextelError} `FILE_UNREADABLE`, naming the file and the system's reason.
 */
export async function* readInput(
  path: string,
  isTransient = false,
  onUnpacked?: OnUnpacked,
): AsyncGenerator<Uint8Array> {
  try {
    const found = attempt(() => statSync(path));
    const isFile = found?.isFile() && found.size > 0; // those of /proc have no size, and reading them may block
    if (isFile) return yield* unpack(readPath(path, isTransient), onUnpacked);
    yield* unpack(found?.isCharacterDevice() ? readDevice(path) : createReadStream(path), onUnpacked);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The size of a file in bytes; `undefined` if it is not a file. */
export function sizeOf(path: string): number | undefined {
  const found = attempt(() => statSync(path));
  return found?.isFile() ? found.size : undefined;
}

/** The first bytes of a file, not decompressed; none if it cannot be read. */
export async function readBeginning(path: string, most: number): Promise<Uint8Array> {
  const fd = attempt(() => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)); // a pipe would block
  if (fd === undefined) return new Uint8Array();
  try {
    const bytes = Buffer.alloc(most);
    return bytes.subarray(0, attempt(() => readSync(fd, bytes, 0, most, 0)) ?? 0);
  } finally {
    closeSync(fd);
  }
}

/** The same for standard input. */
export async function* readStandardInput(
  stdin: NodeJS.ReadableStream & { fd?: number },
  isTransient = false,
  onUnpacked?: OnUnpacked,
): AsyncGenerator<Uint8Array> {
  try {
    const source = isFile(stdin.fd) ? readFile(stdin.fd, isTransient) : (stdin as AsyncIterable<Buffer>);
    yield* unpack(source, onUnpacked);
  } catch (cause) {
    throw unreadable("standard input", cause);
  }
}

/** Reads all of it without pauses, for a program that has nothing else to do. */
export const readStandardInputAtOnce = (): string => readFileSync(0, "utf8");

const isFile = (fd: number | undefined): fd is number => fd !== undefined && fstatSync(fd).isFile();

async function* readPath(path: string, isTransient: boolean): AsyncGenerator<Buffer> {
  const fd = openSync(path, "r");
  try {
    yield* readFile(fd, isTransient);
  } finally {
    closeSync(fd);
  }
}

/** Nobody has a log in a device, and many devices have no end. A terminal is read, and `/dev/null` is empty. */
async function* readDevice(path: string): AsyncGenerator<Buffer> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const isTerminal = isatty(fd);
  closeSync(fd);
  for await (const piece of createReadStream(path)) {
    if (!isTerminal) throw Object.assign(new Error("it is a device, not a file"), { code: "NO_TEXT" });
    yield piece;
  }
}

/** A file never blocks, and reading it without streams is faster. Ctrl-C is heard nevertheless. */
async function* readFile(fd: number, isTransient: boolean): AsyncGenerator<Buffer> {
  const letSignalsIn = createPause();
  let piece = spare ?? Buffer.allocUnsafeSlow(PIECE);
  spare = undefined;
  for (;;) {
    const length = readSync(fd, piece, 0, PIECE, null);
    if (length === 0) break;
    yield piece.subarray(0, length);
    await letSignalsIn();
    if (!isTransient) piece = Buffer.allocUnsafeSlow(PIECE);
  }
  if (isTransient) spare = piece;
}

/** The memory of the file before this one: V8 is slow to free what is not in its own heap. */
let spare: Buffer | undefined;

/** The pieces as text in UTF-8: gzip is decompressed, UTF-16 decoded; other data is refused. */
async function* unpack(source: AsyncIterable<Buffer>, onUnpacked?: OnUnpacked): AsyncGenerator<Uint8Array> {
  const pieces = gunzipped(source, onUnpacked)[Symbol.asyncIterator]();
  let first = await pieces.next();
  while (!first.done && first.value.length < 4 && (first.value[0] ?? 0xff) >= 0xfe)
    first = await longer(first.value, pieces);
  if (first.done) return;
  const form = textFormOf(first.value);
  if (typeof form === "object") throw Object.assign(new Error(form.noText), { code: "NO_TEXT" });
  const all = joined(first.value, { [Symbol.asyncIterator]: () => pieces });
  yield* form === "utf-8" ? all : decodeUtf16(all, form);
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/** A mark of a few bytes may come in pieces. */
async function longer(
  start: Uint8Array,
  pieces: AsyncIterator<Uint8Array>,
): Promise<IteratorResult<Uint8Array, unknown>> {
  const known = Buffer.from(start);
  const next = await pieces.next();
  const more = next.done ? Buffer.alloc(4 - known.length, 0x0a) : next.value; // nothing follows, so a line end does no harm
  return { done: false, value: Buffer.concat([known, more]) };
}

async function* gunzipped(source: AsyncIterable<Buffer>, onUnpacked?: OnUnpacked): AsyncGenerator<Uint8Array> {
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
  const { pipeline } = await import("node:stream");
  const gunzip = createGunzip();
  let unpacked = 0;
  const text = pipeline(copies(first.value, rest), gunzip, () => {}); // errors are thrown below
  for await (const chunk of text as AsyncIterable<Buffer>) {
    unpacked += chunk.length;
    yield chunk;
  }
  onUnpacked?.(gunzip.bytesWritten, unpacked);
}

/** The gunzip keeps what it is given, and a piece may be overwritten by the next. */
async function* copies(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  yield Buffer.from(first);
  for await (const chunk of rest) yield Buffer.from(chunk);
}

/** Whether a file was named or listed with bytes that text cannot hold, so that it cannot be opened. */
export const hasForeignName = (path: string) => path.includes("\ufffd") && !attempt(() => statSync(path));

/** The error for a file named by the user that cannot be read. */
export function unreadable(path: string, cause: unknown): VextelError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = code === "NO_TEXT" ? message : hasForeignName(path) ? "FOREIGN_NAME" : (code ?? "damaged");
  const meaning: Record<string, string> = {
    ENOENT: "there is no such file",
    FOREIGN_NAME: "its name is not UTF-8, so it cannot be opened by its name",
    EACCES: "its permissions do not allow it",
    EISDIR: "it is a folder",
    ELOOP: "it is a symbolic link that leads to itself",
    Z_BUF_ERROR: "its gzip is cut off",
    Z_DATA_ERROR: "its gzip is damaged",
  };
  return new VextelError(
    "FILE_UNREADABLE",
    path === "" ? "Cannot read a file whose name is empty" : `Cannot read ${path}: ${meaning[reason] ?? reason}`,
    "Name a log that exists and that this account may read.",
    { cause },
  );
}
