import { createHmac } from "node:crypto";
import { isInMention } from "../../claim/quiet.ts";
import { quoteForNumber } from "../../json/context.ts";
import type { Rule, Window } from "../../rule.ts";
import { digits, hexDigits, latin1, letters, skipBack } from "../../text/bytes.ts";
import { escapeEnd } from "../../text/edges.ts";

const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** Earlier ids do not exist: Discord was not open yet. */
const FIRST_MS = Date.UTC(2015, 1, 1);
const MINUS = 0x2d;
const SLACK_MS = 30 * 86_400_000;
/** The most digits of an escape before an id. */
const MAX_ESCAPE = 4;
/** Ids of this time exist, even if the clock of the machine is wrong: a small computer without one begins in 1970. */
const BUILD_MS = Date.UTC(2026, 10, 21);

export interface SnowflakeOptions {
  readonly ids: "shortened" | "keyed" | "any";
  readonly idKey: Uint8Array;
  /** Read again for each number that may be of a later time: a bot runs for months. */
  readonly nowMs: () => number;
}

/**
 * Discord ids ("snowflakes", 17 to 19 digits) become `SHORTENED-ID-smmm`: the last digit of the second and the
 * milliseconds in their timestamp. Four digits usually distinguish two ids, and are too few to find either one without
 * a list of candidates; the keyed form cannot be tried against such a list either.
 *
 * Hits: ids in mentions, paths, JSON, glued to letters or `_`, after escapes. Misses what only looks like one: a time
 * before Discord or in the future (nanosecond clocks, 2^63-1), decimal fractions, `0x`, grouped digits, hex runs.
 *
 * Costs a look at each long run of digits.
 */
export function snowflake(options: SnowflakeOptions): Rule {
  const { ids, idKey } = options;
  const longest = ids === "any" ? 20 : 19;
  return {
    name: "snowflake",
    recognises: "Discord ids of users, guilds, channels, messages, roles and emojis",
    becomes: "SHORTENED-ID-####",
    example: "<@133049272517001217>",
    priority: 20,
    on: true,
    anchors: "runs",
    match(window, at) {
      const { text } = window;
      const { start: first, end } = window.digitsAt(at);
      if (end - first < 17 || end - first > longest + MAX_ESCAPE) return undefined;
      let start = first;
      let ticks = ticksOfId(text, start, end, longest, options);
      if (ticks < 0 || !isOwnNumber(window, start, end)) {
        start = escapeEnd(text, first, window.from, window.to);
        ticks = start > first ? ticksOfId(text, start, end, longest, options) : -1;
        if (ticks < 0) return undefined;
      }
      const number = text[start - 1] === MINUS ? start - 1 : start;
      const quote = quoteForNumber(window, number, end);
      const becomes = placeholder(ids === "keyed" ? keyed(latin1(text, start, end), idKey) : lastFour(ticks));
      if (quote !== "") return { start: number, end, becomes: quote + becomes + quote };
      return { start, end, becomes, isQuiet: isInMention(text, start, end) };
    },
  };
}

/** The time in the id that these digits may be, as `ticksAt` reads it; -1 if they are none. */
function ticksOfId(
  text: Uint8Array,
  start: number,
  end: number,
  longest: number,
  { ids, nowMs }: SnowflakeOptions,
): number {
  if (end - start < 17 || end - start > longest || text[start] === 0x30) return -1;
  const ticks = ticksAt(text, start, end);
  return ids === "any" || isInTime(ticks, nowMs) ? ticks : -1;
}

/** Whether a number of 17 to 19 digits may be an id, and the four digits that it becomes. */
export function shortenId(id: string, options: SnowflakeOptions): string | undefined {
  const isId = options.ids === "any" ? id.length >= 17 : isInTime(ticksOf(id), options.nowMs);
  if (!isId) return undefined;
  return fourDigits(options.ids === "keyed" ? keyed(id, options.idKey) : lastFour(ticksOf(id)));
}

