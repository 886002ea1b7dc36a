import { isTimeMs } from "../report/time.ts";

const clock = String.raw`\d{1,2}:\d\d(?:[:.]\d\d(?!\d))?(?:[.,:]\d{1,9})?(?: ?[AaPp][Mm](?![A-Za-z]))?`;
/** Minutes east of Greenwich of the zones whose name means one zone only. All end with the same letter. */
const zones: Readonly<Record<string, number>> = {
  WET: 0,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  JST: 540,
  AEST: 600,
  AEDT: 660,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MDT: -360,
  PST: -480,
  PDT: -420,
};
const zoneNames = Object.keys(zones).join("|");
const zone = String.raw`(?: \((?:UTC|GMT)\)| ?(?:(?:GMT|UTC)[+-]\d{4}(?: \([A-Z][\w ]+\))?|Z|UTC|GMT|${zoneNames}|[+-]\d\d(?::?\d\d)?)(?![\w]))?`;
const month =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const day = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]{0,3}day)?,? )?";
const date = String.raw`(?:\d\d[-/]\d\d(?= \d\d:\d\d)|\d{4}(?:[-/.]?\d\d[-/.]?\d\d|[-/.]\d\d?[-/.]\d\d?)|\d\d?[-/.]\d\d?[-/.]\d{4}|\d\d/\d\d/\d\d(?!\d)|\d\d-\d\d-\d\d(?= \d\d:)|\d\d\.\d\d\.\d\d(?= \d\d:)|${day}(?:\d\d?[-/ ]${month}[-/ ]\d{4}|\d\d-${month}-\d\d(?= )|${month}[-/]\d\d?[-/]\d{4}|${month} {1,2}\d\d?(?:st|nd|rd|th)?(?:,? \d{4})?))`;
const separator = "(?: at | [>|~@-] |[T _:|-]|, ?)";

/** A point in time as logs print it: a date with a clock, a clock alone, or seconds or milliseconds since 1970. */
const time = new RegExp(
  String.raw`(?:\d\d:\d\d:\d\d,? (?:\d\d?([-/.])\d\d?\1\d{4}|\d{4}-\d\d-\d\d)(?!\d|[T ]\d\d:)|(?:\d{4}([-/.])\d\d\2\d\d|\d\d([-/.])\d\d\3\d{4})[-_T ]\d\d\.\d\d\.\d\d(?:,\d{1,9})?(?![.\d])|${day}${month} {1,2}\d\d? \d\d:\d\d:\d\d(?: [A-Z]{3,4})? \d{4}(?![-/.\d])|(?:${date}${separator})?${clock}${zone}|20\d{6}[-_T]\d{6}(?:[.,]\d{1,9})?(?:Z|[+-]\d{4})?(?![\w.])|\d{13}(?!\d)|\d{10}(?:\.\d{1,9})?(?![\d.]))`,
  "y",
);

/** The index after the time that begins at `from`; `from` if there is none. */
export function findTimeEnd(line: string, from: number): number {
  const end = findCommonEnd(line, from);
  if (end > from) return end;
  time.lastIndex = from;
  return time.test(line) ? time.lastIndex : from;
}

/**
 * The same for `2024-02-06 04:05:06`, with or without a fraction and `Z`, if no more of the time can follow: the case
 * of most lines.
 */
export function findCommonEnd(line: string, from: number): number {
  for (let at = 0; at < dateAndClock.length; at++) {
    const code = line.charCodeAt(from + at);
    const wanted = dateAndClock.charCodeAt(at);
    if (wanted === 48 ? !isDigit(code) : code !== wanted && !(wanted === 32 && code === 84)) return from;
  }
  let end = from + dateAndClock.length;
  const point = line.charCodeAt(end);
  if (point === 46 || point === 44) {
    let digits = end + 1;
    while (isDigit(line.charCodeAt(digits))) digits++;
    if (digits === end + 1 || digits > end + 10) return from;
    end = digits;
  }
  if (line.charCodeAt(end) === 90) end++;
  const next = line.charCodeAt(end);
  return next === 93 || (next === 32 && !goesOn.includes(line.charAt(end + 1)) && !isZoneAt(line, end + 1))
    ? end
    : from;
}

