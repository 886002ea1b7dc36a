import { isTimeMs } from "../report/time.ts";
import type { Entry } from "./entry.ts";
import type { Receipt } from "./receipt.ts";

/** Of each record. */
export const recordVersion = 1;
const times = ["timeMs", "capturedAtMs", "retryAtMs", "settledAtMs"] as const;
const stored = (key: string) => key.replace(/Ms$/, "");

/**
 * Renders a record; times become RFC 3339 strings. The places, the largest part, are last, so that lists need not read
 * them.
 */
export function renderRecord(record: object): string {
  const entries = Object.entries(record).map(([key, value]) =>
    (times as readonly string[]).includes(key) ? [stored(key), new Date(value).toISOString()] : [key, value],
  );
  const { places, ...fields } = Object.fromEntries(entries);
  return `${JSON.stringify({ version: recordVersion, ...fields, ...(places && { places }) }, null, 2)}\n`;
}

/** @returns `undefined` if the text is not a record of this version, or contains values that are not possible. */
export const parseRecord = <T extends Entry | Receipt>(bytes: Uint8Array | undefined): T | undefined =>
  bytes && parseText<T>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());

const placesKey = ',\n  "places": [';
const placesEnd = "]\n}\n";

/** The same without the places, which are neither read nor checked. */
export function parseWithoutPlaces<T extends Entry | Receipt>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  const end = text.indexOf(placesKey);
  const isWhole = end >= 0 && text.endsWith(placesEnd);
  return (isWhole ? parseText<T>(`${text.slice(0, end)}}`) : undefined) ?? parseText<T>(text);
}

/** Like `parseRecord`, for a text. */
export function parseText<T extends Entry | Receipt>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    const { version: found, time, capturedAt, retryAt, settledAt, ...record } = JSON.parse(text);
    record.timeMs = parseTime(time);
    record.capturedAtMs = parseTime(capturedAt);
    if (retryAt !== undefined) record.retryAtMs = parseTime(retryAt);
    if (settledAt !== undefined) record.settledAtMs = parseTime(settledAt);
    return found === recordVersion && isSound(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

const parseTime = (text: unknown): number =>
  typeof text === "string" && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;

const isPlace = (place: unknown) =>
  Array.isArray(place) && /^[23]$/.test(String(place.length)) && place.every((part) => typeof part === "string");

const texts = ["id", "type", "publisher", "plugin", "title", "sha256", "state"] as const;
const optionalTexts = ["dsn", "reason", "nextSha256", "approvedSha256", "capture", "held", "group", "log"] as const;
const numbers = ["bytes", "attempts", "status", "generation"] as const;

/** Values that are shown or computed with have the right type: a file may have been edited or damaged. */
function isSound(record: Record<string, unknown>): boolean {
  const { findings } = record;
  return (
    texts.every((key) => typeof record[key] === "string") &&
    optionalTexts.every((key) => record[key] === undefined || typeof record[key] === "string") &&
    numbers.every((key) => record[key] === undefined || Number.isSafeInteger(record[key])) &&
    times.every((key) => record[key] === undefined || isTimeMs(record[key])) &&
    typeof findings === "object" &&
    findings !== null &&
    Object.values(findings).every(Number.isSafeInteger) &&
    (record.places === undefined || (Array.isArray(record.places) && record.places.every(isPlace)))
  );
}