/** When an id was made, epoch milliseconds. */
export const idTimeMs = (id: string): number => ticksOf(id) + DISCORD_EPOCH_MS;

const ticksOf = (id: string): number => ticksAt(Buffer.from(id, "latin1"), 0, id.length);

/**
 * All but the lower 22 bits of a number of at most 20 digits: by two halves, since a number holds no more than 53 bits.
 */
function ticksAt(text: Uint8Array, start: number, end: number): number {
  const [middle, low] = [Math.max(start, end - 16), Math.max(start, end - 8)];
  const high = numberAt(text, start, middle) * 1e8 + numberAt(text, middle, low);
  const ticks = Math.floor(high / TICK);
  const rest = (high - ticks * TICK) * 1e8 + numberAt(text, low, end);
  return ticks * 1e8 + Math.floor(rest / TICK);
}

const TICK = 2 ** 22;

/** A number of at most nine digits: V8 reads those in a fraction of the time that longer ones take. */
function numberAt(text: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) number = (Math.imul(number, 10) + text[i]! - 0x30) | 0;
  return number;
}

function isInTime(ticks: number, nowMs: () => number): boolean {
  const earliestNowMs = ticks + DISCORD_EPOCH_MS - SLACK_MS;
  return ticks + DISCORD_EPOCH_MS >= FIRST_MS && (earliestNowMs <= BUILD_MS || earliestNowMs <= nowMs());
}

/** Neither a fraction, nor `0x…`, nor the last group of `1_000_…`, nor a piece of a hash. */
function isOwnNumber(window: Window, start: number, end: number): boolean {
  const { text, from } = window;
  const left = start > from ? text[start - 1]! : 0;
  const beforeLeft = start - 1 > from ? text[start - 2]! : 0;
  if (left === 0x2e && digits[beforeLeft] === 1) return false;
  if ((left | 32) === 0x78 && beforeLeft === 0x30) return false;
  if (left === 0x5f && digits[beforeLeft] === 1 && isGroupedNumber(text, start - 1, from)) return false;
  return !isInHexRun(window, start, end);
}

function isGroupedNumber(text: Uint8Array, underscore: number, from: number): boolean {
  const group = skipBack(text, underscore, Math.max(from, underscore - 4), digits);
  const left = group > from ? text[group - 1]! : 0;
  return underscore - group <= 3 && letters[left] !== 1 && left !== 0x5f && left < 0x80;
}

function isInHexRun(window: Window, start: number, end: number): boolean {
  const { text, from, to } = window;
  const isHexBefore = start > from && hexDigits[text[start - 1]!] === 1;
  const isHexBehind = end < to && hexDigits[text[end]!] === 1;
  if (!isHexBefore && !isHexBehind) return false;
  const runStart = window.runStart(hexDigits, start);
  const runEnd = window.runEnd(hexDigits, end, Math.min(to, end + 128));
  const left = runStart > from ? text[runStart - 1]! : 0;
  const right = runEnd < to ? text[runEnd]! : 0;
  const isWord = (runStart < start && letters[left] === 1) || (runEnd > end && letters[right] === 1);
  return !isWord && escapeEnd(text, start, from, to) !== start;
}

/** The last four digits, without the slow remainder of large numbers. */
const lastFour = (ticks: number): number => ticks - Math.floor(ticks / 10_000) * 10_000;

const keyed = (id: string, key: Uint8Array): number =>
  createHmac("sha256", key).update(id).digest().readUInt32BE(0) % 10_000;

const fourDigits = (number: number): string => number.toString().padStart(4, "0");

/** There are no more than 10,000 of them, and each is made once. */
let placeholders: string[] | undefined;
function placeholder(number: number): string {
  placeholders ??= new Array<string>(10_000).fill("");
  const known = placeholders[number]!;
  if (known !== "") return known;
  // from bytes, because V8 reads a text that was put together several times as slowly
  const made = Buffer.from(`SHORTENED-ID-${fourDigits(number)}`, "latin1").toString("latin1");
  placeholders[number] = made;
  return made;
}