/** Whether the name of a zone may be here, which ends with a T: no level does. */
const isZoneAt = (line: string, at: number) => line.charCodeAt(at + 2) === 84 || line.charCodeAt(at + 3) === 84;

/** Zones and halves of the day begin with one of these. */
const goesOn = "ZUG+-AaPp ";

const dateAndClock = "0000-00-00 00:00:00";
const isDigit = (code: number) => code >= 48 && code <= 57;

const parts =
  /^(?:(\d{1,4}|[A-Z][a-z]{2,8})[-/. ]? ?(\d\d?|[A-Z][a-z]{2,8})(?:st|nd|rd|th)?,?[-/. ]?(\d{1,4})(?: at | [>|~@-] |[T _:|-]|, ?))?(\d{1,2}):(\d\d)(?:(?::|\.(?=\d\d(?!\d)))(\d\d))?(?:[.,:](\d{1,9}))?(?: ?([AaPp])[Mm])? ?(?:(?:GMT|UTC)(?=[+-]))?(Z|UTC|GMT|[A-Z]{3,4}|[+-]\d\d(?::?\d\d)?)?$/;
const weekday = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]{0,3}day)?,? /;
/** `May  6 07:08:09 2031`, as C prints it, with a zone or without. */
const yearLast = /^(\w{3,9} +\d\d?) (\S+)((?: [A-Z]{3,4})?) (\d{4})$/;
/** `07:08:09 6/5/2031`. */
const clockFirst = /^(\d\d:\d\d:\d\d),? (\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4}-\d\d-\d\d)$/;
/** `2031/05/06-07.08.09`. */
const pointed = /^(\d{2,4}[-/.]\d\d[-/.]\d{2,4}[-_T ]\d\d)\.(\d\d)\.(?=\d\d(?:,|$))/;
/** `20310506-070809`. */
const compact = /^(\d{8})[-_T](\d\d)(\d\d)(?=\d)/;
const zoneInBrackets = / \((UTC|GMT)\)$/;
const zoneName = / \([^()]*\)$/;
const months = "JanFebMarAprMayJunJulAugSepOctNovDec";

/**
 * Epoch milliseconds of a time that {@link findTimeEnd} found. Without a zone it is this machine's local time. A clock
 * without a date gives no time.
 *
 * @param afterMs - The time of the log up to here. If an hour happens twice (end of summer time), the first is meant,
 * unless time would go back.
 */
export function parseLogTime(text: string, afterMs = Number.NEGATIVE_INFINITY): number | undefined {
  const common = parseCommonTime(text);
  if (common !== undefined) return common.isUtc || common.timeMs >= afterMs ? common.timeMs : againMs(common.timeMs);
  if (/^\d\d[-/]\d\d /.test(text)) return undefined; // no year
  const zoned = text.endsWith(")")
    ? text.replace(zoneInBrackets, " $1").replace(zoneName, "")
    : text.replace(compact, "$1 $2:$3:").replace(clockFirst, "$2 $1").replace(pointed, "$1:$2:");
  const match = parts.exec(
    text.charCodeAt(0) > 57 ? zoned.replace(weekday, "").replace(yearLast, "$1 $4 $2$3") : zoned,
  );
  if (!match || match[1] === undefined) return undefined;
  if (/^[A-Z]/.test(match[1]) && match[3]!.length !== 4) return undefined; // no year
  const isAmerican = text.includes("/") && (match[8] !== undefined || match[3]!.length === 2);
  const [year, month, day] = datePart(match[1], match[2]!, match[3]!, isAmerican);
  const hour = hourPart(Number(match[4]), match[8]);
  const at = [year, month - 1, day, hour, Number(match[5]), Number(match[6] ?? 0), millis(match[7])] as const;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || at[4] > 59 || at[5] > 60) return undefined;
  const offset = offsetMinutes(match[9]);
  const timeMs = offset === undefined ? new Date(...at).getTime() : Date.UTC(...at) - offset * 60_000;
  if (!isTimeMs(timeMs)) return undefined;
  return offset === undefined && timeMs < afterMs ? againMs(timeMs) : timeMs;
}

