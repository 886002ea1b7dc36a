import { isGeneratorObject, isPromise } from "node:util/types";

/** How what a handler gave back is watched. */
export interface Watch {
  /** Runs a part of the handler that is still to come. */
  run<T>(work: () => T): T;
  /** Shown what it throws, before anybody else gets it. */
  onError(error: unknown): Promise<void>;
  /** The same, and waited for, within bounds. */
  onRejection(error: unknown): Promise<void>;
}

/**
 * What a handler gave back, so that what it throws later is seen: a promise, a thenable (which may begin its work only
 * when somebody asks it to: it is asked once, by who would have asked anyway), a generator of either kind. Anything
 * else as it is.
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

/** An object that does what another does, but for some of its methods; methods that give back the other give back this. */
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

/** Of such a property nothing else may be told. */
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
