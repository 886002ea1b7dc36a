/**
 * Sentry's wire format (https://develop.sentry.dev/sdk/data-model/envelopes/) with one item.
 *
 * Everything is ASCII: other characters, and DEL, are written as `\uXXXX`. So the bytes can be printed on any terminal
 * unchanged, cannot hide a character that looks like another, and do not depend on an encoding.
 */
export interface Envelope {
  readonly header: Readonly<Record<string, unknown>>;
  readonly itemHeader: Readonly<Record<string, unknown>>;
  readonly payload: Record<string, unknown>;
}

export type ItemType = "event" | "transaction" | "session";

/** @param payload - Or its text, as `toAscii` returns it. */
export function renderEnvelope(header: object, type: ItemType, payload: object | string): Buffer {
  const body = typeof payload === "string" ? payload : toAscii(JSON.stringify(payload));
  const itemHeader = { type, content_type: "application/json", length: body.length };
  const head = `${toAscii(JSON.stringify(header))}\n${JSON.stringify(itemHeader)}\n`;
  const bytes = Buffer.allocUnsafe(head.length + body.length + 1);
  bytes.write(head, 0, "latin1");
  bytes.write(body, head.length, "latin1"); // not joined with the head first, which would copy it once more
  bytes[bytes.length - 1] = lf;
  return bytes;
}

/**
 * Reads what `renderEnvelope` wrote, and nothing else.
 *
 * @throws {SyntaxError} if it is anything else.
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const text = Buffer.from(bytes).toString("latin1");
  const [header, itemHeader, payload, end, ...more] = text.split("\n");
  if (end !== "" || more.length > 0) throw new SyntaxError("not an envelope of one item");
  const envelope = { header: JSON.parse(header!), itemHeader: JSON.parse(itemHeader!), payload: JSON.parse(payload!) };
  if (envelope.itemHeader.length !== payload!.length)
    throw new SyntaxError("the item does not have the length that it states");
  return envelope;
}

/** The payload in the output of `renderEnvelope`, as a part of it. */
export function payloadBytes(bytes: Uint8Array): Uint8Array {
  const begin = bytes.indexOf(lf, bytes.indexOf(lf) + 1) + 1;
  return bytes.subarray(begin, bytes.indexOf(lf, begin));
}

const lf = 10;

/** JSON text as it is sent; unchanged where it is ASCII already. */
export const toAscii = (json: string): string => (isAscii(json) ? json : json.replace(everyBeyondAscii, escapeUnits));

/** Whether it is ASCII without DEL, found several times as fast as by a regular expression. */
const isAscii = (text: string) => Buffer.byteLength(text) === text.length && !text.includes("\u007f");

const everyBeyondAscii = /[\u007f-\uffff]+/g;

function escapeUnits(units: string): string {
  let text = "";
  for (let at = 0; at < units.length; at++) text += `\\u${units.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return text;
}
