const LF = 0x0a;

/** Counts lines while positions only grow. */
export class LineCounter {
  #line = 1;
  #at = 0;

  /** The 1-based line in which byte `position` of the text is. */
  lineAt(text: Uint8Array, position: number): number {
    while (this.#at < position) if (text[this.#at++] === LF) this.#line++;
    return this.#line;
  }

  /** Forgets the first bytes of the text, after counting them. */
  drop(text: Uint8Array, bytes: number): void {
    this.lineAt(text, bytes);
    this.#at = Math.max(0, this.#at - bytes);
  }
}
