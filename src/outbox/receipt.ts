import type { Entry } from "./entry.ts";

/** What happened to an event that is no longer pending. */
export interface Receipt extends Omit<Entry, "state" | "retryAtMs" | "attempts"> {
  /** The address that was used, if it was sent; without a secret key. */
  readonly dsn?: string;
  /**
   * `sent`: the server accepted it. `dropped`: it was deleted, for the `reason`. `withheld`: it could not be sealed, so
   * there never were any bytes.
   */
  readonly state: "sent" | "dropped" | "withheld";
  readonly settledAtMs: number;
  /** HTTP status of the server's answer. */
  readonly status?: number;
  /** Why it was allowed to be sent: the owner named it, or consent covered it. Present if it was sent. */
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
