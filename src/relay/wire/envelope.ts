import type { Fields } from "../../normalise/fields.ts";
import { readObject } from "./json.ts";
import { wireLimits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** One item, not parsed. */
export interface Item {
  readonly type: string;
  readonly payload: Buffer;
}

/** An envelope of another SDK. */
export interface ForeignEnvelope {
  readonly header: Fields;
  readonly items: readonly Item[];
}

const newline = 10;

/**
 * Reads an envelope by the lengths that it states (https://develop.sentry.dev/sdk/data-model/envelopes/), never by
 * looking for lines: the bytes of an attachment can look like items.
 *
 * @throws {Refusal} 400 where it is not as it says.
 */
export function readEnvelope(bytes: Buffer): ForeignEnvelope {
  const reader = new Reader(bytes);
  const header = readObject(reader.line());
  const items: Item[] = [];
  while (!reader.isAtEnd()) {
    if (items.length >= wireLimits.items) throw new Refusal(400, "the envelope has too many items");
    items.push(readItem(reader));
  }
  return { header, items };
}

function readItem(reader: Reader): Item {
  const { type, length } = readObject(reader.line());
  if (typeof type !== "string") throw new Refusal(400, "an item has no type");
  return { type, payload: length === undefined || length === null ? reader.line() : reader.take(length) };
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Whether nothing but empty lines is left. */
  isAtEnd(): boolean {
    while (this.bytes[this.#at] === newline) this.#at += 1;
    return this.#at >= this.bytes.length;
  }

  /** Up to the next line break, or the end. */
  line(): Buffer {
    const found = this.bytes.indexOf(newline, this.#at);
    const end = found < 0 ? this.bytes.length : found;
    const line = this.bytes.subarray(this.#at, end);
    this.#goTo(end + 1);
    return line;
  }

  /** Exactly this many bytes, followed by a line break or the end. */
  take(length: unknown): Buffer {
    if (!Number.isSafeInteger(length) || (length as number) < 0)
      throw new Refusal(400, "an item's length is not valid");
    const end = this.#at + (length as number);
    if (end > this.bytes.length || (end < this.bytes.length && this.bytes[end] !== newline))
      throw new Refusal(400, "an item's length differs from its header");
    const payload = this.bytes.subarray(this.#at, end);
    this.#goTo(end + 1);
    return payload;
  }

  #goTo(at: number): void {
    this.#at = Math.min(at, this.bytes.length);
  }
}
