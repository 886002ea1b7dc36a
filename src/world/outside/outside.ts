/**
 * The content of a path that does not belong to vextel: a file of the owner's bot or of the system. It is never
 * changed.
 */
export type Outside<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  /** It exists but cannot be read: `reason` in words, for the owner. */
  | { readonly kind: "closed"; readonly reason: string };

/** Reads files that do not belong to vextel. Links are followed, as their owner intended. */
export interface OutsideFiles {
  /** A text file of at most `maxBytes`; a larger one is closed. */
  readText(path: string, maxBytes: number): Outside<string>;
  /** The names in a folder, sorted. */
  list(folder: string): Outside<string[]>;
  /** Where a file or folder really is, without symbolic links. */
  realPath(path: string): Outside<string>;
  /** When a file was last written to, epoch milliseconds. */
  modifiedMs(path: string): Outside<number>;
  /** A text that differs after each change of a file; `undefined` while the next change might not show. */
  versionOf(path: string): Outside<string | undefined>;
}

/** Why a larger file is not read. */
export const largerThan = (maxBytes: number): string => `it is larger than ${maxBytes / 2 ** 20} MiB`;

/** The value, if there is one. */
export const foundIn = <T>(outside: Outside<T>): T | undefined =>
  outside.kind === "found" ? outside.value : undefined;
