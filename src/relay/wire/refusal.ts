/** Why a request is not taken, as HTTP says it. */
export type RefusalStatus = 400 | 403 | 404 | 405 | 408 | 413 | 415 | 503;

/** A request that is not taken. Its reason never holds a part of the request. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: RefusalStatus,
    reason: string,
  ) {
    super(reason);
  }
}
