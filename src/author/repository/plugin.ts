/** A plugin as its source code shows it. */
export interface FoundPlugin {
  readonly kind: "cog" | "package";
  readonly name: string;
  /** From the repository's root, with `/`; empty for the root itself. */
  readonly folder: string;
  /** Absent if no literal version was found. */
  readonly version?: string;
  /** What a manifest may claim for it. */
  readonly paths: readonly string[];
  readonly loggers: readonly string[];
  /** Its source files, relative to its folder. */
  readonly files: readonly string[];
}
