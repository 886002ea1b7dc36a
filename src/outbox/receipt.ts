import type { Entry } from "./entry.ts";

/** What happened to an event that is no longer pending. */
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
  /** Why it could be sent: the owner named it, or consent covered it; present if it was sent. */
  readonly under?: Permission;
}

/** The consent under which something was sent. */
export type Permission =
  | { readonly named: true }
  | {
      /** Number of the answer. */
      readonly generation: number;
      /** When it was given, RFC 3339. */
      readonly since: string;
    };

export const isSettled = (record: Entry | Receipt): record is Receipt => "settledAtMs" in record;
export const isOpen = (record: Entry | Receipt | undefined): record is Entry =>
  record !== undefined && !isSettled(record);
