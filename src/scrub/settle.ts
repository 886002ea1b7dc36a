import { type Claim, resolveClaims } from "./claim/claims.ts";
import { isQuiet } from "./claim/quiet.ts";
import { type Engine, type Part, Scan } from "./engine.ts";
import { FoldedView } from "./fold/view.ts";
import { MAX_LINE } from "./rule.ts";

const LF = 0x0a;
/** Placeholders may be longer than what they replace: a line with more of them stays as it is. */
const MAX_REPLACED = 3 * MAX_LINE;
/** How much is read at a time. */
const ROOM = 4 * MAX_LINE;
/** Line ends between two lines that do not see each other. */
const GAP = 3;
/** Each round takes more of the line; ordinary lines need one. */
const MAX_ROUNDS = 8;

/** A line with its claims, or several lines that share one. */
interface Lines {
  readonly start: number;
  readonly end: number;
  /** Which of all claims they hold at first: from `first` up to but not including `next`. */
  readonly first: number;
  readonly next: number;
  claims: readonly Claim[];
  isChanged: boolean;
}

/** A text up to `end`, and which of its lines were one. */
interface Stretch {
  readonly text: Uint8Array;
  readonly end: number;
  readonly isLineStart: boolean;
  readonly groups: readonly Part[];
}

/**
 * Looks at scrubbed lines once more, and takes what a second scrubbing would take: a placeholder shows rules another
 * neighbourhood than the text that it replaced. So scrubbing twice is the same as scrubbing once.
 */
export class Settler {
  readonly #scan: Scan;
  readonly #view: FoldedView;
  #replaced: Uint8Array | undefined;
  /** Which lines stand in `#replaced`, and where. */
  #batch: Lines[] = [];
  #parts: Part[] = [];

  constructor(engine: Engine) {
    this.#scan = new Scan(engine);
    this.#view = new FoldedView(engine);
  }

  /**
   * Settles each line that holds claims, by itself. The work is linear: each line is looked at a few times at most.
   *
   * @param end - Where the text ends, or a line of it.
   * @param isLineStart - Whether the text begins where a line begins.
   * @param claims - Disjoint and in order. They stay as they are.
   * @param groups - Lines that were one, in order: they are settled together.
   */
  settle(text: Uint8Array, end: number, isLineStart: boolean, claims: Claim[], groups: readonly Part[] = []): Claim[] {
    const all = restlessLines({ text, end, isLineStart, groups }, claims);
    let restless: readonly Lines[] = all;
    for (let round = 0; round < MAX_ROUNDS && restless.length > 0; round++) restless = this.#lookAgain(text, restless);
    return all.some(({ isChanged }) => isChanged) ? withLines(claims, all) : claims;
  }

  /** Answers which of the lines got more claims by it. */
  #lookAgain(text: Uint8Array, all: readonly Lines[]): Lines[] {
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
      const shift = lines.start - parts[i]!.start;
      const known = lines.claims;
      const claims = resolveClaims([...known, ...more.map((claim) => inOriginal(claim, shift, known))]);
      if (areSame(claims, known)) continue;
      lines.claims = claims;
      lines.isChanged = true;
      changed.push(lines);
    }
  }
}

/** Whether the same is replaced by the same: a rule may take a placeholder again, and leave the line as it was. */
function areSame(claims: readonly Claim[], others: readonly Claim[]): boolean {
  return (
    claims.length === others.length &&
    claims.every(({ start, end, becomes }, i) => {
      const other = others[i]!;
      return start === other.start && end === other.end && becomes === other.becomes;
    })
  );
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

/** The lines in which the rules may see something new beside a placeholder, unless they are too long for it. */
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

/** The line of a claim, with those that share claims with it, or were one with it. */
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
  return { start, end: stop, first, next, claims: claims.slice(first, next), isChanged: false };
}

/** The group that holds the byte at `at`, or before it; none that is not whole. */
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

/** Where the group begins whose line begins at `line`; else that. */
const groupStart = (stretch: Stretch, line: number): number =>
  line < 0 ? line : (groupAt(stretch, line, true)?.start ?? line);

/** Where the group ends whose line ends at `line`; else that. */
const groupEnd = (stretch: Stretch, line: number): number => groupAt(stretch, line, false)?.end ?? line;

/** All claims, with those of the lines as they are now. */
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

/** Where the line begins that holds `at`, or -1 if that is not in reach. */
function lineStart(text: Uint8Array, at: number, isLineStart: boolean): number {
  const low = Math.max(0, at - MAX_LINE);
  let i = at;
  while (i > low && text[i - 1] !== LF) i--;
  return i > low || (i === 0 && isLineStart) ? i : -1;
}

/** Behind the first line end at or behind `at - 1`. */
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

/** Writes the lines from `into` on, with what takes the place of the claims. */
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

/**
 * A claim on replaced text as one on the original, `shift` bytes behind it: where it takes a part of a placeholder, it
 * takes all that was there.
 */
function inOriginal(claim: Claim, shift: number, replaced: readonly Claim[]): Claim {
  let [from, to] = [claim.start + shift, claim.end + shift];
  let [foundFrom, foundTo] = [false, false];
  for (const { start, end, becomes } of replaced) {
    if (!foundFrom && from < start + becomes.length) {
      foundFrom = true;
      if (from > start) from = start;
    }
    if (!foundTo && to <= start + becomes.length) {
      foundTo = true;
      if (to > start) to = end;
    }
    const longer = end - start - becomes.length;
    if (!foundFrom) from += longer;
    if (!foundTo) to += longer;
  }
  return { ...claim, start: from, end: to };
}
