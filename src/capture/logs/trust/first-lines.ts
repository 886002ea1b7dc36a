import type { RawLine } from "../../lines/raw-line.ts";
import { createLineSplitter } from "../../lines/split.ts";
import { mayBeSeparate } from "../parts-of-errors.ts";
import { readLine } from "../read-line.ts";
import { isReady, isSignedIn } from "./chat.ts";
import { type Columns, columnsOf } from "./columns.ts";
import { formOf, type HeadedLine, isInObject } from "./form.ts";
import { OpenTexts } from "./open-texts.ts";
import { firstLines, mostForms, type OwnForms } from "./own-forms.ts";

/** No more is read of the beginning of a log: bytes. */
const firstBytes = 64 * 1024;

const noWords = { hot: [], named: () => [] };

/** Reads the first lines of a log, from which the forms of its own lines are learned. */
export class FirstLines {
  readonly #own: OwnForms;
  /** The forms of lines that users may have written, if the bot was there already. */
  readonly #early = new Map<string, Columns>();
  /** Whether a line said that the bot is there. */
  #isReady = false;
  #isSignedIn = false;
  #lines = 0;
  #bytes = 0;
  readonly #open: OpenTexts;
  readonly #splitter = createLineSplitter(noWords, {
    isAwaitingLines: () => true,
    line: (raw) => this.#add(raw),
    quietLines: () => {},
  });

  /** @param own - Learns what they show. */
  constructor(own: OwnForms) {
    this.#own = own;
    this.#open = new OpenTexts(own, (line) => this.#suspect(line));
    if (!own.isBeginning) this.#lines = firstLines;
  }

  push(chunk: Uint8Array): void {
    if (this.#lines >= firstLines) return;
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, firstBytes - this.#bytes));
    this.#bytes += piece.length;
    this.#splitter.push(piece);
    if (this.#bytes >= firstBytes) this.#lines = firstLines;
  }

  #add(raw: RawLine): void {
    if (this.#lines >= firstLines || raw.text.trim() === "") return;
    const read = readLine(raw, true);
    const message = read.log?.message ?? read.text;
    this.#isReady ||= isReady(message);
    if (this.#isReady || (read.log && !read.log.isWeak)) this.#lines += 1; // installers print many lines before
    const isCarried = read.log?.inner !== undefined || (read.stream !== "" && raw.text.startsWith("{"));
    if (!isCarried && mayBeSeparate(message)) this.#own.doubtObjects();
    this.#open.read(read);
    if (this.#isReady) this.#own.setReady(raw.line);
    if (!this.#isSignedIn && isSignedIn(message) && !this.#open.isWithin(read)) this.#signIn(raw.line);
  }

  /** A line that may be a user's, but only if the bot was there already. */
  #suspect(line: HeadedLine): void {
    const form = formOf(line);
    if (this.#isSignedIn || this.#early.has(form) || isInObject(form) || this.#early.size >= mostForms) return;
    this.#early.set(form, columnsOf(line));
  }

  /** No user can have written what was printed until now. */
  #signIn(at: number): void {
    this.#isSignedIn = true;
    if (this.#open.hasChat) return; // it may be that another bot signed in
    for (const [form, columns] of this.#early) this.#own.keep(form, { at, columns });
  }
}
