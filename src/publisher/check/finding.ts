import type { Place } from "./places.ts";

/** An error keeps the manifest from working; a warning is what owners or authors will stumble over. */
export type Severity = "error" | "warning";

/** What `vextel publisher check` says of one place in a manifest. Never holds a secret. */
export interface Finding {
  readonly severity: Severity;
  /** The rule's name: `claim-wide`. */
  readonly rule: string;
  /** Keys from the root. */
  readonly place: readonly string[];
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** A finding where it is in the file. */
export interface PlacedFinding extends Finding, Place {}
