import type { Breadcrumb, Report } from "../report/report.ts";

/** One error found in a text, with what is needed to say whose it is. */
export interface Found {
  /** Its `breadcrumbs` are still empty: whose trail belongs to it is decided by attribution. */
  readonly report: Report;
  /** 1-based line and byte offset where its text begins: the log line in front of it, else its first line. */
  readonly line: number;
  readonly offset: number;
  /** The newest lines of each trail before the error, oldest first, at most `limits.breadcrumbs` each. */
  readonly trails: ReadonlyMap<string, readonly Breadcrumb[]>;
}

export interface CaptureOptions {
  /** Names the trail to which a log line of this logger belongs; `undefined`: to none. Default: all to `""`. */
  readonly trailOf?: (logger: string | undefined) => string | undefined;
}

/** Reads a log or traceback in pieces of any size and gives each error as soon as it is complete. */
export interface Capture {
  push(chunk: Uint8Array): Found[];
  /** Gives what is open, taken for complete: the text ends here, or nothing came for a while. More may be pushed. */
  flush(): Found[];
  /** Bytes from the beginning of the text from which reading anew gives every error that was not given yet. */
  readonly resumeOffset: number;
}

export function createCapture(_options: CaptureOptions = {}): Capture {
  return { push: () => [], flush: () => [], resumeOffset: 0 };
}
