import { type Columns, columnsOf, isInColumns, parseColumns, printColumns } from "./columns.ts";
import { formOf, type HeadedLine, isInObject, isNamedCarrier, mayBeName, mayBeQuoted } from "./form.ts";
import type { Forms } from "./forms.ts";

/** How many lines of a log show the forms of its own lines. */
export const firstLines = 64;

/** The most forms that are remembered. */
export const mostForms = 32;

/** The fewest lines, with two names or levels, of a form that bots print for chat as well. */
const fewestNamed = 3;

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
  /** The line that says that the bot is there: above it, the bot may still be starting. */
  #readyAt = Number.POSITIVE_INFINITY;
  #hasOthers = false;

  /** Whether the text is the beginning of its log. */
  readonly isBeginning: boolean;

  constructor(known: readonly string[], isBeginning: boolean) {
    for (const form of known) {
      const columns = parseColumns(form);
      if (columns) this.#own.set(form, { at: 0, columns });
      else this.#own.set(form, this.#own.get(form) ?? { at: 0 });
    }
    if (!isBeginning) this.#readyAt = 0;
    this.isBeginning = isBeginning;
  }

  /** The same forms; what the copy learns is not known here. */
  copy(): OwnForms {
    const copy = new OwnForms([], this.isBeginning);
    for (const [form, own] of this.#own) copy.#own.set(form, own);
    for (const [form, named] of this.#named) copy.#named.set(form, { ...named });
    copy.#readyAt = this.#readyAt;
    copy.#hasOthers = this.#hasOthers;
    return copy;
  }

  /** The bot is there from this line on, if it was not before. */
  setReady(at: number): void {
    this.#readyAt = Math.min(this.#readyAt, at);
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
    this.keep(form, { at, columns: columnsOf(line) });
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
    if (isNamed) this.keep(form, { at, columns: columnsOf(line) });
    return isNamed;
  }

  /** The form of a line that no user can have written. */
  keep(form: string, own: OwnForm): void {
    if (this.#own.size < mostForms && !this.#own.has(form)) this.#own.set(form, own);
  }

  /** Some lines are in no object of a carrier: a log line in one may be what a user wrote. */
  doubtObjects(): void {
    this.#hasOthers = true;
    for (const [form, { at }] of this.#own) if (at > 0 && isInObject(form)) this.#own.delete(form);
  }
}
