const UNREADABLE = "[Unreadable]";

/** What is left of a value that is no container: undefined, functions and symbols become null, as in a list of JSON. */
export function primitiveOf(value: unknown): null | boolean | number | bigint | string | object {
  if (typeof value === "object" && value !== null) return fromObject(value);
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return null;
  return value as null | boolean | number | bigint | string;
}

export const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Objects that stand for one value: dates, boxed primitives, bytes (as text), and what `toJSON` makes of others. */
function fromObject(value: object): null | boolean | number | bigint | string | object {
  try {
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

/** The parts of a container by name. A part that throws when it is read says so; the others are not lost. */
export function entriesOf(value: object): { isList: boolean; entries: [string, unknown][] } {
  try {
    if (Array.isArray(value))
      return {
        isList: true,
        entries: Array.from(value, (_, index) => [String(index), readPart(value, String(index))]),
      };
    if (value instanceof Set)
      return { isList: true, entries: Array.from(value, (part, index) => [String(index), part]) };
    if (value instanceof Map)
      return { isList: false, entries: Array.from(value, ([key, part]) => [keyText(key), part]) };
    const names = new Set<string>(value instanceof Error ? ["name", "message", "stack", "cause", "errors"] : []);
    for (const name of Object.keys(value)) names.add(name);
    const entries = [...names].map((name): [string, unknown] => [name, readPart(value, name)]);
    return {
      isList: false,
      entries: entries.filter(
        ([, part]) => part !== undefined && typeof part !== "function" && typeof part !== "symbol",
      ),
    };
  } catch {
    return { isList: false, entries: [["unreadable", UNREADABLE]] };
  }
}

function readPart(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
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
