/** The languages whose errors are read; also Sentry's `platform`. */
export type Platform = "python" | "node";

/** Sentry's severity levels. */
export type Level = "fatal" | "error" | "warning" | "info" | "debug";

/** One call on the stack, as the traceback prints it. */
export interface Frame {
  /** Path or pseudo file (`<string>`, `node:internal/…`) exactly as printed. */
  readonly path?: string;
  /** Function name as printed (`Client.run`, `new Foo`, `<module>`); without `async `. */
  readonly function?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based; Node only. */
  readonly column?: number;
  /** The source line without its indentation, if printed; with indentation if it was read from the file. */
  readonly source?: string;
  /** Source lines before and after it, as they are in the file. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** The debug id of the file: a UUID that a build wrote into it and its source map. */
  readonly debugId?: string;
  /** Node's `async` mark. */
  readonly async?: true;
  /** How many more times in a row Python says that this call was made (`[Previous line repeated N more times]`). */
  readonly repeated?: number;
}

/** One exception with everything printed about it. A tree: its causes are below it. */
export interface RaisedError {
  /** Class name, qualified as printed but without its module: `Outer.CogError`. */
  readonly type: string;
  /** Python module of the class, if printed: `discord.errors`. */
  readonly module?: string;
  /** The message, lines joined with `\n`, notes included; empty if there was none. */
  readonly value: string;
  /** Oldest call first, the crashing one last; repeated calls as they were printed. */
  readonly frames: readonly Frame[];
  /** For an error in the text of a program: the place in that text. It is not a call, since the text never ran. */
  readonly place?: Frame;
  /** Python `raise … from` ("direct cause"), Node `[cause]`. */
  readonly cause?: RaisedError;
  /** Python "During handling of the above exception". */
  readonly context?: RaisedError;
  /** Members of an exception group or AggregateError, in order. Present, even if empty, for every group. */
  readonly members?: readonly RaisedError[];
}

/** One thing that happened before the error. */
export interface Breadcrumb {
  readonly message: string;
  /** Epoch milliseconds. */
  readonly timeMs?: number;
  readonly level?: Level;
  /** The logger it came from. */
  readonly category?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The bot framework that a log names in its start-up lines. */
export interface HostFramework {
  /** `red`, `discord.py`, `discord.js` … */
  readonly name: string;
  readonly version?: string | undefined;
}

/** One error that is still private: nothing in it was scrubbed. */
export interface Report {
  readonly platform: Platform;
  readonly error: RaisedError;
  readonly level: Level;
  /** Whether the program continued after it. */
  readonly handled: boolean;
  /** When it happened, epoch milliseconds; absent if the text does not say. */
  readonly timeMs?: number;
  /** The logger that printed it. */
  readonly logger?: string;
  /** The message of the log line before it, without time, level and logger. */
  readonly message?: string;
  /** The command, event or loop that failed, if the text names it. */
  readonly transaction?: string;
  /** Oldest first, at most `limits.breadcrumbs`. */
  readonly breadcrumbs: readonly Breadcrumb[];
  /** Frameworks that the log named before the error. */
  readonly hosts: readonly HostFramework[];
  /** Language runtime, only if the text says: `{ name: "node", version: "v20.1.0" }`. */
  readonly runtime?: { readonly name: string; readonly version?: string };
  /** The family of the system that it happened on. */
  readonly os?: { readonly name: string };
  /** Fields of the error, such as a server's answer, by the name that Sentry shows. */
  readonly contexts?: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  /** Sentry's grouping, if the author chose one. */
  readonly fingerprint?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Why a user of the program, and not the program, may have written the text, in words. */
  readonly uncertain?: string;
  /** What is missing from the text, in words: `"the beginning of the traceback"`. */
  readonly incomplete?: readonly string[];
}
