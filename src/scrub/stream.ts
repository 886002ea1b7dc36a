import { type Claim, resolveClaims } from "./claim/claims.ts";
import { Output } from "./claim/replace.ts";
import type { Engine } from "./engine.ts";
import { roomFor } from "./find/finder.ts";
import type { Finding } from "./finding.ts";
import { FoldedView } from "./fold/view.ts";
import { Repeats } from "./repeat/repeats.ts";
import { Report } from "./report.ts";
import { LOOK_AHEAD, LOOK_BACK, MAX_LINE } from "./rule.ts";
import { Scan } from "./scan.ts";
import { Settler } from "./settle/settler.ts";

/** The same text in pieces, cut anywhere: the outputs joined equal the scrubbed whole. */
export interface ScrubStream {
  /** Takes the next bytes and returns the text that is certain now, perhaps as a view of the chunk. */
  push(chunk: Uint8Array): Uint8Array;
  /**
   * Returns the complete lines that were held back because of the text that may follow; call it if none came for a
   * while. A wrapped line is then not joined with the next one.
   */
  flush(): Uint8Array;
  /** Returns the rest. Call `push` no more afterwards. */
  end(): Uint8Array;
}

const LF = 0x0a;
/** How much of a text is scanned at a time. */
const STEP = 32_768;
/** With fewer claims, more text is scanned before they are settled and written: more would take memory. */
const FEW_CLAIMS = 256;
/** The same for the lines that read differently when they are folded. */
const FEW_GROUPS = 48;

/**
 * Complete lines are passed on at once, except while a private key of several lines is incomplete. Of an incomplete
 * line, the last 16 kB and the claims that reach into them are held back: at most 128 kB in all. A longer secret is
 * removed as well: its placeholder is written, and its other bytes are discarded.
 *
 * @param onFinding - Called for each removal, in order, as soon as it is certain.
 * @param isTransient - Whether what is returned may be overwritten by the next push to this or another such stream.
 */
export function createStream(
  engine: Engine,
  onFinding: ((finding: Finding) => void) | undefined,
  isTransient: boolean,
): ScrubStream {
  return new PieceByPiece(engine, onFinding, isTransient);
}

/** Of all streams whose output may be overwritten: V8 is slow to free what is not in its own heap. */
const shared = new Output();

class PieceByPiece implements ScrubStream {
  readonly #report: Report | undefined;
  readonly #scan: Scan;
  readonly #settler: Settler;
  readonly #view: FoldedView;
  readonly #repeats: Repeats | undefined;
  /** Whether the text that was settled last had few lines that read differently when they are folded. */
  #hasFewGroups = false;
  /** Up to `LOOK_BACK` bytes that were passed on, and those that were not. */
  #held: Uint8Array = new Uint8Array();
  #passed = 0;
  #joined: Uint8Array = new Uint8Array();
  #out: Output;

  constructor(
    engine: Engine,
    onFinding: ((finding: Finding) => void) | undefined,
    private readonly isTransient: boolean,
  ) {
    this.#out = isTransient ? shared : new Output();
    this.#report = onFinding === undefined ? undefined : new Report(onFinding);
    this.#scan = new Scan(engine);
    this.#settler = new Settler(engine);
    this.#view = new FoldedView(engine);
    this.#repeats = engine.isRepeated ? new Repeats() : undefined;
  }

  push(chunk: Uint8Array): Uint8Array {
    this.#begin(this.#held.length + chunk.length);
    if (chunk.length > 0) this.#advance(this.#join(chunk), false);
    return this.#out.take();
  }

