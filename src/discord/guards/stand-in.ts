/** A method that can be called. */
type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * An object that does what another does, but for what `change` says of its methods: for objects that cannot be changed,
 * such as frozen ones and modules of ESM. The other's methods run on the other itself.
 *
 * @param change - Gets a key and the method after it; gives what is to be called instead, or `undefined`.
 * @param more - What it has besides, for those who know the keys.
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
  // an empty object is looked through: of a frozen one nothing else than it is might be told
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
