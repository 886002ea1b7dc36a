import type { Place } from "./places.ts";

/** An error keeps the manifest from working; a warning is a problem for owners or authors. */
export type Severity = "error" | "warning";

/** A finding of `vextel publisher check` about one place in a manifest. Never contains a secret. */
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

/** A finding with its place in the file. */
export interface PlacedFinding extends Finding, Place {}
