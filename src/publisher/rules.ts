/** The form of texts in a manifest, used by both the reader and the JSON Schema. */
export interface TextRule {
  /** A regular expression for the whole text, as JSON Schema expects it: with the `u` flag. */
  readonly pattern: string;
  /** After "must be". */
  readonly wanted: string;
}

/** The largest manifest: more than any publisher needs, and no more than a person can find a claim in. */
export const manifestLimits = {
  bytes: 4 * 1024 * 1024,
  plugins: 1000,
  /** Of one plugin; the same for loggers. */
  paths: 100,
  loggers: 100,
} as const;

const control = "\\u0000-\\u001f\\u007f-\\u009f";

/** The texts of a manifest, except DSNs, which `dsnPattern` and `parseDsn` check. */
export const textRules = {
  text: { pattern: `^[^${control}]{1,500}$`, wanted: "one line of 1 to 500 characters" },
  name: {
    pattern: "^[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}$",
    wanted: "a name of letters, digits, `.`, `_` and `-`, at most 64",
  },
  publisher: {
    pattern: "^(?![Dd][Ee][Ff][Aa][Uu][Ll][Tt]$)[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}$",
    wanted:
      "a name of letters, digits, `.`, `_` and `-`, at most 64, and not `default`, which is for errors of no publisher",
  },
  /** Sentry's rule for the part after `@` in a release. */
  version: { pattern: `^[^/\\\\\\s@${control}]{1,64}$`, wanted: "a version such as 1.4.0" },
  address: {
    pattern: `^https?://[^\\s${control}]{1,490}$`,
    wanted: "an http or https address",
  },
  /** Slashes at the ends do not count. */
  path: {
    pattern: `^(?=.*[^/\\\\])[^${control}]{1,500}$`,
    wanted: "a path of at least one segment, one line of at most 500 characters",
  },
} as const satisfies Record<string, TextRule>;

const compiled = new Map<TextRule, RegExp>();

/** Whether a value is a text of this form. */
export function follows(rule: TextRule, value: unknown): value is string {
  const pattern = compiled.get(rule) ?? new RegExp(rule.pattern, "u");
  compiled.set(rule, pattern);
  return typeof value === "string" && pattern.test(value);
}

/**
 * A DSN in a manifest: only the public key; https, or http for this machine. `parseDsn` reads everything that this
 * matches, and also other forms (with a secret, unusual spellings), which new manifests should not use.
 */
export const dsnPattern = (() => {
  const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  const label = "(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";
  const last = "(?![Xx][Nn]--)[A-Za-z](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";
  const port = "(?::(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?";
  const key = "[A-Za-z0-9_\\-]{1,128}@";
  const host = `(?:(?:${label}\\.){0,10}${last}|${octet}(?:\\.${octet}){3})`;
  const loopback = `(?:localhost|127(?:\\.${octet}){3}|\\[::1\\])`;
  const path = "(?:/(?!\\.{1,2}/)[A-Za-z0-9_.~\\-]{1,64}){0,8}/\\d{1,20}";
  return `^(?:https://${key}${host}|https?://${key}${loopback})${port}${path}$`;
})();
