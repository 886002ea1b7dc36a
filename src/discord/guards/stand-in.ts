/** A method that can be called. */
type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * An object that behaves like another one, except for the methods that `change` replaces. For objects that cannot be
 * changed, such as frozen ones and ES modules. The original's methods run on the original.
 *
 * @param change - Gets a key and its method; returns the replacement, or `undefined`.
 * @param more - Additional hidden properties.
 */
export function standInFor(
  original: object,
  change: (key: PropertyKey, method: Method) => unknown,
  more: ReadonlyMap<PropertyKey, unknown> = new Map(),
): object {
  const known = new Map<unknown, Method>();
  const onOriginal = (method: Method): Method => {
    const found = known.get(method);
    if (found) return found;
    const made = new Proxy(method, {
      apply: (_, self, args) => Reflect.apply(method, self === standIn ? original : self, args),
    });
    known.set(method, made);
    return made;
  };
  const valueAt = (key: PropertyKey): unknown => {
    const value: unknown = Reflect.get(original, key);
    if (typeof value !== "function" || key === "constructor") return value;
    return change(key, value as Method) ?? onOriginal(value as Method);
  };
  // the proxy's target is an empty object: a proxy of a frozen one must not report other values
  const standIn: object = new Proxy(Object.create(null), {
    get: (_, key) => (more.has(key) ? more.get(key) : valueAt(key)),
    has: (_, key) => Reflect.has(original, key),
    ownKeys: () => Reflect.ownKeys(original),
    getPrototypeOf: () => Reflect.getPrototypeOf(original),
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
    getOwnPropertyDescriptor: (_, key) => {
      const { enumerable } = Reflect.getOwnPropertyDescriptor(original, key) ?? {};
      return enumerable === undefined ? undefined : { value: valueAt(key), enumerable, configurable: true };
    },
  });
  return standIn;
}
