import { type Claim, claimAt, resolveClaims } from "./claim/claims.ts";
import { isQuiet } from "./claim/quiet.ts";
import { type Engine, GAP, type Part, Scan } from "./engine.ts";
import { FoldedView } from "./fold/view.ts";
import { claimRemainder } from "./remainder.ts";
import { MAX_LINE } from "./rule.ts";

const LF = 0x0a;
/** The most claims of a line that is settled: placeholders may be longer than the text that they replace. */
const MAX_REPLACED = 3 * MAX_LINE;
/** The number of bytes that are read at a time. */
const ROOM = 4 * MAX_LINE;
/** Each round removes more of the line; ordinary lines need one. */
const MAX_ROUNDS = 8;
/** After so many, a line is likely to need one for each of its words: the rest of it is removed at once. */
const ROUNDS = 4;

/** A line with its claims, or several lines that share one. */
interface Lines {
  readonly start: number;
  readonly end: number;
  /** The indexes of their first claims: from `first` up to but not including `next`. */
  readonly first: number;
  readonly next: number;
  claims: readonly Claim[];
  isChanged: boolean;
  /** Where the first claim is that the last round changed. */
  changedAt: number;
}

/** A text up to `end`, and the lines in it that were one. */
interface Stretch {
  readonly text: Uint8Array;
  readonly end: number;
  readonly isLineStart: boolean;
  readonly groups: readonly Part[];
}

/**
 * Scans scrubbed lines again, and removes what a second scrubbing would remove, since a placeholder is a different
 * context for rules than the text that it replaced. So scrubbing twice gives the same result as scrubbing once.
 */
