/** A bot of this machine, as its files tell. Holds no secret. */
export interface Bot {
  /** The name of Red's instance. */
  readonly name: string;
  readonly framework: "Red-DiscordBot";
  readonly dataFolder: string;
  /** The folder that its logs are in; a watcher follows it. */
  readonly logFolder: string;
  /** The logs of the present run, oldest first. */
  readonly logs: readonly string[];
  /** Those of the run before, oldest first. */
  readonly previousLogs: readonly string[];
  readonly cogs: readonly Cog[];
  /** What could not be read, one sentence each. */
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
  /** `__version__`, if the cog's code has it as a plain text. */
  readonly version?: string;
  /** Where its code lies. */
  readonly folder: string;
}
