/** A bot on this machine, according to its files. Contains no secret. */
export interface Bot {
  /** The name of Red's instance. */
  readonly name: string;
  readonly framework: "Red-DiscordBot";
  readonly dataFolder: string;
  /** The folder of its logs, which `watch` follows. */
  readonly logFolder: string;
  /** The logs of the current run, oldest first. */
  readonly logs: readonly string[];
  /** The logs of the run before, oldest first. */
  readonly previousLogs: readonly string[];
  readonly cogs: readonly Cog[];
  /** What could not be read, one sentence for each. */
  readonly problems: readonly string[];
}

/** An installed cog. */
export interface Cog {
  readonly name: string;
  /** The repository's name in Red's Downloader. */
  readonly repository: string;
  /** Where the repository was cloned from, without credentials. */
  readonly address?: string;
  readonly author?: string;
  /** The commit that is installed. */
  readonly commit?: string;
  /** `__version__`, if the cog's code sets it to a literal text. */
  readonly version?: string;
  /** The folder of its code. */
  readonly folder: string;
}
