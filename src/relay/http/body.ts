import { wireLimits } from "../wire/limits.ts";
import { Refusal } from "../wire/refusal.ts";
import type { Request } from "./server.ts";

/** The bodies that are in memory at the same time. */
export interface BodyRoom {
  /** Bytes. */
  used: number;
}

/** Bytes of all bodies that are being read. */
const mostTogether = 16 * 1024 * 1024;

/**
 * Reads a body as it arrived, up to the limit.
 *
 * @param room - Shared by all requests; the bytes count there until `release`.
 * @throws {Refusal} 413, or 503 if too much is in memory already.
 */
export async function readBody(request: Request, isCoded: boolean, room: BodyRoom) {
  const most = isCoded ? wireLimits.compressedBytes : wireLimits.bytes;
  if (Number(request.headers["content-length"] ?? 0) > most) throw new Refusal(413, "the body is too large");
  const chunks: Buffer[] = [];
  let size = 0;
  const release = () => {
    room.used -= size;
    size = 0;
  };
  try {
    const chunksOf: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false }); // the request is answered first
    for await (const chunk of chunksOf) {
      size += chunk.length;
      room.used += chunk.length;
      if (size > most) throw new Refusal(413, "the body is too large");
      if (room.used > mostTogether) throw new Refusal(503, "too many requests are in progress");
      chunks.push(chunk);
    }
    return { body: Buffer.concat(chunks), release };
  } catch (error) {
    release();
    throw error;
  }
}
