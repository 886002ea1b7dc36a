/** Private strings of this very machine and bot, removed wherever they stand, in every usual escape. */
export interface Literals {
  /** The bot's own tokens: become `BOT-TOKEN`. Shorter than 8 characters or empty: ignored. */
  readonly tokens?: readonly string[];
  /** Other configured secrets: become `API-SECRET`. Shorter than 8 characters or empty: ignored. */
  readonly secrets?: readonly string[];
  /** The home folder: its last part becomes `USERNAME`. */
  readonly home?: string;
  /** The account name: becomes `USERNAME` where it stands as a whole word. */
  readonly user?: string;
  /** The machine's name: becomes `HOSTNAME` where it stands as a whole word. */
  readonly host?: string;
  /** What else the account is called, likewise. */
  readonly userAliases?: readonly string[];
  /** What else the machine is called, likewise. */
  readonly hostAliases?: readonly string[];
}

/** A word of the owner's own, and what takes its place. */
export interface OwnWord {
  /** Any length; found as a whole word, in any case. */
  readonly text: string;
  readonly becomes: string;
}

export interface ScrubOptions {
  readonly literals?: Literals;
  readonly words?: readonly OwnWord[];
  /** Keys whose own names are part of a format and stay unchanged; their values are scrubbed. */
  readonly formatKeys?: ReadonlySet<string>;
  /** Names of rules to switch off, of those that are on by default. */
  readonly off?: readonly string[];
  /** Names of rules to switch on that are off by default (`mac`, `uuid` …). */
  readonly on?: readonly string[];
  /**
   * `shortened` (default): four digits of the id's time; `keyed`: four digits of an HMAC with `idKey`;
   * `any`: every number of 17 to 20 digits counts as an id.
   */
  readonly ids?: "shortened" | "keyed" | "any";
  readonly idKey?: Uint8Array;
  /** Epoch milliseconds: ids from later than 30 days after it are no ids. Default: the build date. */
  readonly nowMs?: number;
}
