import { type Claim, claimOf, foldedClaim, MAX_UNION } from "../claim/claims.ts";
import { tellsItself } from "../claim/telling.ts";
import { emptyFolded } from "../fold/folded.ts";
import { plainBytes } from "../fold/marks/mark.ts";
import type { FoldedLines } from "../fold/packed-groups.ts";
import { quoteForNumber } from "../json/context.ts";
import { LOOK_AHEAD, LOOK_BACK, MAX_LINE, type Span } from "../rule.ts";
import { repeated } from "../rules/repeated.ts";
import { byteClass, digits, skipBack, skipWhile } from "../text/bytes.ts";
import { behindEscapes } from "../text/edges.ts";
import { Window } from "../window.ts";
import { Taught } from "./taught.ts";

const LF = 0x0a;
const numberStarts = byteClass("0-9-");
const backslashes = byteClass("\\");
const quotes = byteClass("\"'`");
const marks = byteClass("!?.*_~");

/**
 * Removes values that were found after names of secrets where they appear again: from the line in which they were found
 * on; in a line that is too long, from that place on. So a text in pieces gives the same result as the whole.
 */
export class Repeats {
  readonly #taught = new Taught();
  #found: Span[] = [];
  #groups: readonly FoldedLines[] = [];
  #group = 0;
  #claims: Claim[] = [];
  /** The claims of others, and the first of them that ends after the last place asked about. */
  #known: readonly Claim[] = [];
  #at = 0;
  readonly #window = new Window();

  /** The values that were learned. */
  get values(): string[] {
    return this.#taught.values;
  }

  /** Resets everything, to start with another text. */
  reset(): void {
    this.#taught.clear();
  }

  /** Adds a value that is removed from the beginning of the next text on. */
  learn(value: string): void {
    const bytes = Buffer.from(value, "utf8");
    this.#learn(bytes, 0, bytes.length);
  }

  /**
   * Searches a part of the text, and learns from the claims in it.
   *
   * @param claims - Disjoint and in order, all within this part.
   * @param groups - The lines that read differently when they are folded.
   * @returns Claims on repeated values; the last ones may extend beyond this part.
   */
  look(text: Uint8Array, stretch: Stretch, claims: readonly Claim[], groups: readonly FoldedLines[]): Claim[] {
    const { to, end } = stretch;
    const lines = new Lines(text, stretch);
    this.#claims = [];
    this.#known = claims;
    this.#at = 0;
    this.#groups = groups;
    this.#group = 0;
    this.#window.read(text);
    this.#window.startsLine = stretch.textStartsLine;
    let at = stretch.from;
    for (let i = 0; i < claims.length; i++) {
      const claim = claims[i]!;
      if (claim.rule.teaches === undefined) continue;
      const value = this.#newValue(text, claim);
      if (value < 0) continue;
      const line = lines.startOf(claim.start);
      const next = Math.max(at, line < 0 ? claim.end : line);
      this.#search(text, at, next, end);
      at = next;
      this.#learn(text, value, endOfValue(text, value, claim.end));
    }
    this.#search(text, at, to, end);
    return this.#claims;
  }

  /** Learns from claims, without a search. */
  learnFrom(text: Uint8Array, claims: readonly Claim[]): void {
    for (const claim of claims) {
      const value = this.#newValue(text, claim);
      if (value >= 0) this.#learn(text, value, endOfValue(text, value, claim.end));
    }
  }

