/**
 * A pattern for the end of a text, read backwards from there: most texts are told from it by their last bytes, and what
 * may be long is not tried from each place at which it may begin.
 */
export class Ending {
  readonly #forwards: RegExp;
  #backwards: RegExp | undefined;

  /** @param pattern - It ends in `$`, and its groups are named or numbered; what it matches as a whole is not told. */
  constructor(pattern: RegExp) {
    this.#forwards = pattern;
  }

  exec(text: string): RegExpExecArray | null {
    this.#backwards ??= backwards(this.#forwards); // not earlier: there are many, and few are used
    this.#backwards.lastIndex = text.length;
    return this.#backwards.exec(text);
  }

  test(text: string): boolean {
    return this.exec(text) !== null;
  }
}

const backwards = ({ source, flags }: RegExp): RegExp => new RegExp(`(?<=${source})`, `${flags}y`);