export class Settler {
  readonly #scan: Scan;
  readonly #view: FoldedView;
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
  settle(text: Uint8Array, end: number, isLineStart: boolean, claims: Claim[], groups: readonly Part[] = []): Claim[] {
    const all = restlessLines({ text, end, isLineStart, groups }, claims);
    let restless: readonly Lines[] = all;
    for (let round = 1; round <= MAX_ROUNDS && restless.length > 0; round++)
      restless = this.#lookAgain(text, restless, round >= ROUNDS);
    return all.some(({ isChanged }) => isChanged) ? withLines(claims, all) : claims;
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

  #lookAtBatch(changed: Lines[]): void {
    const [batch, parts] = [this.#batch, this.#parts];
    this.#batch = [];
    this.#parts = [];
    if (parts.length === 0) return;
    const { end } = parts.at(-1)!;
    this.#scan.readParts(this.#replaced!, parts);
    this.#scan.run(end);
    this.#view.lookAtParts(this.#replaced!, parts);
    const [found, folded] = [byPart(this.#scan.claims, parts), byPart(this.#view.claims, parts)];
    for (const [i, lines] of batch.entries()) {
      const more = [...(found[i] ?? []), ...(folded[i] ?? [])];
      if (more.length === 0) continue;
      const known = lines.claims;
      const places = new Replaced(known, lines.start - parts[i]!.start);
      const claims = resolveClaims([...known, ...more.map((claim) => places.inOriginal(claim))]);
      const same = countSame(claims, known);
      if (same === claims.length && same === known.length) continue;
      lines.claims = claims;
      lines.isChanged = true;
      lines.changedAt = Math.min(claims[same]?.start ?? lines.end, known[same]?.start ?? lines.end);
      changed.push(lines);
    }
  }
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

/** The lines in which the rules may find something new beside a placeholder, unless they are too long. */
function restlessLines(stretch: Stretch, claims: readonly Claim[]): Lines[] {
  const all: Lines[] = [];
  for (let i = 0; i < claims.length; i++) {
    if (isQuiet(stretch.text, claims[i]!, stretch.end)) continue;
    const lines = linesAround(stretch, claims, i);
    i = lines.next - 1;
    const isShort = lines.start >= 0 && lines.end - lines.start < MAX_LINE;
    if (isShort && lines.claims.every(({ open }) => open === undefined)) all.push(lines);
  }
  return all;
}

/** The line of a claim, with the lines that share claims with it, or were one with it. */
function linesAround(stretch: Stretch, claims: readonly Claim[], index: number): Lines {
  const { text, end, isLineStart } = stretch;
  let first = index;
  let start = groupStart(stretch, lineStart(text, claims[first]!.start, isLineStart));
  while (first > 0 && start >= 0 && claims[first - 1]!.end > start)
    if (claims[--first]!.start < start) start = groupStart(stretch, lineStart(text, claims[first]!.start, isLineStart));
  let next = index;
  let stop = 0;
  while (next < claims.length && (next === index || claims[next]!.start < stop))
    stop = groupEnd(stretch, lineEnd(text, Math.max(stop, claims[next++]!.end), end));
  return { start, end: stop, first, next, claims: claims.slice(first, next), isChanged: false, changedAt: start };
}

/** The group that contains the byte at `at` or before it, if it is complete. */
function groupAt({ groups, end: textEnd }: Stretch, at: number, isAfter: boolean): Part | undefined {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { end } = groups[middle]!;
    if (isAfter ? end <= at : end < at) low = middle + 1;
    else high = middle;
  }
  const group = groups[low];
  if (group === undefined || group.end > textEnd) return undefined;
  return group.start < at || (isAfter && group.start === at) ? group : undefined;
}

/** The beginning of the group that contains the line at `line`; otherwise `line`. */
const groupStart = (stretch: Stretch, line: number): number =>
  line < 0 ? line : (groupAt(stretch, line, true)?.start ?? line);

/** The end of the group that contains the line ending at `line`; otherwise `line`. */
const groupEnd = (stretch: Stretch, line: number): number => groupAt(stretch, line, false)?.end ?? line;

/** All claims, including the new ones of these lines. */
function withLines(claims: readonly Claim[], all: readonly Lines[]): Claim[] {
  const settled: Claim[] = [];
  let at = 0;
  for (const lines of all) {
    settled.push(...claims.slice(at, lines.first), ...lines.claims);
    at = lines.next;
  }
  settled.push(...claims.slice(at));
  return settled;
}

/** The beginning of the line that contains `at`, or -1 if it is too far away. */
function lineStart(text: Uint8Array, at: number, isLineStart: boolean): number {
  const low = Math.max(0, at - MAX_LINE);
  let i = at;
  while (i > low && text[i - 1] !== LF) i--;
  return i > low || (i === 0 && isLineStart) ? i : -1;
}

/** After the first line end at or after `at - 1`. */
function lineEnd(text: Uint8Array, at: number, end: number): number {
  if (at >= end || text[at - 1] === LF) return at;
  const found = text.indexOf(LF, at);
  return found < 0 || found >= end ? end : found + 1;
}

function lengthReplaced({ start, end, claims }: Lines): number {
  let length = end - start;
  for (const claim of claims) length += claim.becomes.length - (claim.end - claim.start);
  return length;
}

/** Writes the lines from `into` on, with placeholders for their claims. */
function replaceInto(out: Uint8Array, into: number, text: Uint8Array, { start, end, claims }: Lines): void {
  let at = start;
  let to = into;
  for (const claim of claims) {
    while (at < claim.start) out[to++] = text[at++]!;
    for (let i = 0; i < claim.becomes.length; i++) out[to++] = claim.becomes.charCodeAt(i);
    at = claim.end;
  }
  while (at < end) out[to++] = text[at++]!;
}

/** Where the replaced parts of a text are in it, with their placeholders: each claim is converted in a few steps. */
class Replaced {
  /** For each claim, where its placeholder begins in the replaced text. */
  readonly #starts: Int32Array;

  /** @param shift - The number of bytes before the original text that are not in the replaced one. */
  constructor(
    private readonly claims: readonly Claim[],
    private readonly shift: number,
  ) {
    this.#starts = new Int32Array(claims.length);
    let longer = -shift;
    for (let i = 0; i < claims.length; i++) {
      const { start, end, becomes } = claims[i]!;
      this.#starts[i] = start + longer;
      longer += becomes.length - (end - start);
    }
  }

  /**
   * Converts a claim on replaced text to one on the original text. A part of a placeholder becomes all of the text that
   * it replaced.
   */
  inOriginal(claim: Claim): Claim {
    return claimAt(claim, this.#start(claim.start), this.#end(claim.end));
  }

  #start(at: number): number {
    const i = this.#last(at);
    const claim = this.claims[i];
    if (claim === undefined) return at + this.shift;
    const behind = at - this.#starts[i]! - claim.becomes.length;
    return behind < 0 ? claim.start : claim.end + behind;
  }

  #end(at: number): number {
    const i = this.#last(at - 1);
    const claim = this.claims[i];
    if (claim === undefined) return at + this.shift;
    return claim.end + Math.max(0, at - this.#starts[i]! - claim.becomes.length);
  }

  /** The index of the last claim whose placeholder begins at `at` or before; -1 if there is none. */
  #last(at: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
