import { manifestSchema } from "./schema.ts";

/** The keys that a manifest may have. */
const known = {
  manifest: Object.keys(manifestSchema.properties),
  plugin: Object.keys(manifestSchema.definitions.plugin.properties),
};

/** An unknown key of a manifest, and the known key that is most similar. */
export interface UnknownKey {
  /** Keys from the root. */
  readonly place: readonly string[];
  readonly nearest: string;
}

/** @param root - A manifest, whole or not. Keys of later versions must not keep it from being registered. */
export function findUnknownKeys(root: unknown): UnknownKey[] {
  return [
    ...unknownIn(root, known.manifest, []),
    ...Object.entries(asEntries(asEntries(root).plugins)).flatMap(([name, plugin]) =>
      unknownIn(plugin, known.plugin, ["plugins", name]),
    ),
  ];
}

const asEntries = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const unknownIn = (value: unknown, names: readonly string[], place: readonly string[]): UnknownKey[] =>
  Object.keys(asEntries(value))
    .filter((key) => !names.includes(key))
    .map((key) => ({
      place: [...place, key.slice(0, 64)],
      get nearest() {
        return nearestTo(key, names); // there may be very many keys, of which few are shown
      },
    }));

/** The known name that is most similar to a mistyped one. */
export const nearestTo = (key: string, names: readonly string[]): string =>
  [...names].sort((a, b) => unlikeness(a, key) - unlikeness(b, key))[0]!;

/** How many letters differ. */
function unlikeness(a: string, b: string): number {
  const rest = [...b.toLowerCase().slice(0, 64)];
  for (const letter of a) if (rest.includes(letter)) rest.splice(rest.indexOf(letter), 1);
  return rest.length + Math.max(0, a.length - (b.length - rest.length));
}
