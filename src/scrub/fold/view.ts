import { type Claim, foldedClaim, moved } from "../claim/claims.ts";
import type { Engine } from "../engine.ts";
import { type Part, Scan } from "../scan.ts";
import { skipWhile } from "../text/bytes.ts";
import { type Recurring, RecurringLines } from "../text/recurring.ts";
import { MAX_STRINGS } from "./blocks.ts";
import { holdsCoded } from "./coded.ts";
import { emptyFolded } from "./folded.ts";
import { Group } from "./group.ts";
import { holdsMark } from "./holds-mark.ts";
import { BACKSLASH, plainBytes } from "./marks/mark.ts";
import { readCoded } from "./read-coded.ts";
import { readStrings, readWhole } from "./read-strings.ts";
import { Suspects } from "./suspects.ts";

const LF = 0x0a;

/**
 * Scans a text as a person reads it: without colours, invisible characters and escapes, and with wrapped lines joined;
 * what HTML or a URL encodes as the text that it is, and records of Docker's log as the lines that a program printed.
 * What the rules find there is claimed at its place in the text. Lines of `MAX_LINE` bytes and more are not folded,
 * since a stream never has them as a whole.
 */
export class FoldedView {
  readonly #scan: Scan;
  readonly #suspects = new Suspects();
  #folded = emptyFolded();
  /** The claims of the last scan, in order of lines. */
  claims: Claim[] = [];
  /** The lines of the last scan that read differently when folded, in order. */
  groups: Group[] = [];
  readonly #lines = new RecurringLines<Found>();
  /** The lines whose answers are known after the scan. */
  #asked: Asked[] = [];
  /** Whether the answers of others were known before. */
  #isRecalled = false;

  constructor(engine: Engine) {
    this.#scan = new Scan(engine);
  }

  /**
   * Scans the whole lines from `from` up to `to`.
   *
   * @param from - Where a line begins.
   * @param end - How much of the text is available: the text after `to` may show whether a line continues.
   * @param last - Whether nothing follows after `end`.
   * @returns The position up to which no later text can change the result: `to`, or the start of a line that may
   * continue.
   */
  look(text: Uint8Array, from: number, to: number, end: number, last: boolean): number {
    this.#start();
    this.#suspects.read(text, to, end);
    const seen = this.#lookOn(text, from, to, end, last);
    this.#finish(text);
    return seen;
  }

  /** Scans several texts at once, as if each was read separately (`Scan.readParts`). */
  lookAtParts(text: Uint8Array, parts: readonly Part[]): void {
    this.#start();
    const { end } = parts.at(-1)!;
    this.#suspects.read(text, end, end);
    for (const part of parts) {
      this.#suspects.narrow(part.end);
      this.#lookOn(text, part.start, part.end, part.end, true);
    }
    this.#finish(text);
  }

