import { type Claim, moved, resolveClaims } from "../claim/claims.ts";
import type { Engine } from "../engine.ts";
import { FoldedView } from "../fold/view.ts";
import { MAX_LINE } from "../rule.ts";
import { GAP, type Part, Scan } from "../scan.ts";
import { type Recurring, RecurringLines } from "../text/recurring.ts";
import { claimRemainder } from "./remainder.ts";
import { lengthReplaced, Replaced, replaceInto } from "./replaced.ts";
import { type Lines, restlessLines, withLines } from "./restless-lines.ts";

const LF = 0x0a;
/** The most claims of a line that is settled: placeholders may be longer than the text that they replace. */
const MAX_REPLACED = 3 * MAX_LINE;
/** The number of bytes that are read at a time. */
const ROOM = 4 * MAX_LINE;
/** Each round removes more of the line; ordinary lines need none. */
const MAX_ROUNDS = 8;
/** After so many, a line is likely to need one for each of its words: the rest of it is removed at once. */
const ROUNDS = 2;

/**
 * Scans scrubbed lines again, and removes what a second scrubbing would remove, since a placeholder is a different
 * context for rules than the text that it replaced. So scrubbing twice gives the same result as scrubbing once.
 */
export class Settler {
  readonly #scan: Scan;
  readonly #view: FoldedView;
  readonly #lines = new RecurringLines<Settled>();
  #replaced: Uint8Array | undefined;
  /** Which lines are in `#replaced`, and where. */
  #batch: Lines[] = [];
  #parts: Part[] = [];

  constructor(engine: Engine) {
    this.#scan = new Scan(engine);
    this.#view = new FoldedView(engine);
  }

  /**
   * Settles each line that contains claims separately. The work is linear: each line is scanned a few times at most.
   *
   * @param end - Where the text ends, or a line of it.
   * @param isLineStart - Whether the text begins where a line begins.
   * @param claims - Disjoint and in order. They are not changed.
   * @param groups - Lines that were one, in order: they are settled together.
   */
  settle(text: Uint8Array, end: number, isLineStart: boolean, claims: readonly Claim[], groups: readonly Part[] = []) {
    const all = restlessLines({ text, end, isLineStart, groups }, claims);
    const asked: Asked[] = [];
    let restless: readonly Lines[] = all.filter((lines) => !this.#recall(text, lines, asked));
    for (let round = 1; round <= MAX_ROUNDS && restless.length > 0; round++)
      restless = this.#lookAgain(text, restless, round >= ROUNDS);
    for (const { line, lines, before } of asked)
      line.answer = { before, after: allMoved(lines.claims, lines.start, 0), isChanged: lines.isChanged };
    return all.some(({ isChanged }) => isChanged) ? withLines(claims, all) : claims;
  }

  /** Settles lines that recur, with the same claims, like before. Returns whether that is known. */
  #recall(text: Uint8Array, lines: Lines, asked: Asked[]): boolean {
    const { start, end, claims } = lines;
    const line = this.#lines.at(text, start, end);
    if (line === undefined) return false;
    const before = allMoved(claims, start, 0);
    const { answer } = line;
    if (answer === undefined || !areSame(answer.before, before)) {
      asked.push({ line, lines, before });
      return false;
    }
    lines.claims = allMoved(answer.after, 0, start);
    lines.isChanged = answer.isChanged;
    return true;
  }

  /** Returns the lines that got more claims. */
  #lookAgain(text: Uint8Array, all: readonly Lines[], isLong: boolean): Lines[] {
    this.#replaced ??= Buffer.allocUnsafeSlow(ROOM);
    const changed: Lines[] = [];
    let length = 0;
    for (const lines of all) {
      const needed = lengthReplaced(lines);
      if (needed > MAX_REPLACED) continue;
      if (length + needed + GAP > ROOM) {
        this.#lookAtBatch(changed);
        length = 0;
      }
      replaceInto(this.#replaced, length, text, lines);
      this.#replaced.fill(LF, length + needed, length + needed + GAP);
      this.#batch.push(lines);
      this.#parts.push({ start: length, end: length + needed });
      length += needed + GAP;
    }
    this.#lookAtBatch(changed);
    if (isLong) for (const lines of changed) lines.claims = claimRemainder(text, lines, lines.claims, lines.changedAt);
    return changed;
  }

  /** Folded views are looked at only where the text itself reveals nothing more: otherwise the next round does. */
  #lookAtBatch(changed: Lines[]): void {
    const [batch, parts] = [this.#batch, this.#parts];
    this.#batch = [];
    this.#parts = [];
    if (parts.length === 0) return;
    const { end } = parts.at(-1)!;
    this.#scan.readParts(this.#replaced!, parts);
    this.#scan.run(end);
    const found = byPart(this.#scan.claims, parts);
    const isSettled = batch.map((lines, i) => !claimMore(lines, parts[i]!, found[i]));
    const settled = parts.filter((_, i) => isSettled[i]);
    if (settled.length > 0) this.#view.lookAtParts(this.#replaced!, settled);
    const folded = byPart(settled.length > 0 ? this.#view.claims : [], settled);
    let next = 0;
    for (const [i, lines] of batch.entries())
      if (!isSettled[i] || claimMore(lines, parts[i]!, folded[next++])) changed.push(lines);
  }
}

/** The claims of lines before and after: places are counted from their beginning. */
interface Settled {
  readonly before: readonly Claim[];
  readonly after: readonly Claim[];
  readonly isChanged: boolean;
}

interface Asked {
  readonly line: Recurring<Settled>;
  readonly lines: Lines;
  readonly before: readonly Claim[];
}

const allMoved = (claims: readonly Claim[], from: number, to: number): Claim[] =>
  claims.map((claim) => moved(claim, from, to));

const areSame = (claims: readonly Claim[], others: readonly Claim[]): boolean =>
  claims.length === others.length &&
  countSame(claims, others) === claims.length &&
  claims.every(({ rule }, i) => rule === others[i]!.rule);

/**
 * Adds claims on the replaced text of the lines, which is at `part`, to those of the lines. Returns whether that
 * removes anything more.
 */
function claimMore(lines: Lines, part: Part, more: readonly Claim[] = []): boolean {
  if (more.length === 0) return false;
  const known = lines.claims;
  const places = new Replaced(known, lines.start - part.start);
  const claims = resolveClaims([...known, ...more.map((claim) => places.inOriginal(claim))]);
  const same = countSame(claims, known);
  if (same === claims.length && same === known.length) return false;
  lines.claims = claims;
  lines.isChanged = true;
  lines.changedAt = Math.min(claims[same]?.start ?? lines.end, known[same]?.start ?? lines.end);
  return true;
}

/**
 * How many of the first claims replace the same by the same: a rule may take a placeholder again, and leave the line as
 * it was.
 */
function countSame(claims: readonly Claim[], others: readonly Claim[]): number {
  const isSame = (claim: Claim, other: Claim | undefined): boolean =>
    claim.start === other?.start && claim.end === other.end && claim.becomes === other.becomes;
  const differing = claims.findIndex((claim, i) => !isSame(claim, others[i]));
  return differing < 0 ? claims.length : differing;
}

/** The claims in each part, in the order of the claims, which is that of the parts. */
function byPart(claims: readonly Claim[], parts: readonly Part[]): (Claim[] | undefined)[] {
  const all: (Claim[] | undefined)[] = [];
  let part = 0;
  for (const claim of claims) {
    while (claim.start >= parts[part]!.end) part++;
    const ofPart = all[part];
    if (ofPart === undefined) all[part] = [claim];
    else ofPart.push(claim);
  }
  return all;
}
