import { parseDsn } from "../../deliver/dsn.ts";
import { isName } from "../../publisher/manifest.ts";
import type { ReporterOptions } from "./options.ts";

/**
 * @throws {TypeError} naming the invalid option.
 * @throws {VextelError} `DSN_INVALID`.
 */
export function checkOptions(options: ReporterOptions): void {
  if (typeof options !== "object" || options === null) throw new TypeError("createReporter needs its options");
  const { publisher, plugin, dsn, sampling } = options;
  if (!isName(publisher)) throw new TypeError(`publisher must be ${nameRule}`);
  if (publisher === "default")
    throw new TypeError('publisher "default" belongs to logs that nobody claims: name yours');
  if (!isName(plugin?.name)) throw new TypeError(`plugin.name must be ${nameRule}`);
  if (typeof plugin.version !== "string" || !/^[^/\\\s@]{1,64}$/.test(plugin.version))
    throw new TypeError("plugin.version must be a version such as 1.4.0");
  parseDsn(typeof dsn === "string" ? dsn : "");
  for (const [name, type, isRight] of optional) {
    const value: unknown = name.split(".").reduce<unknown>((holder, key) => Object(holder)[key], options);
    if (value !== undefined && !isRight(value)) throw new TypeError(`${name} must be ${type}`);
  }
  for (const kind of ["loops", "tasks"] as const) {
    const rate = sampling?.[kind] ?? 0;
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`sampling.${kind} must be a share between 0 and 1`);
  }
}

const nameRule = "a name of letters, digits, `.`, `_` and `-`, at most 64";

const isText = (value: unknown) => typeof value === "string";
/** Sentry discards others without a word. */
const isEnvironment = (value: unknown) => isText(value) && /^[^\r\n\f/]{0,64}$/.test(value as string);
const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
const isListOf = (isRight: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isRight);

/** Optional; if it is given, it must have the right type. */
const optional: readonly (readonly [name: string, type: string, isRight: (value: unknown) => boolean])[] = [
  ["plugin.paths", "an array of strings", isListOf(isText)],
  ["plugin.commit", "a string", isText],
  ["secrets", "a function that returns an array of strings", (value) => typeof value === "function"],
  ["notifyOwner", "a function", (value) => typeof value === "function"],
  ["privacy", "a string", isText],
  ["title", "a string", isText],
  ["environment", "a string of at most 64 characters, on one line and without a slash", isEnvironment],
  ["cli", "a string", isText],
  ["texts", "an object", isObject],
  ["tags", "an object", isObject],
  ["logger", "an object with a method error", (value) => typeof Object(value).error === "function"],
  ["frameworks", "an array of objects with a name", isListOf((one) => isText(Object(one).name))],
  ["ignore", "an array of names, classes and functions", isListOf((one) => isText(one) || typeof one === "function")],
];
