import type { Divided } from "./divided.ts";

/** One line of the input; each character of `text` is one byte (latin1). */
export class RawLine {
  readonly #from: number;
  readonly #to: number;

  /**
   * @param part - Bytes that contain the line from `from` to `to`; they become text only when it is read.
   * @param line - 1-based.
   * @param offset - Byte offset of its first byte.
   * @param hot - Whether it hints at an error.
   * @param named - Whether it names a logger that has its own group of breadcrumbs.
   * @param divided - The line that it is a part of, if a lone CR is in front of it.
   */
  constructor(
    readonly part: Buffer,
    from: number,
    to: number,
    readonly line: number,
    readonly offset: number,
    readonly hot: boolean,
    readonly named: boolean,
    readonly divided?: Divided | undefined,
  ) {
    this.#from = from;
    this.#to = to;
  }

  get text(): string {
    return this.part.toString("latin1", this.#from, this.#to);
  }
}