/** The same for a time as {@link findCommonEnd} finds it, the case of most lines. */
function parseCommonTime(text: string): { readonly timeMs: number; readonly isUtc: boolean } | undefined {
  const isUtc = text.charCodeAt(text.length - 1) === 90;
  const ms = commonMs(text, isUtc ? text.length - 1 : text.length);
  if (ms < 0) return undefined;
  for (let at = 0; at < dateAndClock.length; at++) {
    const code = text.charCodeAt(at);
    const wanted = dateAndClock.charCodeAt(at);
    if (wanted === 48 ? !isDigit(code) : code !== wanted && !(wanted === 32 && code === 84)) return undefined;
  }
  const [month, day, hour] = [twoDigits(text, 5), twoDigits(text, 8), twoDigits(text, 11)];
  const [minute, second] = [twoDigits(text, 14), twoDigits(text, 17)];
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const timeMs = isUtc
    ? Date.UTC(year, month - 1, day, hour, minute, second, ms)
    : new Date(year, month - 1, day, hour, minute, second, ms).getTime();
  return isTimeMs(timeMs) ? { timeMs, isUtc } : undefined;
}

/** The milliseconds in the fraction of a second that ends a time; -1 if another text follows the seconds. */
function commonMs(text: string, end: number): number {
  const from = dateAndClock.length;
  if (end === from) return 0;
  const point = text.charCodeAt(from);
  if (end < from + 2 || end > from + 10 || (point !== 46 && point !== 44)) return -1;
  let ms = 0;
  for (let at = from + 1; at < Math.max(end, from + 4); at++) {
    const digit = at < end ? text.charCodeAt(at) - 48 : 0;
    if (!(digit >= 0 && digit <= 9)) return -1;
    if (at < from + 4) ms = 10 * ms + digit;
  }
  return ms;
}

const twoDigits = (text: string, at: number) => 10 * (text.charCodeAt(at) - 48) + text.charCodeAt(at + 1) - 48;

/** The second moment at which the clock shows this time, because it was put back; otherwise the same moment. */
function againMs(timeMs: number): number {
  const offset = new Date(timeMs).getTimezoneOffset();
  const putBackMs = (new Date(timeMs + 3 * 3_600_000).getTimezoneOffset() - offset) * 60_000;
  const isAgain =
    putBackMs > 0 && new Date(timeMs + putBackMs).getTimezoneOffset() * 60_000 === offset * 60_000 + putBackMs;
  return isAgain ? timeMs + putBackMs : timeMs;
}

/** Years before this have no log of a bot: where two numbers of two digits may be the year, it is not one of them. */
const firstShortYear = 15;

/**
 * Year first, or day before month; month before day where it has a name, where the numbers leave no choice, where the
 * year has two digits (as Python's `%x`), and in America. A year of two digits is the last, unless it cannot be.
 */
function datePart(first: string, second: string, third: string, isAmerican: boolean): [number, number, number] {
  const [a, b, c] = [monthPart(first), monthPart(second), Number(third)];
  if (first.length === 4) return [a, b, c];
  const isShort = third.length === 2;
  if (isShort && !isAmerican && c < firstShortYear && a >= firstShortYear && /^\d/.test(first)) return [2000 + a, b, c];
  const isMonthFirst = /^[A-Z]/.test(first) || b > 12 || (isAmerican && a <= 12);
  return [isShort ? 2000 + c : c, ...(isMonthFirst ? ([a, b] as const) : ([b, a] as const))];
}

const monthPart = (text: string) => (/^\d/.test(text) ? Number(text) : months.indexOf(text.slice(0, 3)) / 3 + 1);

function hourPart(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

const millis = (fraction = "") => Number(fraction.slice(0, 3).padEnd(3, "0"));

function offsetMinutes(zoneText: string | undefined): number | undefined {
  if (zoneText === undefined) return undefined;
  if (!/^[+-]/.test(zoneText)) return /^(?:Z|UTC|GMT)$/.test(zoneText) ? 0 : zones[zoneText];
  const minutes = Number(zoneText.slice(1, 3)) * 60 + Number(zoneText.slice(3).slice(-2));
  return zoneText.startsWith("-") ? -minutes : minutes;
}

/** Epoch milliseconds of a number that counts seconds, milliseconds, micro- or nanoseconds since 1970. */
export function parseEpoch(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 1e8) return undefined;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  const timeMs = Math.round(value < 1e17 ? value / 1e3 : value / 1e6);
  return isTimeMs(timeMs) ? timeMs : undefined;
}
