/** The plugin and publisher of an event, and the installation that sends it. */
export interface Subject {
  readonly publisher: string;
  readonly plugin: string;
  /** Absent if unknown. */
  readonly version?: string;
  /** Absent if it is named only when the event is sent. */
  readonly dsn?: string;
  /** The random UUID of this installation for the publisher. Absent if its file cannot be read. */
  readonly uuid?: string;
  /** Sentry's `environment`. Default `production`. */
  readonly environment?: string;
  /** Parts of paths of the plugin's own files, as whole segments with `/`; empty: all files except libraries. */
  readonly ownPaths: readonly string[];
  /** Present if the bot knows the plugin's origin, and no manifest says more. */
  readonly origin?: PluginOrigin;
}

/** The origin of an installed plugin. */
export interface PluginOrigin {
  /** The repository's name in the bot. */
  readonly repository: string;
  readonly address?: string;
  readonly author?: string;
  readonly commit?: string;
}

/** A subject with a known UUID: events that are sent automatically always have one. */
export type KnownSubject = Subject & { readonly uuid: string };

/** Sentry orders releases of this form: `package@version`. */
export const releaseOf = ({ plugin, version }: Pick<Subject, "plugin" | "version">) =>
  version === undefined ? undefined : `${plugin}@${version}`;
