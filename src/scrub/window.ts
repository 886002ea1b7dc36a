import { type ByteClass, digits, skipBack, skipWhile } from "./text/bytes.ts";
import { ReadLine } from "./text/json-line.ts";
import { type Course, Memo, type Phrase } from "./text/memo.ts";

/** The number of bytes that are read without looking at the memo: most runs end sooner. */
const NEAR = 16;
/** As much as is read of a run of digits on either side: no number is longer. */
const MOST_DIGITS = 32;

/** The name before a sign that separates it from a value. */
export interface KeyName {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** A closing quote is between name and separator. */
  readonly isQuoted: boolean;
}

/**
 * The text that a rule may look at: `from` up to but not including `to`.
 *
 * Every rule is called at every place where it may apply; at most of these it finds nothing. To keep the whole linear,
 * a rule
 *
 * - checks first what costs least: the bytes next to `at`, then a prefix, then the edges, then parts that may be long;
 * - looks directly at a few dozen bytes at most, and never at more than its longest secret and one byte after;
 * - asks `runEnd`, `runStart`, `next`, `nextPhrase`, `previous` and `courseEnd` for anything that may be further away:
 * they look at no byte twice for the same class, from however many places they are asked. So classes, phrases and
 * courses are constants of modules, never made in `match`;
 * - makes no text (`latin1`) of more than 64 bytes before it is nearly sure.
 *
 * test/scrub/slow/reads.test.ts counts the bytes that each rule reads, over whatever its own words can be composed to.
 */
export class Window {
  text: Uint8Array = new Uint8Array();
  /** Bytes before it must not be read. */
  from = 0;
  /** Bytes from here on must not be read; a claim that reaches it is `open`. */
  to = 0;
  /** False while text may still follow within reach: then a rule that reads past the line answers `undecided`. */
  last = false;
  /** Whether the text continues after `to`: a secret that reaches it is not trimmed, but claimed as `open`. */
  goesOn = false;
  /** Whether the text begins where a line begins. */
  startsLine = true;
  /** How far the line was read as JSON. */
  readonly line: ReadLine;
  /** The line that was read last as the heading of a table (tables/csv-column.ts), and how many columns it has. */
  heading: { first: number; end: number; sign: string; columns: number } | undefined;
  /**
   * Where the list of cookies that was read last begins, and its last pair; whether it was replaced (named/cookies.ts).
   */
  cookies: { first: number; last: number; isReplaced: boolean } | undefined;
  /** Whole lines of comments that were read last, from the first one to behind the last (named/lists/mapping.ts). */
  comments: { readonly first: number; end: number } | undefined;
  /** The operator that was looked at last (named/operators.ts): the end of what is before it, and what is after it. */
  operation: { left: number; start: number } | undefined;
  /** Where a value was searched last, and where it begins (named/value/start.ts). */
  readonly begun: { at: number; to: number; start: number } = { at: -1, to: -1, start: -1 };
  /** The sign before which a name was searched last (named/name/key-name.ts), and that name. */
  readonly named: { at: number; key: KeyName | undefined } = { at: -1, key: undefined };
  /** The part of a value that was looked at last (named/secret-looks.ts), as text. */
  readonly said: { start: number; end: number; text: string } = { start: -1, end: -1, text: "" };
  /** The value that was looked at last, and whether it is a mask or the like (claim/placeholders.ts). */
  readonly masked: { start: number; end: number; isMasked: boolean } = { start: -1, end: -1, isMasked: false };
  /** The run of digits that was read last. */
  readonly #digits = { start: -1, end: -1 };
  readonly #memo: Memo;
  /** Made once: a new one for each look would cost more than most looks. */
  #shorter: Window | undefined;

  constructor(memo: Memo = new Memo(), line: ReadLine = new ReadLine()) {
    this.#memo = memo;
    this.line = line;
  }

