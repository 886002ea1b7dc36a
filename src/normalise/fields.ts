import { boundText } from "../report/bounds.ts";
import { isTimeMs, toRfc3339 } from "../report/time.ts";

/** A JSON object that somebody else wrote. */
export type Fields = Readonly<Record<string, unknown>>;

/** A JSON object; `undefined` for anything else. */
export const recordOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** A text that is not empty and has at most this many UTF-16 units; a longer one is left out entirely. */
export const textOf = (value: unknown, most = 1024): string | undefined =>
  typeof value === "string" && value !== "" && value.length <= most ? value : undefined;

/** A text, or another value as JSON: SDKs pass on whatever was thrown. */
export const printedOf = (value: unknown): string | undefined =>
  typeof value === "string" || value === undefined || value === null ? textOf(value, Infinity) : JSON.stringify(value);

/** A finite number. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** One of these words. */
export const wordOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === value);

/** A list, or the only value, of what SDKs write as `{values: […]}`. */
export function valuesOf(value: unknown): Fields[] {
  const holder = recordOf(value);
  const list = holder && Object.hasOwn(holder, "values") ? holder.values : value;
  return (Array.isArray(list) ? list : [list]).map(recordOf).filter((one) => one !== undefined);
}

/** A time as SDKs write it, in epoch milliseconds: seconds or dates; dates without a zone are UTC. */
export function toMs(time: unknown): number | undefined {
  const ms = typeof time === "number" ? time * 1000 : typeof time === "string" ? Date.parse(inUtc(time)) : Number.NaN;
  return isTimeMs(ms) ? ms : undefined;
}

const inUtc = (date: string) => (/^[\d-]+[T ][\d:.]+$/.test(date) ? `${date.replace(" ", "T")}Z` : date);

/** RFC 3339; `undefined` if there is no time. */
export const toIso = (time: unknown): string | undefined => toRfc3339(toMs(time));

/** The beginning of a text, with the margin that the scrubber needs. */
export const beginningOf = boundText;

/** The object without keys whose value is `undefined`. */
export const compact = <T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
