import { type AnchorTables, compileAnchors } from "./anchors.ts";
import { digits, OUTSIDE, skipWhile } from "./bytes.ts";
import { type Claim, claimOf } from "./claims.ts";
import { LOOK_AHEAD, LOOK_BACK, type Rule, undecided, type Window } from "./rule.ts";

/** Of 17 digits in a row one stands at each multiple of 16, and another 8 before or 8 behind it. */
const DIGIT_STEP = 16;

/** The rules, compiled. */
export interface Engine {
  readonly tables: AnchorTables;
  readonly digitRules: readonly Rule[];
}

export function compileEngine(rules: readonly Rule[]): Engine {
  return {
    tables: compileAnchors(rules.filter(({ anchors }) => anchors !== "digits")),
    digitRules: rules.filter(({ anchors }) => anchors === "digits"),
  };
}

/** One pass over a text, or over the next piece of a stream. */
export class Scan {
  readonly claims: Claim[] = [];
  /** Up to where everything has been looked at: `to`, or the place where a rule needs more text, or the end of an open claim. */
  reached: number;
  readonly #engine: Engine;
  readonly #window: Window;
  /** For each rule, the end of what it claimed last: it claims nothing twice. */
  readonly #until: Map<Rule, number>;

  /**
   * @param text - The bytes; those before `from` are context.
   * @param end - The end of the text so far.
   * @param last - Whether it is the end of all text.
   */
  constructor(
    engine: Engine,
    private readonly text: Uint8Array,
    from: number,
    private readonly end: number,
    private readonly last: boolean,
    until: Map<Rule, number> = new Map(),
  ) {
    this.#engine = engine;
    this.reached = from;
    this.#until = until;
    this.#window = { text, from: 0, to: end, last };
  }

  /** Looks at every anchor up to `to`. */
  run(to: number): void {
    const from = this.reached;
    this.#runAnchors(to);
    if (this.#engine.digitRules.length > 0) this.#runDigits(from, this.reached);
  }

  #runAnchors(to: number): void {
    const { kind, before, after } = this.#engine.tables;
    const { text, end } = this;
    let i = this.reached;
    while (i < to) {
      const row = kind[text[i]!]!;
      if (row === 0) {
        i++;
        continue;
      }
      const left = i > 0 ? text[i - 1]! : OUTSIDE;
      const right = i + 1 < end ? text[i + 1]! : OUTSIDE;
      const bits = before[(row << 8) | left]! & after[(row << 8) | right]!;
      if (bits === 0) {
        i++;
        continue;
      }
      const next = this.#tryRules(bits, i);
      if (next < 0) {
        this.reached = i;
        return;
      }
      i = next;
    }
    this.reached = i;
  }

  /** Tries the rules whose bits are set at anchor `at`. Answers where to go on, or -1 if one needs more text. */
  #tryRules(bits: number, at: number): number {
    const { rules } = this.#engine.tables;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const next = this.#tryRule(rules[31 - Math.clz32(rest & -rest)]!, at);
      if (next !== 0) return next;
    }
    return at + 1;
  }

  /** Answers 0, or where to go on behind an open claim, or -1 if the rule needs more text. */
  #tryRule(rule: Rule, at: number): number {
    const until = this.#until.get(rule) ?? 0;
    if (at < until) return 0;
    const window = this.#window;
    window.from = Math.max(0, at - LOOK_BACK);
    window.to = Math.min(this.end, at + LOOK_AHEAD);
    window.last = this.last || window.to < this.end;
    const span = rule.match(window, at);
    if (span === undefined) return 0;
    if (span === undecided) return -1;
    const isCut = window.to === at + LOOK_AHEAD;
    const claim = claimOf(rule, span, Math.max(until, span.start), isCut ? span.open : undefined);
    if (claim.open !== undefined) claim.end = skipWhile(this.text, claim.end, this.end, claim.open);
    this.claims.push(claim);
    this.#until.set(rule, claim.end);
    return claim.open === undefined ? 0 : claim.end;
  }

  /** Finds the long runs of digits by looking at few places. */
  #runDigits(from: number, to: number): void {
    const { text, end } = this;
    for (let i = from; i < to; i += DIGIT_STEP) {
      if (digits[text[i]!] !== 1) continue;
      if ((i < 8 || digits[text[i - 8]!] !== 1) && (i + 8 >= end || digits[text[i + 8]!] !== 1)) continue;
      for (const rule of this.#engine.digitRules) this.#tryRule(rule, i);
    }
  }
}
