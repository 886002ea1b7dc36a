import type { RawLine } from "../../lines/raw-line.ts";
import { createLineSplitter } from "../../lines/split.ts";
import type { LogLine } from "../log-line.ts";
import { mayBeSeparate } from "../parts-of-errors.ts";
import { type ReadLine, readLine } from "../read-line.ts";
import {
  chatIn,
  fewestPlain,
  isNamed,
  isNamedMessage,
  isPlainText,
  isReady,
  isSignedIn,
  mayBeMessage,
} from "./chat.ts";
import { type Columns, columnsOf, isInColumns, parseColumns, printColumns } from "./columns.ts";
import { formOf, type HeadedLine, isInObject, isNameFirst, isStructuredForm } from "./form.ts";

/** What is read of the beginning of a text. */
const firstLines = 64;
const firstBytes = 64 * 1024;

/** The most forms that are remembered. */
const mostForms = 32;

/** The fewest log lines of a form, at all and for each line that may be chat, that show that the form is the log's. */
const fewestLines = 16;
const linesPerChat = 4;

/** The most lines that a bot prints before users can write, if it does not say that it is ready. */
const startLines = 16;

const noWords = { hot: [], named: () => [] };

/** The fewest log lines, with two names or levels, of a form without a time below lines with one. */
const fewestNamed = 3;

/**
 * The forms of the log's own lines: those of its first lines, before users could write any, and those that are known
 * from the beginning of the log.
 */