  #begin(expected: number): void {
    if (this.isTransient) this.#out.clear(expected);
    else this.#out = new Output(expected);
  }

  /** The held bytes and those that follow them. */
  #join(rest: Uint8Array): Uint8Array {
    if (!this.isTransient) return this.#held.length === 0 ? rest : Buffer.concat([this.#held, rest]);
    const length = this.#held.length + rest.length;
    const joined = roomFor(length) ?? this.#ownRoom(length);
    joined.set(this.#held);
    joined.set(rest, this.#held.length);
    return joined;
  }

  #ownRoom(length: number): Uint8Array {
    if (length > this.#joined.length) this.#joined = Buffer.allocUnsafeSlow(length + LOOK_AHEAD);
    return this.#joined.subarray(0, length);
  }

  flush(): Uint8Array {
    this.#begin(this.#held.length);
    const lines = this.#held.lastIndexOf(LF) + 1;
    const startsLine = this.#passed === 0;
    if (lines > this.#passed && this.#scan.reached >= lines && this.#scan.open === undefined) {
      this.#pass(this.#held, lines, startsLine, true, lines);
      this.#keep(this.#held);
    }
    return this.#out.take();
  }

  end(): Uint8Array {
    this.#begin(this.#held.length);
    this.#advance(this.#held, true);
    return this.#out.take();
  }

  /** Takes the held bytes and those after them, and passes on the text that no later byte can change. */
  #advance(text: Uint8Array, last: boolean): void {
    const scan = this.#scan;
    const startsLine = this.#passed === 0;
    const goal = last ? text.length : Math.max(text.lastIndexOf(LF) + 1, text.length - LOOK_AHEAD);
    scan.read(text, text.length, 0, last);
    let step = 0;
    do {
      step = Math.min(goal, Math.max(scan.reached, step) + STEP);
      scan.run(step);
      const hasFew = this.#hasFewGroups && scan.claims.length < FEW_CLAIMS;
      if (hasFew && step < goal && scan.reached >= step) continue;
      const isWhole = scan.open !== undefined || (last && step === goal);
      this.#pass(text, isWhole ? text.length : this.#certain(text, startsLine), startsLine, last);
    } while (step < goal && scan.reached >= step);
    this.#keep(text);
  }

  /** Passes on the text up to `certain`, or up to the claim that reaches beyond it. */
  #pass(text: Uint8Array, certain: number, startsLine: boolean, last: boolean, end = text.length): void {
    const scan = this.#scan;
    let claims = resolveClaims(scan.claims);
    let cut = this.#beforeClaims(text, claims, certain, startsLine);
    const seen = this.#view.look(text, this.#firstLine(text, cut, startsLine), cut, end, last);
    if (scan.open === undefined && seen < cut) cut = this.#beforeAny(text, claims, seen, startsLine);
    if (this.#view.claims.length > 0) {
      claims = resolveClaims([...scan.claims, ...this.#view.claims]);
      cut = this.#beforeAny(text, claims, cut, startsLine);
    }
    const again = this.#again(text, claims, cut, startsLine, last);
    if (again.length > 0) {
      claims = resolveClaims([...claims, ...again]);
      cut = this.#beforeAny(text, claims, cut, startsLine);
    }
    this.#hasFewGroups = this.#view.groups.length < FEW_GROUPS;
    const settled = this.#settler.settle(text, cut, startsLine, upTo(claims, cut), this.#view.groups);
    this.#out.add(text, this.#passed, cut, settled);
    this.#report?.add(text, settled);
    this.#passed = cut;
    scan.claims = beyond(scan.claims, cut, scan.open);
    for (let i = 0; i < scan.claims.length; i++) {
      const claim = scan.claims[i]!;
      if (claim.start >= cut) continue;
      claim.start = cut;
      claim.isQuiet = false;
    }
    if (scan.open !== undefined) scan.open.becomes = "";
  }

  /** Claims on values that were found after a name and appear again before `cut`. */
  #again(text: Uint8Array, claims: Claim[], cut: number, startsLine: boolean, last: boolean): Claim[] {
    if (this.#repeats === undefined) return [];
    const from = this.#passed;
    const isLineStart = from === 0 ? startsLine : text[from - 1] === LF;
    const endsLine = text[cut - 1] === LF || (last && cut === text.length);
    const stretch = { from, to: cut, end: text.length, startsLine: isLineStart, textStartsLine: startsLine, endsLine };
    return this.#repeats.look(text, stretch, upTo(claims, cut), this.#view.groups);
  }

  /** The same, or where lines that were one begin: they are read together, or not at all. */
  #beforeAny(text: Uint8Array, claims: readonly Claim[], certain: number, startsLine: boolean): number {
    let cut = this.#beforeClaims(text, claims, certain, startsLine);
    for (let i = this.#view.groups.length - 1; i >= 0; i--) {
      const { start, end } = this.#view.groups[i]!;
      if (end <= cut) break;
      if (start < cut) cut = this.#beforeClaims(text, claims, start, startsLine);
    }
    return cut;
  }

  /** The start of the line of any claim that reaches beyond `certain`; otherwise `certain`. */
  #beforeClaims(text: Uint8Array, claims: readonly Claim[], certain: number, startsLine: boolean): number {
    let cut = certain;
    for (let i = claims.length - 1; i >= 0 && claims[i]!.end > cut; i--)
      if (claims[i]!.start < cut) cut = this.#lineStart(text, claims[i]!.start, claims[i]!.start, startsLine);
    return cut;
  }

  /** The beginning of the first line that was not passed on, at most `limit`. */
  #firstLine(text: Uint8Array, limit: number, startsLine: boolean): number {
    const passed = this.#passed;
    if (passed === 0 ? startsLine : text[passed - 1] === LF) return passed;
    const found = text.indexOf(LF, passed);
    return found < 0 || found >= limit ? limit : found + 1;
  }

  /**
   * The position before which no later anchor can claim anything: the last line end, or in a long line the reach of a
   * rule.
   */
  #certain(text: Uint8Array, startsLine: boolean): number {
    const { reached } = this.#scan;
    return this.#lineStart(text, reached, reached - LOOK_BACK, startsLine);
  }

  /**
   * The beginning of the line that contains `at`, because lines are settled as a whole; `otherwise` if the line is too
   * long for that.
   */
  #lineStart(text: Uint8Array, at: number, otherwise: number, startsLine: boolean): number {
    const start = at > 0 ? text.lastIndexOf(LF, at - 1) + 1 : 0;
    const isLong = at - start > MAX_LINE + LOOK_BACK || (start === 0 && !startsLine);
    return Math.max(this.#passed, isLong ? otherwise : start);
  }

  /** Keeps the text that was not passed on, and as much before it as rules may look back: also to earlier lines. */
  #keep(text: Uint8Array): void {
    const cut = this.#passed;
    const dropped = Math.max(0, cut - LOOK_BACK);
    this.#report?.drop(text, dropped);
    this.#held = Buffer.from(text.subarray(dropped));
    this.#passed = cut - dropped;
    this.#scan.read(this.#held, this.#held.length, dropped, false);
  }
}

/** The claims, disjoint and in order, that end by `cut`: usually all of them, which are not copied then. */
function upTo(claims: Claim[], cut: number): Claim[] {
  let count = claims.length;
  while (count > 0 && (claims[count - 1]!.end > cut || claims[count - 1]!.start >= cut)) count--;
  return count === claims.length ? claims : claims.slice(0, count);
}

/** The claims that end after `cut`, and the open one: usually none. */
function beyond(claims: readonly Claim[], cut: number, open: Claim | undefined): Claim[] {
  const left: Claim[] = [];
  for (let i = 0; i < claims.length; i++) if (claims[i]!.end > cut || claims[i] === open) left.push(claims[i]!);
  return left;
}
