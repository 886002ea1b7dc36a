/** The HTTP status of a refused request. */
export type RefusalStatus = 400 | 403 | 404 | 405 | 408 | 413 | 415 | 503;

/** A refused request. The reason never contains a part of the request. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: RefusalStatus,
    reason: string,
  ) {
    super(reason);
  }
}
