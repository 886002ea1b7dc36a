/**
 * A pattern for the end of a text, read backwards from there: most texts are told from it by their last bytes, and what
 * may be long is not tried from each place at which it may begin.
 */
export class Ending {
  readonly #pattern: RegExp;

  /** @param pattern - It ends in `$`, and its groups are named or numbered; what it matches as a whole is not told. */
  constructor({ source, flags }: RegExp) {
    this.#pattern = new RegExp(`(?<=${source})`, `${flags}y`);
  }

  exec(text: string): RegExpExecArray | null {
    this.#pattern.lastIndex = text.length;
    return this.#pattern.exec(text);
  }

  test(text: string): boolean {
    return this.exec(text) !== null;
  }
}
