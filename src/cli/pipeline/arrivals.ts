/** When the bytes of a text were written, if known. */
export class Arrivals {
  #marks: { readonly offset: number; readonly afterMs: number }[] = [];
  #bytes = 0;

  /**
   * Adds bytes that were written after this moment.
   *
   * @param needed - Returns the offset before which times are no longer needed; called only if there are several.
   */
  add(bytes: number, afterMs: number, needed: () => number): void {
    if (this.#marks.at(-1)?.afterMs !== afterMs) this.#marks.push({ offset: this.#bytes, afterMs });
    this.#bytes += bytes;
    if (this.#marks.length < 2) return;
    const from = needed();
    while (this.#marks.length > 1 && this.#marks[1]!.offset <= from) this.#marks.shift();
  }

  /** The moment after which the byte at this offset was written, epoch milliseconds; 0 if unknown. */
  afterMs(offset: number): number {
    return this.#marks.findLast((mark) => mark.offset <= offset)?.afterMs ?? 0;
  }
}
