import { VextelError } from "../errors.ts";

/** An error that cannot be sealed: it is not kept and never sent; others are not affected. */
export class SealError extends VextelError {
  /**
   * @param reason - In words, with names of rules and never with the text.
   * @param eventId - The id that it would have had, where that was known by then.
   */
  constructor(
    readonly reason: string,
    readonly eventId?: string,
    options?: ErrorOptions,
  ) {
    super(
      "NOT_CLEAN",
      `An error was withheld: ${reason}`,
      "It was neither kept nor sent; other errors are not affected.",
      options,
    );
  }

  /** Converts anything that was thrown while one error was sealed. */
  static from(error: unknown, eventId?: string): SealError {
    if (error instanceof SealError)
      return new SealError(error.reason, error.eventId ?? eventId, { cause: error.cause });
    return new SealError(`it could not be sealed (${(error as Error | undefined)?.name ?? "unknown"})`, eventId, {
      cause: error,
    });
  }
}
