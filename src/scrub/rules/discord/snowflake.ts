import { createHmac } from "node:crypto";
import { quoteForNumber } from "../../json/context.ts";
import type { Rule, Span, Window } from "../../rule.ts";
import { digits, hexDigits, latin1, letters, skipBack, skipWhile } from "../../text/bytes.ts";
import { escapeEnd } from "../../text/edges.ts";

const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** Earlier ids do not exist: Discord was not open yet. */
const FIRST_MS = Date.UTC(2015, 1, 1);
const MINUS = 0x2d;
const SLACK_MS = 30 * 86_400_000;

export interface SnowflakeOptions {
  readonly ids: "shortened" | "keyed" | "any";
  readonly idKey: Uint8Array;
  readonly nowMs: number;
}

/**
 * Discord ids ("snowflakes", 17 to 19 digits) become `SHORTENED-ID-smmm`: the last digit of the second and the
 * milliseconds in their timestamp. Four digits mostly tell two ids apart, and are too few to find either one again
 * without a list of candidates; the keyed form cannot be tried against such a list either.
 *
 * Hits: ids in mentions, paths, JSON, glued to letters or `_`, behind escapes. Misses what only looks like one: a time
 * before Discord or in the future (nanosecond clocks, 2^63-1), decimal fractions, `0x`, grouped digits, hex runs.
 *
 * Costs a look at each long run of digits.
 */
export function snowflake(options: SnowflakeOptions): Rule {
  const isPlausible = options.ids === "any" ? isLongNumber : (id: string) => isInTime(id, options.nowMs);
  const shorten = options.ids === "keyed" ? (id: string) => keyed(id, options.idKey) : shortened;
  const longest = options.ids === "any" ? 20 : 19;
  return {
    name: "snowflake",
    recognises: "Discord ids of users, guilds, channels, messages, roles and emojis",
    becomes: "SHORTENED-ID-####",
    example: "<@133049272517001217>",
    priority: 20,
    on: true,
    anchors: "runs",
    match(window, at) {
      const span = digitRun(window, at, longest, isPlausible);
      if (span === undefined) return undefined;
      const id = latin1(window.text, span.start, span.end);
      const number = window.text[span.start - 1] === MINUS ? span.start - 1 : span.start;
      const quote = quoteForNumber(window, number, span.end);
      const start = quote === "" ? span.start : number;
      return { start, end: span.end, becomes: `${quote}SHORTENED-ID-${shorten(id)}${quote}` };
    },
  };
}

/** The whole run of digits around `at`, or what is left of it after an escape that ends in digits (`%22`, `\u0022`). */
function digitRun(window: Window, at: number, longest: number, isPlausible: (id: string) => boolean): Span | undefined {
  const { text, from, to } = window;
  if (digits[text[at]!] !== 1) return undefined;
  const low = Math.max(from, at - longest - 8);
  const start = skipBack(text, at, low, digits);
  const end = skipWhile(text, at, Math.min(to, at + longest + 8), digits);
  if (end - start < 17 || (start === low && low > from)) return undefined;
  for (const first of [start, escapeEnd(text, start, from, to)]) {
    const length = end - first;
    if (first < start || length < 17 || length > longest || text[first] === 0x30) continue;
    if (!isPlausible(latin1(text, first, end))) continue;
    if (first === start && !isOwnNumber(window, first, end)) continue;
    return { start: first, end };
  }
  return undefined;
}

/** Whether a number of 17 to 19 digits may be an id, and the four digits that it becomes. */
export function shortenId(id: string, options: SnowflakeOptions): string | undefined {
  const isId = options.ids === "any" ? isLongNumber(id) : isInTime(id, options.nowMs);
  if (!isId) return undefined;
  return options.ids === "keyed" ? keyed(id, options.idKey) : shortened(id);
}

/** When an id was made, epoch milliseconds. */
export const idTimeMs = (id: string): number => ticksOf(id) + DISCORD_EPOCH_MS;

/** All but the lower 22 bits of a number of at most 20 digits: by two halves, since a number holds no more than 53 bits. */
function ticksOf(id: string): number {
  const high = Number(id.slice(0, -8));
  const low = (high % TICK) * 1e8 + Number(id.slice(-8));
  return Math.floor(high / TICK) * 1e8 + Math.floor(low / TICK);
}

const TICK = 2 ** 22;

const isLongNumber = (id: string): boolean => id.length >= 17;

function isInTime(id: string, nowMs: number): boolean {
  const ms = Math.floor(Number(id) / 4_194_304) + DISCORD_EPOCH_MS;
  return ms >= FIRST_MS && ms <= nowMs + SLACK_MS;
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
  const runStart = window.runStart(hexDigits, start);
  const runEnd = window.runEnd(hexDigits, end, Math.min(to, end + 128));
  if (runStart === start && runEnd === end) return false;
  const left = runStart > from ? text[runStart - 1]! : 0;
  const right = runEnd < to ? text[runEnd]! : 0;
  const isWord = (runStart < start && letters[left] === 1) || (runEnd > end && letters[right] === 1);
  return !isWord && escapeEnd(text, start, from, to) !== start;
}

const shortened = (id: string): string => (ticksOf(id) % 10_000).toString().padStart(4, "0");

function keyed(id: string, key: Uint8Array): string {
  const digest = createHmac("sha256", key).update(id).digest();
  return (digest.readUInt32BE(0) % 10_000).toString().padStart(4, "0");
}
