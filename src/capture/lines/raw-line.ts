/** One line of the input; every character of `text` stands for one byte (latin1). */
export class RawLine {
  readonly #from: number;
  readonly #to: number;

  /**
   * @param part - Bytes of which it is the piece between `from` and `to`; it becomes text only when somebody reads it.
   * @param line - 1-based.
   * @param offset - Byte offset of its first byte.
   * @param hot - Whether it hints at an error.
   * @param named - Whether it names a logger that has a breadcrumbs of its own.
   */
  constructor(
    readonly part: Buffer,
    from: number,
    to: number,
    readonly line: number,
    readonly offset: number,
    readonly hot: boolean,
    readonly named: boolean,
  ) {
    this.#from = from;
    this.#to = to;
  }

  get text(): string {
    return this.part.toString("latin1", this.#from, this.#to);
  }
}
