import { VextelError } from "../errors.ts";

/** One plugin, as its publisher declares it. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  /** Where its events go. */
  readonly dsn: string;
  /** Parts of paths that are its own: whole segments, `/` between them. */
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
  readonly plugins: readonly PluginManifest[];
}

const nameRule = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Names of publishers and plugins are words that can stand in a file name, a release and a command line: letters,
 * digits, `.`, `_`, `-`; at most 64.
 */
export const isName = (value: unknown): value is string => typeof value === "string" && nameRule.test(value);

/** The publisher of what belongs to no manifest. Nobody may take its name, in whatever case. */
export const isReserved = (publisher: string): boolean => publisher.toLowerCase() === "default";

/**
 * Reads a manifest.
 *
 * @param readDsn - The DSN as it is to be kept; throws if it is none.
 * @throws {VextelError} `MANIFEST_INVALID`, naming the first field that is not as it should be.
 */
export function parseManifest(text: string, readDsn: (dsn: string) => string): Manifest {
  const root = asRecord(parseJson(text), "the manifest");
  const publisher = asName(root.publisher, "publisher");
  if (isReserved(publisher)) throw invalid("publisher", "another name: `default` is for errors of no publisher");
  const plugins = Object.entries(asRecord(root.plugins, "plugins")).map(([name, entry]) =>
    parsePlugin(asName(name, `plugins.${name.slice(0, 64)}`), asRecord(entry, `plugins.${name}`), readDsn),
  );
  if (plugins.length === 0) throw invalid("plugins", "at least one plugin");
  return {
    publisher,
    title: root.title === undefined ? publisher : asText(root.title, "title"),
    ...(root.privacy !== undefined && { privacy: asAddress(root.privacy) }),
    plugins,
  };
}

/** The manifest as the file `publishers/<name>.json` holds it: the same form as `vextel.json`. */
export function renderManifest(manifest: Manifest): string {
  const plugins = manifest.plugins.map(({ name, ...rest }) => [name, rest] as const);
  return `${JSON.stringify({ ...manifest, plugins: Object.fromEntries(plugins) }, null, 2)}\n`;
}

function parsePlugin(name: string, entry: Record<string, unknown>, readDsn: (dsn: string) => string): PluginManifest {
  const at = `plugins.${name}`;
  const plugin = {
    name,
    version: asVersion(entry.version, `${at}.version`),
    dsn: asDsn(entry.dsn, `${at}.dsn`, readDsn),
    paths: asTexts(entry.paths ?? [], `${at}.paths`).map(normalisePath),
    loggers: asTexts(entry.loggers ?? [], `${at}.loggers`),
  };
  if (plugin.paths.some((path) => path === "")) throw invalid(`${at}.paths`, "paths of at least one segment");
  if (!plugin.paths.length && !plugin.loggers.length) throw invalid(at, "at least one of `paths` and `loggers`");
  return plugin;
}

/** `\cogs\status\` and `cogs/status/` are the same. */
const normalisePath = (path: string) => path.replaceAll("\\", "/").replace(/^\/+|\/+$/g, "");

function invalid(field: string, wanted: string): VextelError {
  return new VextelError(
    "MANIFEST_INVALID",
    `The manifest is not valid: ${field} must be ${wanted}`,
    "Correct it; `man vextel-publisher` shows one.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("the file", "JSON");
  }
}

function asRecord(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(field, "an object");
  return value as Record<string, unknown>;
}

function asName(value: unknown, field: string): string {
  if (!isName(value)) throw invalid(field, "a name of letters, digits, `.`, `_` and `-`, at most 64");
  return value;
}

function asText(value: unknown, field: string): string {
  if (typeof value !== "string" || value.length === 0 || value.length > 500 || controlCharacter.test(value))
    throw invalid(field, "a text of 1 to 500 characters on one line");
  return value;
}

const asTexts = (value: unknown, field: string): string[] => {
  if (!Array.isArray(value)) throw invalid(field, "a list of texts");
  return value.map((item, index) => asText(item, `${field}.${index}`));
};

function asDsn(value: unknown, field: string, readDsn: (dsn: string) => string): string {
  const text = asText(value, field);
  try {
    return readDsn(text);
  } catch (cause) {
    throw invalid(field, `a Sentry DSN (${(cause as Error).message})`);
  }
}

/** Sentry's rule for the part behind `@` in a release. */
function asVersion(value: unknown, field: string): string {
  const version = asText(value, field);
  if (/[/\\\s@]/.test(version) || version.length > 64) throw invalid(field, "a version such as 1.4.0");
  return version;
}

function asAddress(value: unknown): string {
  const address = asText(value, "privacy");
  if (!/^https?:\/\/\S+$/.test(address)) throw invalid("privacy", "an http or https address");
  return address;
}
