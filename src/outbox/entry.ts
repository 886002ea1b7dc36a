import { isTimeMs } from "../report/time.ts";
import type { ItemType } from "../seal/envelope.ts";

/**
 * `waiting`: not tried yet, or not reached. `rejected`: the server refused it. `limited`: not before `retryAtMs`.
 * `posting`: a request is under way, or a process died in one.
 */
export type WaitingState = "waiting" | "posting" | "rejected" | "limited";

/** What stands beside the bytes of a pending event. */
export interface Entry {
  readonly id: string;
  readonly type: ItemType;
  readonly publisher: string;
  readonly plugin: string;
  readonly dsn?: string;
  /** One scrubbed line for lists. */
  readonly title: string;
  /** When it happened, epoch milliseconds. */
  readonly timeMs: number;
  /** When it was captured, epoch milliseconds. */
  readonly capturedAtMs: number;
  /** `automatic`: by `watch`, the library, the relay; only that may be sent automatically. Absent: by hand. */
  readonly capture?: "automatic" | "by hand";
  /** Number of the owner's answer that covered it when it was captured; absent if none did. */
  readonly generation?: number;
  /** Why it was held when it was captured, as consent calls it; absent if it was not. */
  readonly held?: string;
  /** The same for equal errors of every hour. */
  readonly group?: string;
  /** When the errors that it stands for happened, as a rendered tally; absent if it was not made from a log. */
  readonly occurrences?: readonly number[];
  /** Whole path of the log that it was captured from; absent if it came in another way. Never leaves this machine. */
  readonly log?: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Digest of other bytes that are about to take the place of these. */
  readonly nextSha256?: string;
  /** Digest of the bytes that the owner looked at and agreed to; no others are sent after that. */
  readonly approvedSha256?: string;
  /** How often each rule fired. */
  readonly findings: Readonly<Record<string, number>>;
  /** Where the first of them are: JSON pointer, placeholder, rule. Absent in receipts. */
  readonly places?: readonly (readonly [pointer: string, placeholder: string, rule?: string])[];
  readonly state: WaitingState;
  /** Why it is still pending, in words. */
  readonly reason?: string;
  readonly retryAtMs?: number;
  /** Failed attempts since the last that reached the server. */
  readonly attempts: number;
}

const version = 1;
const times = ["timeMs", "capturedAtMs", "retryAtMs", "settledAtMs"] as const;
const stored = (key: string) => key.replace(/Ms$/, "");

/** Times become RFC 3339 strings. The places, which are most of it, stand last: what lists entries need not read them. */
export function renderRecord(record: object): string {
  const entries = Object.entries(record).map(([key, value]) =>
    (times as readonly string[]).includes(key) ? [stored(key), new Date(value).toISOString()] : [key, value],
  );
  const { places, ...fields } = Object.fromEntries(entries);
  return `${JSON.stringify({ version, ...fields, ...(places && { places }) }, null, 2)}\n`;
}

/** @returns `undefined` if the text is no record of this version, or says what none can say. */
export const parseRecord = <T extends Entry | Receipt>(bytes: Uint8Array | undefined): T | undefined =>
  bytes && parseText<T>(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());

const placesKey = ',\n  "places": [';
const placesEnd = "]\n}\n";

/** The same without its places, which are neither read nor checked. */
export function parseWithoutPlaces<T extends Entry | Receipt>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  const end = text.indexOf(placesKey);
  const isWhole = end >= 0 && text.endsWith(placesEnd);
  return (isWhole ? parseText<T>(`${text.slice(0, end)}}`) : undefined) ?? parseText<T>(text);
}

/** As `parseRecord`, of a text. */
export function parseText<T extends Entry | Receipt>(text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    const { version: found, time, capturedAt, retryAt, settledAt, ...record } = JSON.parse(text);
    record.timeMs = parseTime(time);
    record.capturedAtMs = parseTime(capturedAt);
    if (retryAt !== undefined) record.retryAtMs = parseTime(retryAt);
    if (settledAt !== undefined) record.settledAtMs = parseTime(settledAt);
    return found === version && isSound(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** How an event came in; what is left out is the least: by hand, now, under no answer. With `retryAtMs`, it is not sent before. */
export type Stamp = Partial<Pick<Entry, "capture" | "capturedAtMs" | "generation" | "held" | "retryAtMs">>;

const parseTime = (text: unknown): number =>
  typeof text === "string" && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;

const isPlace = (place: unknown) =>
  Array.isArray(place) && /^[23]$/.test(String(place.length)) && place.every((part) => typeof part === "string");

const texts = ["id", "type", "publisher", "plugin", "title", "sha256", "state"] as const;
const optionalTexts = ["dsn", "reason", "nextSha256", "approvedSha256", "capture", "held", "group", "log"] as const;
const numbers = ["bytes", "attempts", "status", "generation"] as const;

/** What is shown and reckoned with is of the kind that it should be: a file may have been edited, or damaged. */
function isSound(record: Record<string, unknown>): boolean {
  const { findings } = record;
  return (
    texts.every((key) => typeof record[key] === "string") &&
    optionalTexts.every((key) => record[key] === undefined || typeof record[key] === "string") &&
    numbers.every((key) => record[key] === undefined || Number.isSafeInteger(record[key])) &&
    times.every((key) => record[key] === undefined || isTimeMs(record[key])) &&
    [record.timeMs, record.capturedAtMs].every(isTimeMs) &&
    typeof findings === "object" &&
    findings !== null &&
    Object.values(findings).every(Number.isSafeInteger) &&
    (record.places === undefined || (Array.isArray(record.places) && record.places.every(isPlace)))
  );
}

/** What became of an event that does not wait any more. */
export interface Receipt extends Omit<Entry, "state" | "retryAtMs" | "attempts"> {
  /** The address that was used, if it was sent; without any secret. */
  readonly dsn?: string;
  /**
   * `sent`: the server accepted it. `dropped`: it was forgotten, for the `reason`. `withheld`: it could not be sealed,
   * so that there never were any bytes.
   */
  readonly state: "sent" | "dropped" | "withheld";
  readonly settledAtMs: number;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** Why it could be sent: its owner named it, or said yes to it in advance; present if it was sent. */
  readonly under?: Permission;
}

/** The owner's word under which something was sent. */
export type Permission =
  | { readonly named: true }
  | {
      /** Number of the answer. */
      readonly generation: number;
      /** When it was given, RFC 3339. */
      readonly since: string;
    };
