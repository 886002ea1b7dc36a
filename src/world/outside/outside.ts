/** What was found at a path of somebody else's: the owner's bot, the system. Never changed, never followed by writes. */
export type Outside<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  /** It is there and cannot be read: `reason` in words, for the owner. */
  | { readonly kind: "closed"; readonly reason: string };

/** Reads files that vextel does not own. Links are followed, as their owner meant them to be. */
export interface OutsideFiles {
  /** A text file of at most `maxBytes`; a larger one is closed. */
  readText(path: string, maxBytes: number): Outside<string>;
  /** The names in a folder, sorted. */
  list(folder: string): Outside<string[]>;
  /** When a file was last written to, epoch milliseconds. */
  modifiedMs(path: string): Outside<number>;
  /** Another text after each change of a file; `undefined` while its next change might not show. */
  versionOf(path: string): Outside<string | undefined>;
}

/** The value, if there is one. */
export const foundIn = <T>(outside: Outside<T>): T | undefined =>
  outside.kind === "found" ? outside.value : undefined;
