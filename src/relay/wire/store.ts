import type { Fields } from "../../normalise/fields.ts";
import { undoZlib } from "./decode.ts";
import { readObject } from "./json.ts";

/**
 * The one event of a request to `/store/`: JSON, or base64 of it or of zlib of it.
 *
 * @throws {Refusal} 400, 413.
 */
export async function readStoreBody(body: Buffer): Promise<Fields> {
  if (isJson(body)) return readObject(body);
  const decoded = Buffer.from(body.toString("latin1"), "base64");
  return readObject(isJson(decoded) ? decoded : await undoZlib(decoded));
}

/** White space or a byte order mark may be before it. */
const isJson = (bytes: Buffer) => /^(?:\xef\xbb\xbf)?\s*\{/.test(bytes.subarray(0, 64).toString("latin1"));