  /** Where in the claim a value begins that is distinct enough and not known yet; -1 if there is none. */
  #newValue(text: Uint8Array, { rule, open, start, end }: Claim): number {
    if (rule.teaches === undefined || open !== undefined) return -1;
    const value = behindEscapes(text, rule.teaches(text, start, end), end);
    const valueEnd = endOfValue(text, value, end);
    return this.#taught.knows(text, value, valueEnd) || !tellsItself(text, value, valueEnd) ? -1 : value;
  }

  /** As it is written, and as it reads. */
  #learn(text: Uint8Array, start: number, end: number): void {
    const isPlain = skipWhile(text, start, end, plainBytes) === end;
    this.#taught.learn(text, start, end, isPlain ? undefined : readAs(text.subarray(start, end)));
  }

  #search(text: Uint8Array, from: number, to: number, end: number): void {
    const taught = this.#taught;
    while (this.#group < this.#groups.length && this.#groups[this.#group]!.start < to) {
      const group = this.#groups[this.#group]!;
      if (group.start >= from && !taught.isEmpty) this.#searchFolded(text, group, end);
      this.#group++;
    }
    if (taught.isEmpty) return;
    taught.search(text, from, to, end, this.#found);
    if (this.#found.length === 0) return;
    for (const span of this.#found)
      if (!this.#isClaimed(span)) this.#claims.push(claimOf(repeated, this.#quoted(text, span, end), 0));
    this.#found = [];
  }

  /** Whether a single claim covers it anyway, as that value. Usually called in the order of the text. */
  #isClaimed({ start, end }: Span): boolean {
    const known = this.#known;
    let i = this.#at;
    while (i < known.length && known[i]!.end <= start) i++;
    while (i > 0 && known[i - 1]!.end > start) i--;
    this.#at = i;
    if (i === known.length) return false;
    const claim = known[i]!;
    const isWithin = claim.start <= start && end <= claim.end && claim.end - claim.start < MAX_UNION;
    return isWithin && claim.rule.priority > repeated.priority;
  }

  /** As a string, if it is a number in JSON. */
  #quoted(text: Uint8Array, span: Span, length: number): Span {
    if (numberStarts[text[span.start]!] !== 1 || digits[text[span.end - 1]!] !== 1) return span;
    const window = this.#window;
    window.from = Math.max(0, span.start - LOOK_BACK);
    window.to = Math.min(length, span.start + LOOK_AHEAD);
    const quote = quoteForNumber(window, span.start, span.end);
    return quote === "" ? span : { ...span, becomes: `${quote}${repeated.becomes}${quote}` };
  }

  #searchFolded(text: Uint8Array, { parts, isPlain }: FoldedLines, length: number): void {
    const folded = emptyFolded();
    if (!folded.startLine(text, parts)) return;
    if (!isPlain) folded.fold();
    this.#taught.search(folded.bytes, 0, folded.length, folded.length, this.#found);
    for (const { start, end } of this.#found) {
      const span = this.#quoted(text, { start: folded.startOf(start), end: folded.endOf(end) }, length);
      this.#claims.push(foldedClaim(claimOf(repeated, span, 0), span.start, span.end));
    }
    this.#found = [];
  }
}

/**
 * Backslashes at the end of a value escape what was behind it. Marks at the end of one without quotes may belong to a
 * sentence.
 */
function endOfValue(text: Uint8Array, start: number, end: number): number {
  const last = quotes[text[start - 1] ?? 0] === 1 ? end : skipBack(text, end, start, marks);
  return skipBack(text, last, start, backslashes);
}

/** The value as it reads, if that is not as it is written. It is overwritten by the next one. */
function readAs(value: Uint8Array): Uint8Array | undefined {
  const folded = emptyFolded();
  if (!folded.startLine(value, [0, value.length])) return undefined;
  folded.fold();
  const start = behindEscapes(folded.bytes, 0, folded.length);
  const isOther = folded.isChanged && tellsItself(folded.bytes, start, folded.length);
  return isOther ? folded.bytes.subarray(start, folded.length) : undefined;
}

/** A part of a text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** How much of the text is available. */
  readonly end: number;
  /** Whether a line begins at `from`. */
  readonly startsLine: boolean;
  /** Whether the text begins where a line begins. */
  readonly textStartsLine: boolean;
  /** Whether a line ends at `to`. */
  readonly endsLine: boolean;
}

/** The line of a part that was asked about last. */
class Lines {
  #start: number;
  #end: number;
  /** The place in it. */
  #at: number;

  constructor(
    private readonly text: Uint8Array,
    private readonly stretch: Stretch,
  ) {
    this.#start = this.#end = this.#at = stretch.from;
  }

  /**
   * The beginning of the line that contains `at`; -1 if the line is too long, or not wholly available. `at` may only
   * grow.
   */
  startOf(at: number): number {
    const { from, to, startsLine, endsLine } = this.stretch;
    if (at >= this.#end) {
      let start = at;
      while (start > this.#at && this.text[start - 1] !== LF) start--;
      if (start > this.#at) this.#start = start;
      const lf = this.text.indexOf(LF, at);
      this.#end = lf < 0 || lf >= to ? to + 1 : lf + 1;
    }
    this.#at = at;
    const isWhole = (this.#start > from || startsLine) && (this.#end <= to || endsLine);
    return isWhole && this.#end - this.#start < MAX_LINE ? this.#start : -1;
  }
}
