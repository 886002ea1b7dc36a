import { type AnchorTables, compileAnchors } from "./anchors.ts";
import { byteClass, OUTSIDE, skipWhile } from "./bytes.ts";
import { BLOCK, createCandidates, findInWords, wordsOf } from "./candidates.ts";
import { type Claim, claimOf } from "./claims.ts";
import { LOOK_AHEAD, LOOK_BACK, type Rule, undecided, type Window } from "./rule.ts";

/** Of 17 bytes in a row one stands at a multiple of 16, and all of the 8 before it or of the 8 behind it belong to them. */
const RUN_STEP = 16;
const runBytes = byteClass("0-9a-fA-F:");

/** The rules, compiled. */
export interface Engine {
  /** Those with anchors first, in the order of their bits; then those that look at long runs. */
  readonly rules: readonly Rule[];
  readonly tables: AnchorTables;
}

export function compileEngine(rules: readonly Rule[]): Engine {
  const anchored = rules.filter(({ anchors }) => anchors !== "runs");
  return {
    rules: [...anchored, ...rules.filter(({ anchors }) => anchors === "runs")],
    tables: compileAnchors(anchored),
  };
}

/** One pass over a text, whole or in pieces. */
export class Scan {
  /** The claims so far, in the order in which they were found; whoever settles some may take them out. */
  claims: Claim[] = [];
  /** Up to where everything has been looked at: the goal, or the place where a rule needs more text. */
  reached = 0;
  #text: Uint8Array = new Uint8Array();
  #words = wordsOf(this.#text);
  readonly #candidates = createCandidates();
  #end = 0;
  #last = false;
  /** For each rule, the end of what it claimed last: it claims nothing twice. */
  readonly #until: number[];
  readonly #window: Window = { text: this.#text, from: 0, to: 0, last: false };
  #open: Claim | undefined;

  constructor(private readonly engine: Engine) {
    this.#until = engine.rules.map(() => 0);
  }

  /** The claim that runs on beyond the end of the text so far. */
  get open(): Claim | undefined {
    return this.#open;
  }

