import { nearestTo } from "../../publisher/unknown-keys.ts";

/** Every option, and every key of those that are objects with fixed keys. */
const known: Readonly<Record<string, readonly string[]>> = {
  "": [
    ...["publisher", "plugin", "dsn", "secrets", "notifyOwner", "privacy", "title", "texts", "environment"],
    ...["frameworks", "tags", "ignore", "sampling", "logger", "cli", "world"],
  ],
  "plugin.": ["name", "version", "commit", "paths"],
  "sampling.": ["loops", "tasks"],
};

/**
 * A message for each unknown option, which would otherwise be ignored silently.
 *
 * @param more - Options of the entry point that was used.
 */
export function findUnknownOptions(options: object, more: readonly string[] = []): string[] {
  return Object.entries(known).flatMap(([prefix, names]) => {
    const holder: unknown = prefix === "" ? options : Reflect.get(options, prefix.slice(0, -1));
    if (typeof holder !== "object" || holder === null) return [];
    const all = prefix === "" ? [...names, ...more] : names;
    return Object.keys(holder)
      .filter((key) => !all.includes(key))
      .map(
        (key) =>
          `vextel ignores the unknown option ${prefix}${key.slice(0, 64)}; did you mean ${prefix}${nearestTo(key, all)}?`,
      );
  });
}
