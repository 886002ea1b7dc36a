const UNREADABLE = "[Unreadable]";

/** JSON for a value that is not a container: undefined, functions and symbols become null, as in a list of JSON. */
export function primitiveOf(value: unknown): null | boolean | number | bigint | string | object {
  if (typeof value === "object" && value !== null) return fromObject(value);
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return null;
  return value as null | boolean | number | bigint | string;
}

export const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Objects that stand for one value: dates, boxed primitives, bytes (as text), and what `toJSON` makes of others. */
function fromObject(value: object): null | boolean | number | bigint | string | object {
  try {
    if (isPlain(value) && (value as { toJSON?: unknown }).toJSON === undefined) return value;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof BigInt)
      return (value as string | number | boolean | bigint).valueOf() as string | number | boolean | bigint;
    if (value instanceof ArrayBuffer) return Buffer.from(value).toString("utf8");
    if (ArrayBuffer.isView(value))
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("utf8");
    if (value instanceof RegExp || value instanceof URL || value instanceof URLSearchParams) return String(value);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function" && !(value instanceof Error)) return throughJson(toJSON.call(value, ""));
    return value;
  } catch {
    return UNREADABLE;
  }
}

function throughJson(value: unknown): null | boolean | number | bigint | string | object {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return null;
  return value as null | boolean | number | bigint | string | object;
}

/** The prototypes of lists and plain objects: most values need no closer look. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
};

/** The parts of a container in order. A part that throws when it is read is replaced by a note; the others are kept. */
export class Parts {
  readonly length: number;
  readonly #source: object;
  readonly #values: readonly unknown[] | undefined;

  /**
   * @param names - Absent for a list.
   * @param values - Values that cannot be read from the source by name.
   */
  constructor(
    source: object,
    readonly names: readonly string[] | undefined,
    values?: readonly unknown[],
  ) {
    this.#source = source;
    this.#values = values;
    this.length = (names ?? values ?? (source as readonly unknown[])).length;
  }

  at(index: number): unknown {
    if (this.#values) return this.#values[index];
    return this.names ? readPart(this.#source, this.names[index]!) : readPart(this.#source, index);
  }
}

export function openContainer(value: object): Parts {
  try {
    if (Array.isArray(value)) return new Parts(value, undefined);
    if (isPlain(value)) return new Parts(value, Object.keys(value));
    if (value instanceof Set) return new Parts(value, undefined, [...value]);
    if (value instanceof Map)
      return new Parts(
        value,
        Array.from(value.keys(), keyText),
        Array.from(value.values(), (part) => part ?? null),
      );
    const names = new Set<string>(value instanceof Error ? ["name", "message", "stack", "cause", "errors"] : []);
    for (const name of Object.keys(value)) names.add(name);
    return new Parts(value, [...names]);
  } catch {
    return new Parts(value, ["unreadable"], [UNREADABLE]);
  }
}

function readPart(value: object, name: string | number): unknown {
  try {
    return (value as Record<string | number, unknown>)[name];
  } catch {
    return UNREADABLE;
  }
}

function keyText(key: unknown): string {
  try {
    if (typeof key === "object" && key !== null)
      return key instanceof Date ? key.toISOString() : (JSON.stringify(key) ?? "[Object]");
    return String(key);
  } catch {
    return UNREADABLE;
  }
}
