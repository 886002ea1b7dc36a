import { watchResult } from "./guarded-result.ts";

/** Longest that a rejection is held back for its report to become durable. */
const holdMs = 500;

/**
 * A function that does what `handler` does, with the same `this`, arguments, result and errors; what it throws, at once
 * or later, is shown to `onError` first. A rejection goes on to the caller when `onError` has done its work, so that a
 * bot that ends by it has kept it.
 *
 * @throws {TypeError} if the handler is not a function.
 */
export function guardHandler<This, Args extends unknown[], Result>(
  handler: (this: This, ...args: Args) => Result,
  run: <T>(work: () => T) => T,
  onError: (error: unknown) => Promise<void>,
): (this: This, ...args: Args) => Result {
  if (typeof handler !== "function") throw new TypeError("guard needs the handler: a function");
  const watch = { run, onError, onRejection: (error: unknown) => inTime(onError(error)) };
  return function guarded(this: This, ...args: Args): Result {
    return run(() => {
      let result: Result;
      try {
        result = handler.apply(this, args);
      } catch (error) {
        void onError(error);
        throw error;
      }
      return watchResult(result, watch);
    });
  };
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, holdMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
