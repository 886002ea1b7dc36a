import { Transform, type TransformCallback } from "node:stream";

const esc = "\u001b[";
/** Asks the terminal to mark what is pasted, and no longer. */
const [markPastes, unmarkPastes] = [`${esc}?2004h`, `${esc}?2004l`];
const ctrlD = "\u0004";
const [start, end] = [`${esc}200~`, `${esc}201~`];

/**
 * The keyboard, for one question: a line break in pasted text would answer it, and the next ones. Pasted text becomes
 * one line if the answer is a text, and is ignored if it is a choice.
 */
export class TypedKeys extends Transform {
  readonly isTTY = true;
  readonly #keyboard: NodeJS.ReadStream;
  readonly #keepsPastes: boolean;
  readonly #onClosed: () => void;
  #isPasting = false;
  #lastKey = "";
  /** The beginning of a mark whose rest has not arrived. */
  #held = "";

  /** @param onClosed - Called if Ctrl-D on an empty line ended the input: inquirer would wait for an answer forever. */
  constructor(keyboard: NodeJS.ReadStream, keepsPastes: boolean, onClosed: () => void) {
    super();
    this.#keyboard = keyboard;
    this.#keepsPastes = keepsPastes;
    this.#onClosed = onClosed;
  }

  /** Readline calls this at its beginning and end, and around Ctrl-Z: pastes are marked meanwhile only. */
  setRawMode(isRaw: boolean): this {
    process.stderr.write(isRaw ? markPastes : unmarkPastes);
    this.#keyboard.setRawMode(isRaw);
    if (!isRaw && this.#lastKey === ctrlD) this.#onClosed();
    return this;
  }

  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let text = this.#held + bytes.toString("latin1"); // bytes as they are: a character may be cut in two
    this.#held = "";
    let typed = "";
    for (;;) {
      const mark = this.#isPasting ? end : start;
      const at = text.indexOf(mark);
      if (at < 0) break;
      typed += this.#read(text.slice(0, at));
      text = text.slice(at + mark.length);
      this.#isPasting = !this.#isPasting;
    }
    this.#held = (this.#isPasting ? /\u001b(?:\[(?:20?1?)?)?$/ : /\u001b\[20?0?$/).exec(text)?.[0] ?? ""; // Esc is a key
    typed += this.#read(text.slice(0, text.length - this.#held.length));
    this.#lastKey = typed.at(-1) ?? this.#lastKey;
    done(null, Buffer.from(typed, "latin1"));
  }

  #read(text: string): string {
    if (!this.#isPasting) return text;
    return this.#keepsPastes ? text.replace(/[\u0000-\u001f\u007f]+/g, " ") : "";
  }
}