export class OwnForms {
  readonly #own: Set<string>;
  /** The columns of the first line of each. */
  readonly #columns = new Map<string, Columns>();
  /** The log lines of each form, and what they name; until a line may have been written by a user. */
  readonly #counts = new Map<string, number>();
  readonly #names = new Map<string, Set<string>>();
  /** The lines that may be chat, and those that are chat or a container's. */
  #chat = 0;
  #carried = 0;
  /** Whether the newest of the log's own lines may be a chat message, of which a line of another form may be a part. */
  #isInMessage = false;
  /** Whether the bot is there, so that users may write. */
  #isReady = false;
  /** The lines without a head that may be messages as they are. */
  #plain = 0;
  #hasTimed = false;
  /** Whether some lines are in no object of a carrier, so that a log line in one may be what a user wrote. */
  #hasOthers = false;
  /** Forms of log lines, and their columns, until the bot says that it signed in. */
  readonly #early = new Map<string, Columns>();
  #isSignedIn = false;
  #lines = 0;
  #bytes = 0;
  readonly #splitter = createLineSplitter(noWords, {
    isAwaitingLines: () => true,
    line: (raw) => this.#add(raw),
    quietLines: () => {},
  });

  /** @param isBeginning - Whether the text is the beginning of its log. */
  constructor(known: readonly string[], isBeginning: boolean) {
    this.#own = new Set(known.filter((form) => !form.includes("\n")));
    for (const form of known) {
      const columns = parseColumns(form);
      if (columns) this.#columns.set(form, columns);
    }
    if (!isBeginning) this.#lines = firstLines;
  }

  push(chunk: Uint8Array): void {
    if (this.#lines >= firstLines) return;
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, firstBytes - this.#bytes));
    this.#bytes += piece.length;
    this.#splitter.push(piece);
    if (this.#bytes >= firstBytes) this.#lines = firstLines;
  }

  /** Whether the log's own lines have the form of this one, apart from the spaces that fill up a column. */
  has(line: HeadedLine): boolean {
    if (this.#own.has(formOf(line))) return true;
    if (this.#columns.size === 0) return false;
    const found = columnsOf(line);
    for (const own of this.#columns.values()) if (isInColumns(own, found)) return true;
    return false;
  }

  /** Whether they name loggers. */
  get haveNames(): boolean {
    return [...this.#own].some((form) => form.includes("N"));
  }

  /** All of them, and their columns. */
  get list(): readonly string[] {
    return [...new Set([...this.#own, ...[...this.#columns.values()].map(printColumns)])];
  }

  #add(raw: RawLine): void {
    if (this.#lines >= firstLines || raw.text.trim() === "") return;
    this.#lines += 1;
    const read = readLine(raw, true);
    const { log } = read;
    this.#isReady ||= this.#lines > startLines || isReady(log?.message ?? read.text);
    const isCarried = log?.inner !== undefined || (read.stream !== "" && raw.text.startsWith("{"));
    if (!isCarried && mayBeSeparate(log?.message ?? read.text)) this.#doubtObjects();
    this.#readHeadOrText(read);
    if (!this.#isSignedIn && isSignedIn(log?.message ?? read.text)) this.#signIn();
  }

  /** No user can have written what was printed until now. */
  #signIn(): void {
    this.#isSignedIn = true;
    if (this.#chat + this.#carried >= 1) return; // it may be that another bot signed in
    for (const [form, columns] of this.#early) {
      if (this.#own.size >= mostForms) return;
      this.#own.add(form);
      this.#columns.set(form, columns);
    }
  }

  #readHeadOrText(read: ReadLine): void {
    const { log } = read;
    if (log && !log.isWeak && (log.level !== undefined || log.logger !== undefined)) this.#addHead(read, log);
    else {
      if (isNamed(read.stream)) this.#carried += chatIn(read.raw.text);
      this.#chat += chatIn(log ? log.message : read.text);
      if (!log && isPlainText(read.text)) this.#plain += 1;
    }
  }

  #doubtObjects(): void {
    this.#hasOthers = true;
    for (const form of this.#own)
      if (isInObject(form) && this.#counts.has(form)) {
        this.#own.delete(form);
        this.#columns.delete(form);
      }
  }

  #addHead(read: ReadLine, log: LogLine): void {
    const { text, stream } = read;
    const line = { text, log };
    this.#addLine(line, stream);
    if (this.has(line))
      this.#isInMessage = this.#isReady ? mayBeMessage(log) : isNamedMessage(line, (other) => this.has(other));
    const [prefix = ""] = log.carrier?.exec(text) ?? [];
    const { carrier: _, ...bare } = log;
    // a prompt is in front of the first line only
    if (prefix !== "" && !/\d/.test(prefix)) this.#addLine({ text: text.slice(prefix.length), log: bare }, stream);
  }

  #addLine(line: HeadedLine, stream: string): void {
    const { log } = line;
    const form = formOf(line);
    const count = (this.#counts.get(form) ?? 0) + 1;
    this.#counts.set(form, count);
    const names = this.#names.get(form) ?? new Set();
    this.#names.set(form, names.add(`${log.level} ${log.logger}`));
    const isNamed = count >= fewestNamed && names.size > 1;
    this.#hasTimed ||= form.includes("T");
    if (this.#own.size >= mostForms || this.#own.has(form)) return;
    if (!this.#isOwn(form, stream, log, { count, isNamed })) {
      if (!this.#isSignedIn && !this.#isInMessage && !isInObject(form)) this.#early.set(form, columnsOf(line));
      return;
    }
    this.#own.add(form);
    this.#columns.set(form, columnsOf(line));
  }

  #isOwn(form: string, stream: string, log: LogLine, { count, isNamed }: { count: number; isNamed: boolean }): boolean {
    const chat = this.#chat + (stream === "" ? this.#carried : 0);
    const isTimed = form.includes("T");
    if (isInObject(form) && (log.carrying !== "surely" || this.#hasOthers)) return false;
    if (!isTimed && isNameFirst(form)) return chat < 1 && isNamed;
    if (isInObject(form) && this.#own.has(form.slice(1))) return true; // lines that the carrier joined
    if (chat >= 1 || this.#isInMessage) return count >= fewestLines && count > linesPerChat * chat;
    if (isNamed || isTimed) return true;
    const isAmongTexts = this.#plain >= fewestPlain && (form.includes("N") || isStructuredForm(form));
    return !(this.#hasTimed || this.haveNames || isAmongTexts);
  }
}
