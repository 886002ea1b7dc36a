import type { ItemType } from "../seal/envelope.ts";

/**
 * `waiting`: not tried yet, or the server could not be reached. `rejected`: the server refused it. `limited`: not
 * before `retryAtMs`. `posting`: a request is in progress, or the process died during one.
 */
export type WaitingState = "waiting" | "posting" | "rejected" | "limited";

/** The metadata of a pending event, stored beside its bytes. */
export interface Entry {
  readonly id: string;
  readonly type: ItemType;
  readonly publisher: string;
  readonly plugin: string;
  readonly dsn?: string;
  /** One scrubbed line, for lists. */
  readonly title: string;
  /** When it happened, epoch milliseconds. */
  readonly timeMs: number;
  /** When it was captured, epoch milliseconds. */
  readonly capturedAtMs: number;
  /**
   * `automatic`: captured by `watch`, the library or the relay; only such events may be sent automatically. Absent:
   * captured by hand.
   */
  readonly capture?: "automatic" | "by hand";
  /** The number of the owner's answer that covered it when it was captured; absent if none did. */
  readonly generation?: number;
  /** Why consent held it when it was captured; absent if it was not held. */
  readonly held?: string;
  /** Identifies equal errors, whatever their hour. */
  readonly group?: string;
  /** When the errors that it counts happened, as a rendered tally; absent if it is one error that is not from a log. */
  readonly occurrences?: readonly number[];
  /** Full path of the log that it was captured from; absent if there is none. It is never sent. */
  readonly log?: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Digest of the bytes that are about to replace these. */
  readonly nextSha256?: string;
  /** Digest of the bytes that the owner approved; no other bytes are sent then. */
  readonly approvedSha256?: string;
  /** How often each rule matched. */
  readonly findings: Readonly<Record<string, number>>;
  /** The places of the first findings: JSON pointer, placeholder, rule. Absent in receipts. */
  readonly places?: readonly (readonly [pointer: string, placeholder: string, rule?: string])[];
  readonly state: WaitingState;
  /** Why it is still pending, in words. */
  readonly reason?: string;
  readonly retryAtMs?: number;
  /** Failed attempts since the server was last reached. */
  readonly attempts: number;
}

/**
 * How an event was captured. The defaults permit least: by hand, now, covered by no answer. With `retryAtMs`, it is not
 * sent earlier.
 */
export type Stamp = Partial<
  Pick<Entry, "capture" | "capturedAtMs" | "generation" | "held" | "retryAtMs" | "occurrences">
>;
