import { ClaimedAhead } from "./ahead.ts";
import { type Claim, claimOf } from "./claim/claims.ts";
import type { Engine } from "./engine.ts";
import { RUN_BIT, WORD } from "./find/anchors.ts";
import { BLOCK } from "./find/candidates.ts";
import { LOOK_AHEAD, LOOK_BACK, type Span, undecided } from "./rule.ts";
import { skipWhile } from "./text/bytes.ts";
import { Window } from "./window.ts";

const LF = 0x0a;
const ANCHOR_BITS = ~(1 << RUN_BIT);

/** The line ends before and after each of several texts in one buffer, so that none is the context of another. */
export const GAP = 3;

/** One of several texts in one buffer. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** One pass over a text, whole or in pieces. */
export class Scan {
  /** The claims so far, in the order in which they were found; the function that settles some may delete them. */
  claims: Claim[] = [];
  /** The text is scanned up to here: to the goal, or to the place where a rule needs more text. */
  reached = 0;
  #text: Uint8Array = new Uint8Array();
  #length = 0;
  /** Beginning and end of the part of the text that rules may look at now. */
  #from = 0;
  #end = 0;
  #parts: readonly Part[] = [];
  #part = 0;
  #last = false;
  /** For each rule, the end of its last claim: nothing is claimed twice. */
  readonly #until: number[];
  readonly #ahead = new ClaimedAhead();
  readonly #window = new Window();
  #open: Claim | undefined;

  constructor(private readonly engine: Engine) {
    this.#until = engine.rules.map(() => 0);
  }

  /** The claim that continues beyond the end of the text so far. */
  get open(): Claim | undefined {
    return this.#open;
  }

