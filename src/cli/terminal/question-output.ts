import { Writable } from "node:stream";

/** What inquirer writes before each new version of a question: it removes the version before. */
const removal = /^(?:\u001b\[\d+B)?(?:\u001b\[2K(?:\u001b\[1A)?)*(?:\u001b\[G)?/;

/** The terminal as the output of one question. It knows what is shown, and can show it again. */
export class QuestionOutput extends Writable {
  readonly isTTY = true;
  readonly #terminal: NodeJS.WriteStream;
  #shown = "";

  constructor(terminal: NodeJS.WriteStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
  }

  /** Readline wraps its line there. */
  get columns(): number {
    return this.#terminal.columns;
  }

  override _write(chunk: Buffer | string, _: BufferEncoding, done: () => void): void {
    const text = chunk.toString();
    const [removed] = removal.exec(text)!;
    this.#shown = removed.includes("2K") ? text.slice(removed.length) : this.#shown + text; // else the cursor moved
    this.#terminal.write(text);
    done();
  }

  /** Shows the question again: another program has written to the terminal, and the cursor is below that. */
  showAgain(): void {
    this.#terminal.write(this.#shown);
  }
}
