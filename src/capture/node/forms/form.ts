import type { OpenError } from "../tree/finding.ts";

/** An error as a runtime other than Node prints it, with its causes and members. */
export interface PrintedForm {
  /** The errors, each with its oldest call first. */
  readonly error: OpenError;
  /** The indexes of its first line, and of the first line after it. */
  readonly first: number;
  readonly end: number;
  /** Whether the process ended with it, if the form shows that. */
  readonly fatal: boolean;
  readonly runtime?: { readonly name: string };
}