  /**
   * Sets the text, or replaces it by a longer one.
   *
   * @param end - The number of bytes of text in it.
   * @param dropped - The number of bytes at the beginning of the old text that the new one lacks.
   * @param last - Whether the end of this text is the end of all text.
   */
  read(text: Uint8Array, end: number, dropped: number, last: boolean): void {
    if (dropped > 0) this.#window.startsLine = this.#text[dropped - 1] === LF;
    this.#text = text;
    this.#window.read(text);
    this.#length = end;
    this.#from = 0;
    this.#end = end;
    this.#parts = [];
    this.#last = last;
    if (dropped === 0) return;
    this.reached -= dropped;
    for (let rule = 0; rule < this.#until.length; rule++) this.#until[rule]! -= dropped;
    for (const claim of this.claims) {
      claim.start -= dropped;
      claim.end -= dropped;
    }
    this.#ahead.drop(dropped);
  }

  /**
   * Starts with several texts at once, as if each was read separately: in order, with at least `GAP` line ends
   * before each one except the first, and after the last.
   */
  readParts(text: Uint8Array, parts: readonly Part[]): void {
    this.reset();
    const last = parts.at(-1)!;
    this.read(text, last.end, 0, true);
    this.#parts = parts;
    this.#part = 0;
    this.#end = parts[0]!.end;
  }

  /** Makes the part that contains `at`, or follows it, the current one; returns where it begins. */
  #enterPart(at: number): number {
    while (at >= this.#parts[this.#part]!.end) this.#part++;
    const { start, end } = this.#parts[this.#part]!;
    this.#from = start;
    this.#end = end;
    return start;
  }

  /** Resets everything, to start with another text. */
  reset(): void {
    this.claims = [];
    this.reached = 0;
    this.#window.startsLine = true;
    this.#until.fill(0);
    this.#ahead.clear();
    this.#open = undefined;
  }

  /** Tries the rules at every candidate up to `goal`. */
  run(goal: number): void {
    this.#runOn();
    while (this.reached < goal) {
      const blockEnd = Math.min(goal, this.reached + BLOCK);
      if (!this.#runBlock(blockEnd)) return;
    }
  }

  /** Continues an open claim where the last text ended. */
  #runOn(): void {
    const claim = this.#open;
    if (claim === undefined) return;
    claim.end = skipWhile(this.#text, claim.end, this.#end, claim.open!);
    this.reached = claim.end;
    if (claim.end < this.#end) this.#open = undefined;
  }

  /** Returns whether it reached the end of the block; otherwise a rule needs more text. */
  #runBlock(goal: number): boolean {
    const { finder } = this.engine;
    const count = finder.find(this.#text, this.reached, goal, this.#length);
    const { candidates } = finder;
    let free = 0;
    for (let i = 0; i < 2 * count; i += 2) {
      const at = candidates[i]!;
      if (at >= this.#end) free = Math.max(free, this.#enterPart(at));
      if (at < free) continue;
      free = this.#tryRules(candidates[i + 1]!, at);
      if (free < 0) {
        this.reached = at;
        return false;
      }
    }
    this.reached = Math.max(free, goal);
    return true;
  }

  /**
   * Tries the rules whose bits are set. Returns where to continue if not at the next candidate; -1 if a rule needs more
   * text.
   */
  #tryRules(bits: number, at: number): number {
    const { rules, kind, ruleOf, sameRule } = this.engine;
    const until = this.#until;
    const window = this.#window;
    const end = this.#end;
    const from = this.#from;
    const goesOn = at + LOOK_AHEAD <= end;
    window.from = Math.max(from, at - LOOK_BACK);
    window.to = goesOn ? at + LOOK_AHEAD : end;
    window.goesOn = goesOn;
    window.last = goesOn || this.#last;
    if (!this.#ahead.isEmpty) this.#ahead.enter(at, until);
    const row = kind[window.text[at]!]! * WORD;
    for (let rest = bits & ANCHOR_BITS; rest !== 0; ) {
      const place = row + 31 - Math.clz32(rest & -rest);
      rest &= ~sameRule[place]!;
      const index = ruleOf[place]!;
      if (at < until[index]!) continue;
      const span = rules[index]!.match(window, at);
      if (span === undefined) continue;
      if (span.open === undefined && !isAhead(span, at) && span !== undecided) {
        if (span.end <= until[index]!) continue;
        this.claims.push(claimOf(rules[index]!, span, until[index]!));
        until[index] = span.end;
        continue;
      }
      const next = this.#take(index, at, span);
      if (next !== 0) return next;
    }
    return bits < 0 ? this.#tryRun(at) : 0;
  }

  /** The same for the rules to try in a long run of digits. */
  #tryRun(at: number): number {
    const { rules, ofRuns } = this.engine;
    for (let i = 0; i < ofRuns.length; i++) {
      const index = ofRuns[i]!;
      if (at < this.#until[index]!) continue;
      const span = rules[index]!.match(this.#window, at);
      if (span === undefined) continue;
      const next = this.#take(index, at, span);
      if (next !== 0) return next;
    }
    return 0;
  }

  /**
   * Claims what a rule found. Returns where to continue if not at the next candidate, -1 if it needs more text, else 0.
   */
  #take(index: number, at: number, span: Span): number {
    if (span === undecided) return -1;
    if (!isAhead(span, at) || span.open !== undefined) return this.#claim(index, at, span);
    this.#claimAhead(index, span);
    for (const next of span.also!) this.#claimAhead(index, next);
    return 0;
  }

  /** Claims one of several parts of the text, between which the rule may find others. */
  #claimAhead(index: number, span: Span): void {
    const claim = claimOf(this.engine.rules[index]!, span, this.#until[index]!);
    const { start, end } = claim;
    if (end > start && this.#ahead.add(index, start, end)) this.claims.push(claim);
  }

  /** Returns where to continue after an open claim, or 0. */
  #claim(index: number, at: number, span: Span): number {
    const until = this.#until[index]!;
    if (span.end <= until) return 0;
    const claim = claimOf(this.engine.rules[index]!, span, until);
    const isOpen = claim.open !== undefined && this.#window.to === at + LOOK_AHEAD;
    if (isOpen) claim.end = skipWhile(this.#text, claim.end, this.#end, claim.open!);
    else claim.open = undefined;
    this.claims.push(claim);
    this.#until[index] = claim.end;
    if (isOpen && claim.end === this.#end && !this.#last) this.#open = claim;
    return isOpen ? claim.end : 0;
  }
}

/** Whether a rule found more than what is at `at`: between its claims, it may find others. */
const isAhead = ({ start, also }: Span, at: number): boolean => also !== undefined && (also.length > 0 || start > at);