  /** Starts with another text, or with the same one after it changed or moved. */
  read(text: Uint8Array): void {
    this.text = text;
    this.#forget();
    this.#memo.read(text);
    this.line.forget();
  }

  #forget(): void {
    this.heading = undefined;
    this.cookies = undefined;
    this.operation = undefined;
    this.comments = undefined;
    this.begun.at = -1;
    this.named.at = -1;
    this.said.start = -1;
    this.masked.start = -1;
    this.#digits.end = -1;
  }

  /** The same text up to an earlier end, after which nothing follows; it is good until the next call. */
  upTo(to: number): Window {
    this.#shorter ??= new Window(this.#memo, this.line);
    const shorter = this.#shorter;
    shorter.#forget();
    shorter.text = this.text;
    shorter.from = this.from;
    shorter.to = to;
    shorter.last = true;
    shorter.startsLine = this.startsLine;
    return shorter;
  }

  /**
   * The run of digits that contains `at`, which is read once, however many rules ask; empty if there is none. Of a long
   * one, at least 32 digits. It is good until the next call.
   */
  digitsAt(at: number): { readonly start: number; readonly end: number } {
    const run = this.#digits;
    if (at >= run.start && at < run.end) return run;
    run.end = skipWhile(this.text, at, Math.min(this.to, at + MOST_DIGITS), digits);
    run.start = run.end === at ? at : skipBack(this.text, at, Math.max(this.from, at - MOST_DIGITS), digits);
    return run;
  }

  /** The first position from `at` on whose byte is not in the class, at most `limit`. */
  runEnd(members: ByteClass, at: number, limit: number = this.to): number {
    const near = Math.min(limit, at + NEAR);
    const end = skipWhile(this.text, at, near, members);
    return end < near || end >= limit ? end : this.#memo.runEnd(members, 1, end, limit);
  }

  /** The start of the run of members that ends just before `at`, at least `limit`. */
  runStart(members: ByteClass, at: number, limit: number = this.from): number {
    const near = Math.max(limit, at - NEAR);
    const start = skipBack(this.text, at, near, members);
    return start > near || start <= limit ? start : this.#memo.runStart(members, 1, start, limit);
  }

  /** The first position from `at` on whose byte is in the class; `limit` if there is none before. */
  next(members: ByteClass, at: number, limit: number = this.to): number {
    const { text } = this;
    const near = Math.min(limit, at + NEAR);
    let i = at;
    while (i < near && members[text[i]!] !== 1) i++;
    return i < near || i >= limit ? i : this.#memo.runEnd(members, 0, i, limit);
  }

  /** The same where that is rarely near: what is known of the class is asked first. */
  nextAfar(members: ByteClass, at: number, limit: number = this.to): number {
    return at < limit ? this.#memo.runEnd(members, 0, at, limit) : at;
  }

  /** The last position before `at` whose byte is in the class; -1 if there is none from `limit` on. */
  previous(members: ByteClass, at: number, limit: number = this.from): number {
    const { text } = this;
    const near = Math.max(limit, at - NEAR);
    let i = at;
    while (i > near && members[text[i - 1]!] !== 1) i--;
    if (i === near && i > limit) i = this.#memo.runStart(members, 0, i, limit);
    return i > limit ? i - 1 : -1;
  }

  /** The last position before `at` where the phrase begins; -1 if it begins nowhere from `limit` on. */
  previousPhrase(phrase: Phrase, at: number, limit: number = this.from): number {
    return at > limit ? this.#memo.previous(phrase, at, limit, this.to) : -1;
  }

  /** Where the course ends that continues at `at`, at most `limit`. */
  courseEnd(course: Course, at: number, limit: number = this.to): number {
    return this.#memo.courseEnd(course, at, limit, this.to);
  }

  /** The first position from `at` on where the phrase is whole before `limit`; otherwise `limit`. */
  nextPhrase(phrase: Phrase, at: number, limit: number = this.to): number {
    return at < limit ? this.#memo.next(phrase, at, limit, this.to) : limit;
  }
}
