const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** For every so many bytes of a line it is remembered whether they begin inside a string. */
const STEP = 16;

/** How far the line that was asked about last is read as JSON: each byte once, and a few again for an earlier place. */
export class ReadLine {
  /** Where it begins; -1 if that is not known. */
  start = -1;
  /** No line ends from here … */
  #low = 0;
  /** … to here. */
  #high = -1;
  /** It is read up to here. */
  #at = 0;
  #isInside = false;
  /** For each step: 1 if it begins inside a string, and 2 more if its first byte belongs to an escape. */
  #marks: Uint8Array = new Uint8Array();

  /** Starts with another text. */
  forget(): void {
    this.#high = -1;
  }

  /**
   * Finds the line that contains `at`.
   *
   * @param most - Its beginning is not searched further away.
   * @param startsLine - Whether a line begins where the text does.
   */
  open(text: Uint8Array, at: number, most: number, startsLine: boolean): void {
    if (!this.#holds(text, at)) {
      this.start = -1;
      this.#low = at;
    }
    this.#high = Math.max(this.#high, at);
    if (this.start >= 0) return;
    const low = Math.max(0, at - most);
    while (this.#low > low && text[this.#low - 1] !== LF) this.#low--;
    if (this.#low <= low && (this.#low > 0 || !startsLine)) return;
    this.start = this.#at = this.#low;
    this.#isInside = false;
    if (this.#marks.length === 0) this.#marks = new Uint8Array(most / STEP + 2);
    this.#marks[0] = 0;
  }

  /** Whether it is known that `at` is in the same line. */
  #holds(text: Uint8Array, at: number): boolean {
    if (this.#high < 0 || at < this.#low) {
      this.#high = -1;
      return false;
    }
    for (let i = at - 1; i >= this.#high; i--)
      if (text[i] === LF) {
        this.#high = -1;
        return false;
      }
    return true;
  }

  /** Whether `at` is inside a string, if the line begins outside of one. */
  isInside(text: Uint8Array, at: number): boolean {
    if (at >= this.#at) return this.#readOn(text, at);
    const step = Math.floor((at - this.start) / STEP);
    const mark = this.#marks[step]!;
    let isInside = (mark & 1) === 1;
    for (let i = this.start + step * STEP + (mark >> 1); i < at; i++)
      if (text[i] === QUOTE) isInside = !isInside;
      else if (isInside && text[i] === BACKSLASH) i++;
    return isInside;
  }

  #readOn(text: Uint8Array, at: number): boolean {
    const { start } = this;
    let isInside = this.#isInside;
    let i = this.#at;
    while (i < at) {
      const byte = text[i++]!;
      if (byte === QUOTE) isInside = !isInside;
      const isEscape = byte === BACKSLASH && isInside;
      if (isEscape) i++;
      const behind = (i - start) % STEP;
      if (behind === 0 || (behind === 1 && isEscape))
        this.#marks[(i - behind - start) / STEP] = (isInside ? 1 : 0) + 2 * behind;
    }
    this.#at = i;
    this.#isInside = isInside;
    return isInside;
  }
}
