import { isPromise } from "node:util/types";

/**
 * A function that does what `handler` does, with the same `this`, arguments, result and errors; what it throws, at once
 * or later, is shown to `onError` first.
 */
export function guardHandler<This, Args extends unknown[], Result>(
  handler: (this: This, ...args: Args) => Result,
  run: (work: () => Result) => Result,
  onError: (error: unknown) => void,
): (this: This, ...args: Args) => Result {
  return function guarded(this: This, ...args: Args): Result {
    return run(() => {
      const fail = (error: unknown): never => {
        onError(error);
        throw error;
      };
      let result: Result;
      try {
        result = handler.apply(this, args);
      } catch (error) {
        return fail(error);
      }
      return isPromise(result) ? (result.catch(fail) as Result) : result;
    });
  };
}
