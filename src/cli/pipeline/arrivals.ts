/** When the bytes of a text were written, as far as who reads them can tell. */
export class Arrivals {
  #marks: { readonly offset: number; readonly afterMs: number }[] = [];
  #bytes = 0;

  /**
   * So many more bytes, which were written after this moment.
   *
   * @param needed - Offset before which nobody asks any more.
   */
  add(bytes: number, afterMs: number, needed: number): void {
    if (this.#marks.at(-1)?.afterMs !== afterMs) this.#marks.push({ offset: this.#bytes, afterMs });
    this.#bytes += bytes;
    while (this.#marks.length > 1 && this.#marks[1]!.offset <= needed) this.#marks.shift();
  }

  /** The moment after which the byte at this offset was written, epoch milliseconds; 0 if nobody knows. */
  afterMs(offset: number): number {
    return this.#marks.findLast((mark) => mark.offset <= offset)?.afterMs ?? 0;
  }
}
