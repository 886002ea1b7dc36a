import type { RawLine } from "../../lines/raw-line.ts";
import { createLineSplitter } from "../../lines/split.ts";
import { mayBeSeparate } from "../parts-of-errors.ts";
import { readLine } from "../read-line.ts";
import { isReady, isSignedIn } from "./chat.ts";
import { type Columns, columnsOf, isInColumns, parseColumns, printColumns } from "./columns.ts";
import { formOf, type HeadedLine, isInObject, isNamedCarrier, mayBeName, mayBeQuoted } from "./form.ts";
import type { Forms } from "./forms.ts";
import { OpenTexts } from "./open-texts.ts";

/** What is read of the beginning of a text. */
const firstLines = 64;
const firstBytes = 64 * 1024;

/** The most forms that are remembered. */
const mostForms = 32;

/** The fewest lines, with two names or levels, of a form that bots print for chat as well. */
const fewestNamed = 3;

const noWords = { hot: [], named: () => [] };

/** A form of the log's own lines. */
interface OwnForm {
  /** The line that showed it: lines above are not judged by it, however much of the log came at once. */
  readonly at: number;
  /** The columns of that line; absent if they are not known. */
  readonly columns?: Columns;
}

/** Lines of a form that bots print for chat as well. Each counts once, however often it is looked at. */
interface NamedLines {
  count: number;
  /** The newest that counts. */
  at: number;
  /** The level and name in the first. */
  readonly first: string;
  /** Whether another has others. */
  areSeveral: boolean;
}

/**
 * The forms of the log's own lines: those that no user can have written, because no text of a user was open above, and
 * those that are known from an earlier part of the log.
 */
