import type { Fields } from "../../normalise/fields.ts";
import { decodeBase64 } from "./decode.ts";
import { readObject } from "./json.ts";

/**
 * The one event of a request to `/store/`: JSON, or base64 of zlib of it.
 *
 * @throws {Refusal} 400, 413.
 */
export async function readStoreBody(body: Buffer): Promise<Fields> {
  const isJson = /^\s*\{/.test(body.subarray(0, 64).toString("latin1"));
  return readObject(isJson ? body : await decodeBase64(body));
}
