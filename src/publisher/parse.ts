import { VextelError } from "../errors.ts";
import { toLink } from "./link.ts";
import type { Manifest, PluginManifest } from "./manifest.ts";
import { follows, manifestLimits, type TextRule, textRules } from "./rules.ts";

/** Something in a manifest that is not valid. */
export interface Problem {
  /** Keys from the root; empty for the manifest itself. */
  readonly place: readonly string[];
  /** After "must be". */
  readonly wanted: string;
  /** Whether there is nothing at this place. */
  readonly isMissing: boolean;
}

type Place = readonly string[];
type Entries = Readonly<Record<string, unknown>>;

/**
 * Reads a manifest.
 *
 * @param readDsn - Returns the DSN in the form to keep; throws if it is not valid.
 * @throws {VextelError} `MANIFEST_INVALID`, naming the first invalid field.
 */
export function parseManifest(text: string, readDsn: (dsn: string) => string): Manifest {
  const { manifest, problems } = readManifest(parseJson(text), readDsn);
  const [first] = problems;
  if (first) throw invalid(describeProblem(first));
  return manifest;
}

/** The parts of a manifest that can be read, and all problems; without problems it is complete. */
export function readManifest(
  root: unknown,
  readDsn: (dsn: string) => string,
): { manifest: Manifest; problems: Problem[] } {
  const reader = new Reader(readDsn);
  return { manifest: reader.manifest(root), problems: reader.problems };
}

/** A problem in words. */
export const describeProblem = ({ place, wanted, isMissing }: Problem): string =>
  `${fieldOf(place)}${isMissing ? " is missing; it" : ""} must be ${wanted}`;

/** The name of a place in a manifest: `plugins.status.paths.0`. */
export const fieldOf = (place: readonly string[]): string =>
  place.map((key) => key.slice(0, 64)).join(".") || "the manifest";

function invalid(problem: string): VextelError {
  return new VextelError(
    "MANIFEST_INVALID",
    `The manifest is not valid: ${problem}`,
    "Its author can list all mistakes with `vextel publisher check`.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("the file must be JSON");
  }
}

/** Invalid values are reported in `problems`, and read as empty. */
class Reader {
  readonly problems: Problem[] = [];
  readonly #readDsn: (dsn: string) => string;

  constructor(readDsn: (dsn: string) => string) {
    this.#readDsn = readDsn;
  }

  manifest(value: unknown): Manifest {
    const root = this.#record(value, []);
    const publisher = root && this.#text(root.publisher, ["publisher"], textRules.publisher);
    const entries = root && this.#plugins(root.plugins);
    return {
      publisher: publisher ?? "",
      title: this.#optional(root, "title", textRules.text) ?? publisher ?? "",
      ...this.#address(root, "privacy"),
      ...this.#address(root, "support"),
      ...this.#address(root, "repository"),
      plugins: Object.entries(entries ?? {}).map(([name, entry]) => this.#plugin(name, entry)),
    };
  }

  /** Too many are not read one by one. */
  #plugins(value: unknown): Entries | undefined {
    const place = ["plugins"];
    const entries = this.#record(value, place);
    if (entries === undefined) return undefined;
    const count = Object.keys(entries).length;
    if (count > manifestLimits.plugins)
      return this.#wrong(place, `an object with at most ${inWords(manifestLimits.plugins)} plugins`, entries);
    if (count === 0) this.#wrong(place, "at least one plugin", entries);
    return entries;
  }

  #plugin(name: string, value: unknown): PluginManifest {
    const place = ["plugins", name];
    if (!follows(textRules.name, name)) this.#wrong(place, textRules.name.wanted, name);
    const entry = this.#record(value, place);
    const plugin = {
      name,
      version: (entry && this.#text(entry.version, [...place, "version"], textRules.version)) ?? "",
      dsn: (entry && this.#dsn(entry.dsn, [...place, "dsn"])) ?? "",
      paths: this.#texts(entry?.paths, [...place, "paths"], textRules.path, manifestLimits.paths).map(normalisePath),
      loggers: this.#texts(entry?.loggers, [...place, "loggers"], textRules.text, manifestLimits.loggers),
    };
    const claims = [entry?.paths, entry?.loggers].some((list) => list !== undefined && !isEmptyList(list));
    if (entry && !claims) this.#wrong(place, "an object with at least one of `paths` and `loggers`", entry);
    return plugin;
  }

  #dsn(value: unknown, place: Place): string | undefined {
    const text = this.#text(value, place, { ...textRules.text, wanted: "a Sentry DSN" });
    if (text === undefined) return undefined;
    try {
      return this.#readDsn(text);
    } catch (cause) {
      return this.#wrong(place, `a Sentry DSN (${(cause as Error).message})`, text);
    }
  }

  #record(value: unknown, place: Place): Entries | undefined {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Entries;
    return this.#wrong(place, "an object", value);
  }

  #texts(value: unknown, place: Place, rule: TextRule, most: number): string[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.#wrong(place, "a list of strings", value) ?? [];
    if (value.length > most) return this.#wrong(place, `a list of at most ${most} strings`, value) ?? [];
    return value.map((item, index) => this.#text(item, [...place, String(index)], rule) ?? "");
  }

  #text(value: unknown, place: Place, rule: TextRule): string | undefined {
    return follows(rule, value) ? value : this.#wrong(place, rule.wanted, value);
  }

  #optional(root: Entries | undefined, key: string, rule: TextRule): string | undefined {
    return root?.[key] === undefined ? undefined : this.#text(root[key], [key], rule);
  }

  #address<Key extends string>(root: Entries | undefined, key: Key): Partial<Record<Key, string>> {
    const address = this.#optional(root, key, textRules.address);
    return address === undefined ? {} : ({ [key]: toLink(address) } as Record<Key, string>);
  }

  #wrong(place: Place, wanted: string, value: unknown): undefined {
    this.problems.push({ place, wanted, isMissing: value === undefined });
  }
}

/** `1,000` */
const inWords = (count: number) => count.toLocaleString("en-US");

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** `\cogs\status\` and `cogs/status/` mean the same. */
const normalisePath = (path: string) => path.replaceAll("\\", "/").replace(/^\/+|(?<!\/)\/+$/g, "");
