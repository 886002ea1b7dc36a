import { type Claim, resolveClaims } from "./claim/claims.ts";
import { type Engine, Scan } from "./engine.ts";
import { FoldedView } from "./fold/view.ts";
import { MAX_LINE } from "./rule.ts";
import { byteClass, digits, letters } from "./text/bytes.ts";

const LF = 0x0a;
const SLASH = 0x2f;
const ANGLE = 0x3e;
const BACKSLASH = 0x5c;
/** Between these a placeholder is a word of its own, whatever it replaced. */
const hard = byteClass(" \n\r\t\"'`<>");
/** The end of a clause, a port. */
const marks = byteClass(".,;:!?)");
/** Names stand before these. */
const names = byteClass(":=");
/** Behind these and before `>` stand the ids of mentions. */
const sigils = byteClass("@#&!:");
/** Behind a backslash these are as likely an escape as the beginning of a name. */
const escapes = byteClass("0-9nNrRtTvVfFeEaAuUxX");
/** Placeholders may be longer than what they replace. */
const MAX_REPLACED = 4 * MAX_LINE;
/** Each round takes more of the line; ordinary lines need one. */
const MAX_ROUNDS = 8;

/**
 * Looks at scrubbed lines once more, and takes what a second scrubbing would take: a placeholder shows rules another
 * neighbourhood than the text that it replaced. So scrubbing twice is the same as scrubbing once.
 */
export class Settler {
  readonly #scan: Scan;
  readonly #view: FoldedView;
  #replaced: Uint8Array | undefined;

  constructor(engine: Engine) {
    this.#scan = new Scan(engine);
    this.#view = new FoldedView(engine);
  }

  /**
   * Settles each line that holds claims. The work is linear: each line is looked at a few times at most.
   *
   * @param end - Where the text ends, or a line of it.
   * @param isLineStart - Whether the text begins where a line begins.
   * @param claims - Disjoint and in order. They stay as they are.
   */
  settle(text: Uint8Array, end: number, isLineStart: boolean, claims: Claim[]): Claim[] {
    if (claims.every((claim) => isQuiet(text, claim, end))) return claims;
    const settled: Claim[] = [];
    for (let first = 0; first < claims.length; ) {
      const start = lineStart(text, claims[first]!.start, isLineStart);
      let next = first;
      let stop = 0;
      while (next < claims.length && (next === first || claims[next]!.start < stop))
        stop = lineEnd(text, Math.max(stop, claims[next++]!.end), end);
      const ofLine = claims.slice(first, next);
      const isShort = start >= 0 && stop - start < MAX_LINE;
      for (const claim of isShort ? this.#settleLine(text, start, stop, ofLine) : ofLine) settled.push(claim);
      first = next;
    }
    return settled;
  }

  #settleLine(text: Uint8Array, start: number, end: number, claims: Claim[]): Claim[] {
    if (claims.every((claim) => isQuiet(text, claim, end)) || claims.some(({ open }) => open !== undefined))
      return claims;
    this.#replaced ??= new Uint8Array(MAX_REPLACED);
    let known = claims;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const length = replaceInto(this.#replaced, text, start, end, known);
      if (length < 0) return known;
      this.#scan.reset();
      this.#scan.read(this.#replaced, length, 0, true);
      this.#scan.run(length);
      this.#view.look(this.#replaced, 0, length, length, true);
      const found = [...this.#scan.claims, ...this.#view.claims];
      if (found.length === 0) return known;
      const more = found.map((claim) => inOriginal(claim, start, known));
      known = resolveClaims([...known, ...more]);
    }
    return known;
  }
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
  if (text[at - 1] === LF) return at;
  const found = text.indexOf(LF, at);
  return found < 0 || found >= end ? end : found + 1;
}

/** Answers how many bytes were written, or -1 if they do not fit. */
function replaceInto(out: Uint8Array, text: Uint8Array, start: number, end: number, claims: readonly Claim[]): number {
  let at = start;
  let length = 0;
  for (const { start, end, becomes } of claims) {
    if (length + MAX_LINE + becomes.length > out.length) return -1;
    while (at < start) out[length++] = text[at++]!;
    for (let i = 0; i < becomes.length; i++) out[length++] = becomes.charCodeAt(i);
    at = end;
  }
  if (length + end - at > out.length) return -1;
  while (at < end) out[length++] = text[at++]!;
  return length;
}

/** A claim on replaced text as one on the original: where it takes a part of a placeholder, it takes all that was there. */
function inOriginal(claim: Claim, start: number, replaced: readonly Claim[]): Claim {
  let [from, to] = [claim.start + start, claim.end + start];
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
    const shift = end - start - becomes.length;
    if (!foundFrom) from += shift;
    if (!foundTo) to += shift;
  }
  return { ...claim, start: from, end: to };
}

/** Whether the rules see nothing new beside the placeholder: of most it is plain, and then nothing is looked at again. */
function isQuiet(text: Uint8Array, { start, end, becomes, isFolded }: Claim, to: number): boolean {
  if (isFolded) return false;
  if (becomes === "PRIVATE-KEY") return false; // the ends of its lines go as well
  if (letters[text[end - 1]!] === 1 && end < to && names[text[end]!] === 1) return false; // it may have ended like a name
  const left = start > 0 ? text[start - 1]! : LF;
  const right = end < to ? text[end]! : LF;
  if (right === ANGLE && hard[left] === 0) return isId(becomes) && sigils[left] === 1;
  for (let i = end + 1; i < end + 3 && i < to; i++) if (digits[text[i]!] === 1) return false; // a version, a port
  if (hard[left] === 1) return hard[right] === 1 || marks[right] === 1;
  if (left === SLASH) return right === SLASH ? isName(becomes) || isId(becomes) : isId(becomes) && hard[right] === 1;
  return left === BACKSLASH && right === BACKSLASH && isName(becomes) && escapes[text[start]!] !== 1;
}

const isName = (becomes: string): boolean => becomes === "USERNAME";
const isId = (becomes: string): boolean => becomes.startsWith("SHORTENED-ID");
