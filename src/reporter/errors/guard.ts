import { watchResult } from "./guarded-result.ts";

/** The longest time that a rejection waits for its report to be on disk. */
const holdMs = 500;

/**
 * Returns a function that does what `handler` does, with the same `this`, arguments, result and errors. `onError` gets
 * what it throws, at once or later, first. A rejection is passed on when `onError` is done, so that it is kept even if
 * it ends the bot.
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