export class OwnForms implements Forms {
  readonly #own = new Map<string, OwnForm>();
  readonly #named = new Map<string, NamedLines>();
  /** The forms of lines that users may have written, if the bot was there already. */
  readonly #early = new Map<string, Columns>();
  /** The lines above the first one that says that the bot is there, or signed in. */
  #readyAt = Number.POSITIVE_INFINITY;
  #isSignedIn = false;
  #hasOthers = false;
  #lines = 0;
  #bytes = 0;
  readonly #open: OpenTexts;
  readonly #splitter = createLineSplitter(noWords, {
    isAwaitingLines: () => true,
    line: (raw) => this.#add(raw),
    quietLines: () => {},
  });

  /** Whether the text is the beginning of its log. */
  readonly isBeginning: boolean;

  constructor(known: readonly string[], isBeginning: boolean) {
    for (const form of known) {
      const columns = parseColumns(form);
      if (columns) this.#own.set(form, { at: 0, columns });
      else this.#own.set(form, this.#own.get(form) ?? { at: 0 });
    }
    if (!isBeginning) [this.#lines, this.#readyAt] = [firstLines, 0];
    this.isBeginning = isBeginning;
    this.#open = new OpenTexts(this);
  }

  push(chunk: Uint8Array): void {
    if (this.#lines >= firstLines) return;
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, firstBytes - this.#bytes));
    this.#bytes += piece.length;
    this.#splitter.push(piece);
    if (this.#bytes >= firstBytes) this.#lines = firstLines;
  }

  /**
   * Whether the log's own lines, as far as they are known at line `at`, have the form of this one, apart from the spaces
   * that fill up a column.
   */
  has(line: HeadedLine, at: number): boolean {
    if (this.#own.size === 0) return false;
    const own = this.#own.get(formOf(line));
    if (own && own.at <= at && !own.columns) return true;
    const found = columnsOf(line);
    for (const { at: since, columns } of this.#own.values())
      if (since <= at && columns && isInColumns(columns, found)) return true;
    return false;
  }

  /** Whether the name of whoever wrote a line may be in front of it. The first form of a log may be a carrier's. */
  isNamed(line: HeadedLine, at: number): boolean {
    return mayBeName(line) || (isNamedCarrier(line) && (line.log.innerPrefix !== undefined || this.#hasAny(at)));
  }

  #hasAny(at: number): boolean {
    for (const own of this.#own.values()) if (own.at < at) return true;
    return false;
  }

  /** Whether any are known. */
  get haveAny(): boolean {
    return this.#own.size > 0;
  }

  /** Whether they name loggers, as far as they are known at line `at`. */
  haveNames(at: number): boolean {
    for (const [form, own] of this.#own) if (own.at <= at && form.includes("N")) return true;
    return false;
  }

  /** Whether line `at` is among the first, above the one that says that the bot is there. */
  isStart(at: number): boolean {
    return at <= firstLines && at <= this.#readyAt;
  }

  /** All of them, and their columns. */
  get list(): readonly string[] {
    const columns = [...this.#own.values()].flatMap(({ columns }) => (columns ? [printColumns(columns)] : []));
    return [...new Set([...this.#own.keys(), ...columns])];
  }

  /** Whether such a line is the log's own, perhaps with a name before its message that was read as a logger's. */
  begins(line: HeadedLine, at: number): boolean {
    if (this.has(line, at)) return true;
    const [, head] = /^(.*[\])}:>|-] ?)\[N\] $/.exec(formOf(line)) ?? [];
    return head !== undefined && (this.#own.get(head)?.at ?? Number.POSITIVE_INFINITY) <= at;
  }

  /**
   * No user can have written this line: its form is the log's own, unless bots print chat like it.
   *
   * @returns Whether it is.
   */
  learn(line: HeadedLine, at: number): boolean {
    const form = formOf(line);
    if (isInObject(form) && (line.log.carrying !== "surely" || this.#hasOthers)) return false;
    if (mayBeQuoted(line)) return false;
    if (this.isNamed(line, at)) return !this.#hasAny(at) && this.learnNamed(line, at);
    this.#keep(form, { at, columns: columnsOf(line) });
    const [prefix = ""] = line.log.carrier?.exec(line.text) ?? [];
    const { carrier: _, ...bare } = line.log;
    // a prompt is in front of the first line only
    if (prefix !== "" && !/\d/.test(prefix) && !isNamedCarrier(line))
      this.learn({ text: line.text.slice(prefix.length), log: bare }, at);
    return true;
  }

  /** The same of a line that may be chat, if such lines have several names or levels. */
  learnNamed(line: HeadedLine, at: number): boolean {
    const form = formOf(line);
    const name = `${line.log.level} ${line.log.logger}`;
    const known = this.#named.get(form) ?? { count: 0, at: 0, first: name, areSeveral: false };
    if (known.at < at) {
      known.count += 1;
      known.at = at;
      known.areSeveral ||= name !== known.first;
      if (this.#named.size < mostForms || this.#named.has(form)) this.#named.set(form, known);
    }
    const isNamed = known.count >= fewestNamed && known.areSeveral && !isInObject(form);
    if (isNamed) this.#keep(form, { at, columns: columnsOf(line) });
    return isNamed;
  }

  /** A line that may be a user's, but only if the bot was there already. */
  suspect(line: HeadedLine): void {
    const form = formOf(line);
    if (this.#isSignedIn || this.#early.has(form) || isInObject(form) || this.#early.size >= mostForms) return;
    this.#early.set(form, columnsOf(line));
  }

  #keep(form: string, own: OwnForm): void {
    if (this.#own.size < mostForms && !this.#own.has(form)) this.#own.set(form, own);
  }

  #add(raw: RawLine): void {
    if (this.#lines >= firstLines || raw.text.trim() === "") return;
    this.#lines += 1;
    const read = readLine(raw, true);
    const message = read.log?.message ?? read.text;
    const isCarried = read.log?.inner !== undefined || (read.stream !== "" && raw.text.startsWith("{"));
    if (!isCarried && mayBeSeparate(message)) this.#doubtObjects();
    this.#open.read(read);
    if (isReady(message)) this.#readyAt = Math.min(this.#readyAt, raw.line);
    if (!this.#isSignedIn && isSignedIn(message) && !this.#open.isWithin(read)) this.#signIn(raw.line);
  }

  /** Some lines are in no object of a carrier: a log line in one may be what a user wrote. */
  #doubtObjects(): void {
    this.#hasOthers = true;
    for (const [form, { at }] of this.#own) if (at > 0 && isInObject(form)) this.#own.delete(form);
  }

  /** No user can have written what was printed until now. */
  #signIn(at: number): void {
    this.#isSignedIn = true;
    if (this.#open.hasChat) return; // it may be that another bot signed in
    for (const [form, columns] of this.#early) this.#keep(form, { at, columns });
  }
}
