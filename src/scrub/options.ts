/**
 * A copy that has only its own properties: if some code of the bot adds `off` to `Object.prototype`, no rule is off.
 */
export const ownOptions = <Options extends object>(options: Options): Options =>
  Object.assign(Object.create(null) as object, options) as Options;

/** Private strings of this machine and bot, removed wherever they appear, in all usual escapes. */
export interface Literals {
  /** The bot's own tokens: become `BOT-TOKEN`. Shorter than 8 characters or empty: ignored. */
  readonly tokens?: readonly string[];
  /** Other configured secrets: become `API-SECRET`. Shorter than 8 characters or empty: ignored. */
  readonly secrets?: readonly string[];
  /** The home folder: its last part becomes `USERNAME`. */
  readonly home?: string;
  /** The account name: becomes `USERNAME` where it is a whole word. */
  readonly user?: string;
  /** The machine's name: becomes `HOSTNAME` where it is a whole word. */
  readonly host?: string;
  /** Other names of the account, treated in the same way. */
  readonly userAliases?: readonly string[];
  /** Other names of the machine, treated in the same way. */
  readonly hostAliases?: readonly string[];
}

/** A word that the owner chose, and its placeholder. */
export interface OwnWord {
  /** Of any length; matched as a whole word, in any case. */
  readonly text: string;
  readonly becomes: string;
}

export interface ScrubOptions {
  readonly literals?: Literals;
  readonly words?: readonly OwnWord[];
  /** Keys whose names belong to a format and stay unchanged; their values are scrubbed. */
  readonly formatKeys?: ReadonlySet<string>;
  /** Names of rules to switch off that are on by default. */
  readonly off?: readonly string[];
  /** Names of rules to switch on that are off by default (`mac`, `uuid` …). */
  readonly on?: readonly string[];
  /**
   * `shortened` (default): four digits of the id's time; `keyed`: four digits of an HMAC with `idKey`;
   * `any`: every number of 17 to 20 digits counts as an id.
   */
  readonly ids?: "shortened" | "keyed" | "any";
  readonly idKey?: Uint8Array;
  /**
   * The current time, epoch milliseconds: a number is not an id if its time is more than 30 days later than this and
   * the build date. Default: the build date alone.
   */
  readonly nowMs?: () => number;
}
