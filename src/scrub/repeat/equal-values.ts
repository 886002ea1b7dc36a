/** A value, and the one with the same hash that was added before. */
export interface Hashed {
  /** Its bytes, and perhaps others behind them. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** Of all of its bytes. */
  readonly hash: number;
  next: Hashed | undefined;
}

/** Values by all of their bytes. No text is made of them. */
export class EqualValues<Value extends Hashed> {
  readonly #last: (Hashed | undefined)[] = [];

  /** The value that equals the `length` bytes from `start` on, whose hash this is. */
  find(text: Uint8Array, start: number, length: number, hash: number): Value | undefined {
    for (let value = this.#last[hash]; value !== undefined; value = value.next)
      if (value.length === length && beginsWith(text, start, value, length)) return value as Value;
    return undefined;
  }

  add(value: Value): void {
    value.next = this.#last[value.hash];
    this.#last[value.hash] = value;
  }

  remove(value: Value): void {
    let after = this.#last[value.hash];
    if (after === value) this.#last[value.hash] = value.next;
    else {
      while (after !== undefined && after.next !== value) after = after.next;
      if (after !== undefined) after.next = value.next;
    }
  }

  clear(): void {
    this.#last.length = 0;
  }
}

/** Whether the value begins with the `length` bytes that are at `start`. */
export function beginsWith(text: Uint8Array, start: number, { bytes }: Hashed, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[i] !== text[start + i]) return false;
  return true;
}

/** FNV-1a, folded. */
export function hashOf(text: Uint8Array, start: number, length: number): number {
  let hash = length;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ text[i]!, 0x01000193);
  return (hash ^ (hash >> 15)) & (HASHES - 1);
}

/** How many hashes there are. */
const HASHES = 1_024;
