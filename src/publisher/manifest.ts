import { follows, textRules } from "./rules.ts";

/** One plugin, as declared by its publisher. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  /** Where its events go. */
  readonly dsn: string;
  /** Parts of paths that belong to it: whole segments, separated by `/`. */
  readonly paths: readonly string[];
  /** Its loggers; their children count too. */
  readonly loggers: readonly string[];
}

/** What a publisher declares in `vextel.json`. */
export interface Manifest {
  readonly publisher: string;
  /** For people. */
  readonly title: string;
  /** Address of a page that says what is collected and why. */
  readonly privacy?: string;
  /** Address where an owner finds help. */
  readonly support?: string;
  /** Address of the source code. */
  readonly repository?: string;
  readonly plugins: readonly PluginManifest[];
}

/**
 * Names of publishers and plugins are words that can be in a file name, a release and a command line: letters,
 * digits, `.`, `_`, `-`; at most 64.
 */
export const isName = (value: unknown): value is string => follows(textRules.name, value);

/** The content of `publishers/<name>.json`: the same form as `vextel.json`. */
export function renderManifest(manifest: Manifest): string {
  const plugins = manifest.plugins.map(({ name, ...rest }) => [name, rest] as const);
  return `${JSON.stringify({ ...manifest, plugins: Object.fromEntries(plugins) }, null, 2)}\n`;
}
