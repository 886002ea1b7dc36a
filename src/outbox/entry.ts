import type { ItemType } from "../seal/envelope.ts";

/**
 * `waiting`: not tried yet, or not reached. `rejected`: the server refused it. `limited`: not before `retryAtMs`.
 * `posting`: a request is in progress, or a process died in one.
 */
export type WaitingState = "waiting" | "posting" | "rejected" | "limited";

/** The metadata of a pending event, stored beside its bytes. */
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

/** How an event came in; what is left out is the least: by hand, now, under no answer. With `retryAtMs`, it is not sent before. */
export type Stamp = Partial<Pick<Entry, "capture" | "capturedAtMs" | "generation" | "held" | "retryAtMs">>;
