import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { wireLimits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

type Coding = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

const undoGzip = promisify(gunzip) as Coding;
const inflateZlib = promisify(inflate) as Coding;

const codings: Readonly<Record<string, Coding>> = {
  gzip: undoGzip,
  "x-gzip": undoGzip,
  br: promisify(brotliDecompress) as Coding,
  deflate: (bytes, options) => (isZlib(bytes) ? inflateZlib : (promisify(inflateRaw) as Coding))(bytes, options),
};

/** Content codings that are undone, and none. */
export const isKnownCoding = (coding: string) =>
  coding === "" || coding === "identity" || Object.hasOwn(codings, coding);

/** `Content-Encoding` in the form in which it is compared. */
export const codingOf = (header: string | undefined) => (header ?? "").trim().toLowerCase();

/** A zlib stream is recognised by its first two bytes (RFC 1950); some clients send bare deflate (RFC 1951). */
const isZlib = (bytes: Uint8Array) => (bytes[0]! & 15) === 8 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0;

/**
 * Decodes the content coding of a body.
 *
 * @throws {Refusal} 413 if it would be larger than `wireLimits.bytes`, 415 for an unknown coding, 400 for damage.
 */
export async function decodeBody(body: Buffer, coding: string): Promise<Buffer> {
  if (!isKnownCoding(coding)) throw new Refusal(415, "unsupported content coding");
  const undo = codings[coding];
  return undo ? bounded(undo, body) : body;
}

/**
 * Decompresses zlib (RFC 1950).
 *
 * @throws {Refusal} As `decodeBody`.
 */
export const undoZlib = (bytes: Buffer): Promise<Buffer> => bounded(inflateZlib, bytes);

async function bounded(undo: Coding, body: Uint8Array): Promise<Buffer> {
  try {
    return await undo(body, { maxOutputLength: wireLimits.bytes });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge ? new Refusal(413, "the body is too large") : new Refusal(400, "the body cannot be decoded");
  }
}
