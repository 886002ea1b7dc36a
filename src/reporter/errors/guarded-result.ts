import { isGeneratorObject, isPromise } from "node:util/types";

/** What to do with errors in a handler's result. */
export interface Watch {
  /** Runs a later part of the handler. */
  run<T>(work: () => T): T;
  /** Gets an error before the caller does. */
  onError(error: unknown): Promise<void>;
  /** The same for a rejection, which waits for it, at most a limited time. */
  onRejection(error: unknown): Promise<void>;
}

/**
 * Watches a handler's result for later errors: a promise, a generator of either kind, or a thenable. A thenable may
 * begin its work only when `then` is called, so `then` is called only when the caller calls it. Any other value is
 * returned unchanged.
 */
export function watchResult<Result>(result: Result, watch: Watch): Result {
  if (isPromise(result)) return watchPromise(result, watch) as Result;
  if (isGeneratorObject(result)) return watchGenerator(result, watch) as Result;
  return isThenable(result) ? (watchThenable(result, watch) as Result) : result;
}

const watchPromise = <T>(promise: Promise<T>, { onRejection }: Watch): Promise<T> =>
  promise.catch(async (error: unknown) => {
    await onRejection(error);
    throw error;
  });

type Method = (this: unknown, ...args: unknown[]) => unknown;

const watchThenable = (thenable: object, { onRejection }: Watch) =>
  standIn(
    thenable,
    ["then"],
    (method) => (onFulfilled, onRejected) =>
      method.call(thenable, onFulfilled, async (error: unknown) => {
        await onRejection(error);
        if (typeof onRejected === "function") return (onRejected as Method)(error);
        throw error;
      }),
  );

const watchGenerator = (generator: object, watch: Watch) =>
  standIn(
    generator,
    ["next", "throw", "return"],
    (method) =>
      (...args) =>
        watch.run(() => {
          try {
            const step = method.apply(generator, args);
            return isPromise(step) ? watchPromise(step, watch) : step;
          } catch (error) {
            void watch.onError(error);
            throw error;
          }
        }),
  );

/** A proxy that changes some methods of an object; methods that return the object return the proxy. */
function standIn(target: object, names: readonly string[], change: (method: Method) => Method): object {
  const proxy: object = new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function" || isFixed(target, key)) return value;
      if (names.includes(key as string)) return change(value as Method);
      return function (this: unknown, ...args: unknown[]) {
        const given: unknown = Reflect.apply(value, this === proxy ? target : this, args);
        return given === target ? proxy : given;
      };
    },
  });
  return proxy;
}

/** A proxy must return such a property unchanged. */
function isFixed(target: object, key: PropertyKey): boolean {
  const property = Reflect.getOwnPropertyDescriptor(target, key);
  return property !== undefined && !property.configurable && !property.writable;
}

function isThenable(value: unknown): value is object {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return typeof (value as { then?: unknown }).then === "function";
  } catch {
    return false;
  }
}
