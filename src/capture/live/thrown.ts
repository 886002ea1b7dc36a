import { readClassName, readKeys, readText } from "./access.ts";

const keysShown = 20;

/**
 * Describes a thrown value that is not an error, in the words of Sentry's SDK; without its contents, except for a
 * message.
 */
export function describeThrown(value: unknown): string {
  if (typeof value === "function") return "Function captured as exception";
  if (typeof value !== "object" || value === null) return String(value);
  const name = readText(value, "name");
  const message = readText(value, "message");
  if (name !== undefined)
    return `'${name}' captured as exception${message === undefined ? "" : ` with message '${message}'`}`;
  if (message !== undefined) return message;
  const className = readClassName(value) ?? "Object";
  const shown = className === "Object" ? "Object" : `'${className}'`;
  return `${shown} captured as exception with keys: ${readKeys(value, keysShown).sort().join(", ") || "[object has no keys]"}`;
}
