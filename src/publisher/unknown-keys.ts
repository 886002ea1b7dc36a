/** The keys that a manifest may have. */
const known = {
  manifest: ["publisher", "title", "privacy", "plugins"],
  plugin: ["version", "dsn", "paths", "loggers"],
};

/** A key of a manifest that vextel does not know, and the known one that is most like it. */
export interface UnknownKey {
  /** `plugins.status.pahts` */
  readonly field: string;
  readonly nearest: string;
}

/** @param root - A manifest that `parseManifest` took. Keys of later versions must not keep it from being registered. */
export function findUnknownKeys(root: unknown): UnknownKey[] {
  const manifest = root as { readonly plugins: Readonly<Record<string, object>> };
  const plugins = Object.entries(manifest.plugins);
  return [
    ...unknownIn(manifest, known.manifest, ""),
    ...plugins.flatMap(([name, plugin]) => unknownIn(plugin, known.plugin, `plugins.${name}.`)),
  ];
}

const unknownIn = (value: object, names: readonly string[], place: string): UnknownKey[] =>
  Object.keys(value)
    .filter((key) => !names.includes(key))
    .map((key) => ({ field: place + key.slice(0, 64), nearest: nearestTo(key, names) }));

const nearestTo = (key: string, names: readonly string[]): string =>
  [...names].sort((a, b) => unlikeness(a, key) - unlikeness(b, key))[0]!;

/** How many letters one has and the other has not: keys are mistyped. */
function unlikeness(a: string, b: string): number {
  const rest = [...b.toLowerCase().slice(0, 64)];
  for (const letter of a) if (rest.includes(letter)) rest.splice(rest.indexOf(letter), 1);
  return rest.length + Math.max(0, a.length - (b.length - rest.length));
}