  #start(): void {
    this.claims = [];
    this.groups = [];
    this.#asked = [];
    this.#isRecalled = false;
    this.#folded = emptyFolded();
  }

  #lookOn(text: Uint8Array, from: number, to: number, end: number, last: boolean): number {
    for (let start = this.#suspects.next(from); start < to; start = this.#suspects.next(start)) {
      const group = new Group(text, start, to, end, last);
      if (group.isOpen) return start;
      if (group.isFoldable && !this.#recall(text, group)) this.#lookAt(text, group);
      start = group.end;
    }
    return to;
  }

  /** Finds in lines that recur what was found in them before. Returns whether that is known. */
  #recall(text: Uint8Array, group: Group): boolean {
    const line = this.#lines.at(text, group.start, group.end);
    if (line === undefined) return false;
    const { answer } = line;
    if (answer === undefined || !hasParts(group, answer.parts)) {
      this.#asked.push({ line, group });
      return false;
    }
    this.#isRecalled = true;
    for (const claim of answer.claims) this.claims.push(moved(claim, 0, group.start));
    group.isPlain = answer.isPlain;
    if (answer.isChanged) this.groups.push(group);
    return true;
  }

  /** Scans what is left, and remembers what was found in the lines that recur. */
  #finish(text: Uint8Array): void {
    this.#scanFolded(text);
    if (this.#isRecalled || this.#asked.length > 0) this.claims.sort((one, other) => one.start - other.start);
    let [first, changed] = [0, 0];
    for (const { line, group } of this.#asked) {
      const { start, end, isPlain } = group;
      while (first < this.claims.length && this.claims[first]!.start < start) first++;
      let next = first;
      while (next < this.claims.length && this.claims[next]!.start < end) next++;
      while (changed < this.groups.length && this.groups[changed]!.start < start) changed++;
      line.answer = {
        parts: group.parts.map((place) => place - start),
        claims: this.claims.slice(first, next).map((claim) => moved(claim, start, 0)),
        isPlain,
        isChanged: this.groups[changed] === group,
      };
    }
  }

  /** Lines that may be one are also read separately, since that is not certain. */
  #lookAt(text: Uint8Array, group: Group): void {
    const { parts } = group;
    if (group.isOfRecords) {
      const isAnyChanged = this.#lookAtLines(text, group);
      if (this.#readRecords(text, parts) || isAnyChanged) this.groups.push(group);
      return;
    }
    group.isPlain = skipWhile(text, group.start, group.end, plainBytes) === group.end;
    if (group.isPlain) {
      if (parts.length === 2 || !this.#folded.startLine(text, parts)) return;
      this.#keep(text);
      this.groups.push(group);
      return;
    }
    if (parts.length === 2) {
      if (holdsMark(text, parts[0]!, parts[1]!) && this.#fold(text, parts)) this.groups.push(group);
      return;
    }
    if (this.#fold(text, parts)) this.groups.push(group);
    this.#lookAtLines(text, group);
  }

  /** Reads each line of a group for itself. Returns whether any reads differently. */
  #lookAtLines(text: Uint8Array, group: Group): boolean {
    let isAnyChanged = false;
    for (let at = group.start; at < group.end; ) {
      const lf = text.indexOf(LF, at);
      const end = lf < 0 || lf > group.end ? group.end : lf;
      if (holdsMark(text, at, end) && this.#fold(text, [at, end])) isAnyChanged = true;
      at = end + 1;
    }
    return isAnyChanged;
  }

  /** Reads the texts of records as the lines of one text. */
  #readRecords(text: Uint8Array, parts: readonly number[]): boolean {
    const folded = this.#folded;
    if (!folded.startLine(text, parts)) return false;
    folded.undoMarks();
    this.#keep(text, readWhole(folded));
    return true;
  }

  /**
   * Folds the parts as one line, to be scanned; with the wraps whose line ends are escaped, and without. Returns
   * whether they read differently then.
   */
  #fold(text: Uint8Array, parts: readonly number[]): boolean {
    const folded = this.#folded;
    if (!folded.startLine(text, parts)) return false;
    folded.undoMarks();
    const { isWrapped } = folded;
    const isBlock = folded.isBlock;
    const isCoded = parts.some((start, i) => i % 2 === 0 && holdsCoded(text, start, parts[i + 1]!));
    const isChanged = folded.isChanged || isWrapped || isBlock;
    const mayBeInString = isBlock && folded.holdsQuote;
    if (folded.isChanged) this.#keep(text);
    if (isWrapped && folded.startLine(text, parts)) {
      folded.fold();
      this.#keep(text);
    }
    for (let depth = 1; mayBeInString && depth <= MAX_STRINGS; depth++) {
      if (!folded.startLine(text, parts)) break;
      folded.undoMarks();
      const strings = readStrings(folded, depth);
      if (strings === undefined) break;
      if (strings.length > 0) this.#keep(text, strings);
    }
    if (!isCoded || !folded.startLine(text, parts)) return isChanged;
    const texts = readCoded(folded);
    const mayBeDeeper = folded.isBlock && folded.holdsQuote;
    if (texts.length > 0) this.#keep(text, texts);
    if (mayBeDeeper && folded.startLine(text, parts)) {
      readCoded(folded);
      const strings = readStrings(folded, 1) ?? [];
      if (strings.length > 0) this.#keep(text, strings);
    }
    return true;
  }

  #keep(text: Uint8Array, strings?: readonly Part[]): void {
    if (!this.#folded.keepLine(strings)) this.#scanFolded(text);
  }

  /** Scans the lines that were folded, together. */
  #scanFolded(text: Uint8Array): void {
    const folded = this.#folded;
    const { bytes, parts } = folded;
    if (parts.length === 0) return;
    const scan = this.#scan;
    scan.readParts(bytes, parts);
    scan.run(parts.at(-1)!.end);
    let part = 0;
    for (const claim of scan.claims) {
      while (claim.start >= parts[part]!.end) part++;
      const { strings } = parts[part]!;
      const isWanted =
        strings === undefined || strings.some(({ start, end }) => claim.start >= start && claim.end <= end);
      if (claim.end <= claim.start || !isWanted) continue;
      const [start, end] = [folded.startOf(claim.start), folded.endOf(claim.end)];
      const found = foldedClaim(claim, start + splitsEscape(text, start), end - splitsEscape(text, end));
      if (strings !== undefined) found.becomes = found.becomes.replaceAll('"', ""); // it is inside a string already
      if (found.start < found.end) this.claims.push(found);
    }
    folded.clear();
  }
}

/** What was found in lines: places are counted from their beginning. */
interface Found {
  readonly parts: readonly number[];
  readonly claims: readonly Claim[];
  readonly isPlain: boolean;
  readonly isChanged: boolean;
}

interface Asked {
  readonly line: Recurring<Found>;
  readonly group: Group;
}

const hasParts = ({ start, parts }: Group, others: readonly number[]): boolean =>
  parts.length === others.length && others.every((place, i) => place === parts[i]! - start);

/** 1 if the byte before `at` is a backslash that escapes the one after it, otherwise 0. */
function splitsEscape(text: Uint8Array, at: number): number {
  let run = 0;
  while (run < at && text[at - 1 - run] === BACKSLASH) run++;
  return run % 2;
}
