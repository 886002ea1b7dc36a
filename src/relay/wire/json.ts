import { type Fields, recordOf } from "../../normalise/fields.ts";
import { parseJson } from "../../scrub/json/text.ts";
import { wireLimits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/**
 * A JSON object in UTF-8; integers that a number cannot hold become strings, digit for digit, since ids are written
 * like this.
 *
 * @throws {Refusal} 413 if it is too large, 400 if it is anything else.
 */
export function readObject(bytes: Uint8Array): Fields {
  if (bytes.length > wireLimits.itemBytes) throw new Refusal(413, "the item is too large");
  const fields = recordOf(parse(utf8.decode(bytes)));
  if (!fields) throw new Refusal(400, "a JSON object was expected");
  return fields;
}

/** Removes a byte order mark. */
const utf8 = new TextDecoder();

function parse(text: string): unknown {
  try {
    return /\d{16}/.test(text) ? parseJson(text) : JSON.parse(text);
  } catch {
    throw new Refusal(400, "a JSON object was expected");
  }
}
