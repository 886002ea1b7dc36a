import type { ItemType } from "../seal/envelope.ts";

/**
 * `waiting`: not tried yet, or not reached. `rejected`: the server refused it. `limited`: not before `retryAtMs`.
 * `posting`: a request is under way, or a process died in one.
 */
export type WaitingState = "waiting" | "posting" | "rejected" | "limited";

/** What stands beside the bytes of an event that waits. */
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
  /** When it was captured, epoch milliseconds: consent counts from here. */
  readonly capturedAtMs: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Digest of other bytes that are about to take the place of these. */
  readonly nextSha256?: string;
  /** How often each rule fired. */
  readonly findings: Readonly<Record<string, number>>;
  readonly state: WaitingState;
  /** Why it still waits, in words. */
  readonly reason?: string;
  readonly retryAtMs?: number;
  /** Failed attempts since the last that reached the server. */
  readonly attempts: number;
}

const version = 1;
const times = ["timeMs", "capturedAtMs", "retryAtMs", "settledAtMs"] as const;
const decoder = new TextDecoder();
const stored = (key: string) => key.replace(/Ms$/, "");

/** Times become RFC 3339 strings. */
export function renderRecord(record: object): string {
  const entries = Object.entries(record).map(([key, value]) =>
    (times as readonly string[]).includes(key) ? [stored(key), new Date(value).toISOString()] : [key, value],
  );
  return `${JSON.stringify({ version, ...Object.fromEntries(entries) }, null, 2)}\n`;
}

/** @returns `undefined` if the text is no record of this version. */
export function parseRecord<T extends Entry | Receipt>(bytes: Uint8Array | undefined): T | undefined {
  try {
    const { version: found, time, capturedAt, retryAt, settledAt, ...record } = JSON.parse(decoder.decode(bytes));
    if (time !== undefined) record.timeMs = Date.parse(time);
    if (capturedAt !== undefined) record.capturedAtMs = Date.parse(capturedAt);
    if (retryAt !== undefined) record.retryAtMs = Date.parse(retryAt);
    if (settledAt !== undefined) record.settledAtMs = Date.parse(settledAt);
    const sound = found === version && typeof record.id === "string" && typeof record.state === "string";
    return sound && Number.isFinite(record.capturedAtMs) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** What became of an event that does not wait any more. */
export interface Receipt extends Omit<Entry, "state" | "retryAtMs" | "attempts"> {
  /** `sent`: the server accepted it. `dropped`: it was forgotten, for the `reason`. */
  readonly state: "sent" | "dropped";
  readonly settledAtMs: number;
  /** HTTP status of the answer. */
  readonly status?: number;
}