  /**
   * Gives the scan its text, or a longer one in place of the one before.
   *
   * @param end - How many bytes of it are text.
   * @param dropped - How many bytes at the beginning of the old text the new one lacks.
   * @param last - Whether the end of this text is the end of all text.
   */
  read(text: Uint8Array, end: number, dropped: number, last: boolean): void {
    if (text !== this.#text) this.#words = wordsOf(text);
    this.#text = text;
    this.#window.text = text;
    this.#end = end;
    this.#last = last;
    if (dropped === 0) return;
    this.reached -= dropped;
    for (let rule = 0; rule < this.#until.length; rule++) this.#until[rule]! -= dropped;
    for (const claim of this.claims) {
      claim.start -= dropped;
      claim.end -= dropped;
    }
  }

  /** Forgets everything, to begin with another text. */
  reset(): void {
    this.claims = [];
    this.reached = 0;
    this.#until.fill(0);
    this.#open = undefined;
  }

  /** Looks at every anchor up to `goal`. */
  run(goal: number): void {
    this.#runOn();
    while (this.reached < goal) {
      const from = this.reached;
      const blockEnd = Math.min(goal, from + BLOCK);
      this.#runBlock(blockEnd);
      if (this.engine.rules.length > this.engine.tables.count) this.#runRuns(from, this.reached);
      if (this.reached < blockEnd) return;
    }
  }

  /** Goes on with an open claim where the last text ended. */
  #runOn(): void {
    const claim = this.#open;
    if (claim === undefined) return;
    claim.end = skipWhile(this.#text, claim.end, this.#end, claim.open!);
    this.reached = claim.end;
    if (claim.end < this.#end) this.#open = undefined;
  }

  /** Looks at the anchors up to `goal`: those with neighbours in whole words first found, then tried. */
  #runBlock(goal: number): void {
    const shift = this.#text.byteOffset & 3;
    let at = this.reached;
    while (at >= 0 && at < goal && (((at + shift) & 3) !== 0 || at < 2)) at = this.#tryAt(at);
    if (at < 0) return;
    const last = (Math.min(goal, this.#end - 1) + shift) >> 2;
    const first = (at + shift) >> 2;
    if (first < last && at < goal) at = this.#tryWords(first, last, shift);
    while (at >= 0 && at < goal) at = this.#tryAt(at);
    if (at >= 0) this.reached = at;
  }

  #tryWords(first: number, last: number, shift: number): number {
    const { at, bits } = this.#candidates;
    const count = findInWords(this.#text, this.#words, shift, first, last, this.engine.tables, this.#candidates);
    let free = 0;
    for (let i = 0; i < count; i++) {
      const anchor = at[i]!;
      if (anchor < free) continue;
      const next = this.#tryRules(bits[i]!, anchor);
      if (next < 0) return next;
      if (next !== anchor + 1) free = next;
    }
    return Math.max(free, (last << 2) - shift);
  }

  /** Looks at one byte, wherever it stands. */
  #tryAt(at: number): number {
    const { kind, before, after, beforeThat } = this.engine.tables;
    const text = this.#text;
    const row = kind[text[at]!]! << 8;
    const left = at > 0 ? text[at - 1]! : OUTSIDE;
    const beforeLeft = at > 1 ? text[at - 2]! : OUTSIDE;
    const right = at + 1 < this.#end ? text[at + 1]! : OUTSIDE;
    const bits = before[row | left]! & after[row | right]! & beforeThat[row | beforeLeft]!;
    return bits === 0 ? at + 1 : this.#tryRules(bits, at);
  }

  /** Tries the rules whose bits are set at anchor `at`. Answers where to go on, or -1 if one needs more text. */
  #tryRules(bits: number, at: number): number {
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const next = this.#tryRule(31 - Math.clz32(rest & -rest), at);
      if (next < 0) this.reached = at;
      if (next !== 0) return next;
    }
    return at + 1;
  }

  /** Answers 0, or where to go on behind an open claim, or -1 if the rule needs more text. */
  #tryRule(index: number, at: number): number {
    const until = this.#until[index]!;
    if (at < until) return 0;
    const window = this.#window;
    window.from = at > LOOK_BACK ? at - LOOK_BACK : 0;
    window.to = Math.min(at + LOOK_AHEAD, this.#end);
    window.last = this.#last || at + LOOK_AHEAD <= this.#end;
    const rule = this.engine.rules[index]!;
    const span = rule.match(window, at);
    if (span === undecided) return -1;
    if (span === undefined || span.end <= until) return 0;
    return this.#claim(index, at, claimOf(rule, span, until));
  }

  #claim(index: number, at: number, claim: Claim): number {
    const isOpen = claim.open !== undefined && this.#window.to === at + LOOK_AHEAD;
    if (isOpen) claim.end = skipWhile(this.#text, claim.end, this.#end, claim.open!);
    else claim.open = undefined;
    this.claims.push(claim);
    this.#until[index] = claim.end;
    if (isOpen && claim.end === this.#end && !this.#last) this.#open = claim;
    return isOpen ? claim.end : 0;
  }

  /** Finds the long runs of digits and colons by looking at few places. */
  #runRuns(from: number, to: number): void {
    const text = this.#text;
    const end = this.#end;
    const { count } = this.engine.tables;
    for (let i = from; i < to; i += RUN_STEP) {
      if (runBytes[text[i]!] !== 1 || !(isRun(text, i - 8, end) || isRun(text, i, end))) continue;
      for (let rule = count; rule < this.engine.rules.length; rule++) this.#tryRule(rule, i);
    }
  }
}

/** Whether the 9 bytes from `begin` on all belong to a run. */
function isRun(text: Uint8Array, begin: number, end: number): boolean {
  if (begin < 0 || begin + 8 >= end) return false;
  for (let i = begin + 8; i >= begin; i--) if (runBytes[text[i]!] !== 1) return false;
  return true;
}
