import { types } from "node:util";

/** Reads a property; `undefined` if a getter or a Proxy throws. Nothing is ever written to the object. */
export function readProperty(object: object, key: PropertyKey): unknown {
  return attempt(() => Reflect.get(object, key));
}

/** Reads a property that should be text; `undefined` if it is not. */
export function readText(object: object, key: PropertyKey): string | undefined {
  const value = readProperty(object, key);
  return typeof value === "string" ? value : undefined;
}

/**
 * Names of the own enumerable properties, at most `most`; none if a Proxy throws. Of a long list, such as a buffer, only
 * the first are looked at: to name them all would stop the bot for seconds.
 */
export function readKeys(object: object, most: number): string[] {
  const isLong = isList(object) && Number(readProperty(object, "length")) > most;
  const keys = isLong
    ? Array.from({ length: most }, (_, at) => String(at)).filter((key) => attempt(() => Object.hasOwn(object, key)))
    : attempt(() => Object.keys(object));
  return (keys ?? []).slice(0, most);
}

/** Whether it is an array, a buffer or a string object. */
export const isList = (object: object): boolean =>
  attempt(() => Array.isArray(object)) === true || types.isTypedArray(object) || types.isStringObject(object);

/** The value of an object's own property, without calling its getter. */
export function readStored(object: object, key: PropertyKey): unknown {
  return attempt(() => Reflect.getOwnPropertyDescriptor(object, key))?.value;
}

/** The elements of an array, at most `most`; `undefined` for anything else. */
export function readArray(value: unknown, most: number): unknown[] | undefined {
  return attempt(() =>
    Array.isArray(value) ? Array.from({ length: Math.min(value.length, most) }, (_, at) => value[at]) : undefined,
  );
}

/** The name of the nearest class on the prototype chain that has one, without calling getters. */
export function readClassName(object: object): string | undefined {
  let prototype: object | null | undefined = object;
  for (let depth = 0; prototype && depth < 32; depth++) {
    const maker = readStored(prototype, "constructor");
    const name = typeof maker === "function" ? readStored(maker, "name") : undefined;
    if (typeof name === "string" && name) return name;
    const below: object = prototype;
    prototype = attempt(() => Reflect.getPrototypeOf(below));
  }
  return undefined;
}

/** Whether a value is an error, of this realm or another, or at least has a message and a stack like one. */
export function isErrorLike(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (types.isNativeError(value) || attempt(() => value instanceof Error)) return true;
  return readText(value, "message") !== undefined && readText(value, "stack") !== undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
