/** Whose event it is, and on whose behalf it is sent. */
export interface Subject {
  readonly publisher: string;
  readonly plugin: string;
  /** Absent where nobody said. */
  readonly version?: string;
  /** Absent where it is named only when sending. */
  readonly dsn?: string;
  /** The install's random UUID for this publisher. Absent where the file that holds it cannot be read. */
  readonly uuid?: string;
  /** Sentry's `environment`. Default `production`. */
  readonly environment?: string;
  /** Path parts that are the plugin's own, whole segments with `/`; empty: all that is not a library. */
  readonly ownPaths: readonly string[];
  /** Present where the bot knows where it got the plugin, and no manifest says more. */
  readonly origin?: PluginOrigin;
}

/** Where an installed plugin comes from. */
export interface PluginOrigin {
  /** The repository's name in the bot. */
  readonly repository: string;
  readonly address?: string;
  readonly author?: string;
  readonly commit?: string;
}

/** Whose event it is, where the UUID is known: what is sent automatically always has one. */
export type KnownSubject = Subject & { readonly uuid: string };

/** Sentry orders releases of the form `package@version`. */
export const releaseOf = ({ plugin, version }: Pick<Subject, "plugin" | "version">) =>
  version === undefined ? undefined : `${plugin}@${version}`;
