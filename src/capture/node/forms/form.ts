import type { OpenError } from "../tree/finding.ts";

/** An error as another runtime than Node prints it, with all that hangs below it. */
export interface PrintedForm {
  /** Each with its oldest call first. */
  readonly error: OpenError;
  /** Index of its first line, and of the first that is not part of it. */
  readonly first: number;
  readonly end: number;
  /** Whether the process ended with it, as far as the form itself shows. */
  readonly fatal: boolean;
  readonly runtime?: { readonly name: string };
}
