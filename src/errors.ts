/** What can go wrong in a way that a person can act on; the exit status of the command line follows from it. */
export type VextelErrorCode =
  | "USAGE"
  | "NOT_FOUND"
  | "STATE_UNTRUSTED"
  | "NOT_CONSENTED"
  | "DSN_INVALID"
  | "MANIFEST_INVALID"
  | "NOT_CLEAN"
  | "OUTBOX_DAMAGED"
  | "TOO_LARGE"
  | "FILE_UNREADABLE"
  | "FILE_UNWRITABLE"
  | "LOCK_TIMEOUT"
  | "INTERRUPTED";

/** An error meant for the person at the terminal: what failed, how things stand, what to do next. */
export class VextelError extends Error {
  override readonly name = "VextelError";
  /**
   * @param message - What failed and how things stand; never the text that failed, which may be private.
   * @param hint - What to do next, as one sentence or command.
   */
  constructor(
    readonly code: VextelErrorCode,
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
