import fc from "fast-check";

const fail = (): never => {
  throw new Error("touched");
};

const traps = ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor", "apply", "set"] as const;
const failing = Object.fromEntries(traps.map((trap) => [trap, fail]));

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function withFailingGetters(): object {
  const names = ["stack", "name", "message", "cause", "errors", "code", "then", "data", "client", "execute", "type"];
  const holder = new Error("it");
  for (const name of [...names, "toString", "toJSON", Symbol.toPrimitive, Symbol.iterator, Symbol.toStringTag])
    Object.defineProperty(holder, name, { get: fail, configurable: true });
  return holder;
}

function cyclic(): object {
  const error = new Error("round") as Error & { self?: unknown; list?: unknown[] };
  error.cause = error;
  error.self = error;
  error.list = [error, new Map([[error, error]])];
  return error;
}

/** Functions that return a new value each, which causes damage if it is touched without care. */
const makers: (() => unknown)[] = [
  ...[undefined, null, "", 0, Number.NaN, 1n, true, Symbol("s"), "x".repeat(100_000)].map((value) => () => value),
  () => new Proxy({}, failing),
  () => new Proxy(() => {}, failing),
  () => revoked({}),
  () => revoked(() => {}),
  () => revoked([]),
  withFailingGetters,
  cyclic,
  () => Object.freeze(cyclic()),
  () => Object.create(null),
  () => Object.create(new Proxy({}, failing)),
  // biome-ignore-start lint/suspicious/noThenProperty: it is what they are about
  () => ({ then: fail }),
  () => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(new Error("later")) }),
  () => ({ then: (resolve: () => never, reject: () => never) => [resolve, reject].forEach((call) => void call()) }),
  // biome-ignore-end lint/suspicious/noThenProperty: it is what they are about
  () => ({ toString: fail, valueOf: fail, toJSON: fail, [Symbol.toPrimitive]: fail }),
  () => ({ [Symbol.iterator]: fail }),
  () => Array.from({ length: 20_000 }, () => ({ a: "EAAA".repeat(20) })),
  () => Array.from({ length: 5_000 }).reduce<Error>((cause) => new Error("deep", { cause }), new Error("first")),
  () => new AggregateError([withFailingGetters(), cyclic(), null]),
  () => Object.assign(new Error("it"), { stack: { toString: fail } }),
  () => Object.assign(new Error("it"), { name: Symbol("name"), message: 12n }),
  () => new Map([[new Proxy({}, failing), revoked({})]]),
  () => new Date(Number.NaN),
  () => fail,
  () => async () => fail(),
  () => new WeakMap(),
  () => new (class extends Promise<unknown> {})(() => {}),
];

/** A function that makes a hostile value: fast-check would touch the value itself. */
export const hostileValue: fc.Arbitrary<() => unknown> = fc.constantFrom(...makers);

/** A function that makes a hostile value, or an object that has some under names that vextel reads. */
export const hostileHolder: fc.Arbitrary<() => unknown> = fc.oneof(
  hostileValue,
  fc
    .dictionary(
      fc.constantFrom(
        ...["during", "tags", "extra", "fingerprint", "level", "handled", "fatal", "onReceipt", "ownOnly"],
        ...["execute", "run", "data", "name", "interaction", "command", "piece", "client", "user", "isRepliable"],
        ...["isChatInputCommand", "options", "memberPermissions", "appPermissions", "commandName", "customId"],
      ),
      hostileValue,
      { maxKeys: 6 },
    )
    .map((parts) => () => Object.fromEntries(Object.entries(parts).map(([key, make]) => [key, make()]))),
);

/** The errors and rejections that were not handled during `work` and shortly afterwards. */
export async function uncaughtDuring(work: () => unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  const listener = (error: unknown) => void seen.push(error);
  process.on("unhandledRejection", listener);
  process.on("uncaughtException", listener);
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    process.off("unhandledRejection", listener);
    process.off("uncaughtException", listener);
  }
  return seen;
}

/** The rejection or thrown error in a list, because `await` and `expect` would touch it; empty if there is none. */
export async function errorOf(work: () => unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    await Promise.resolve(work()).then(undefined, (error) => void seen.push(error));
  } catch (error) {
    seen.push(error);
  }
  return seen;
}
