import type { Breadcrumb, Report } from "../report/report.ts";

/** One error found in a text, with what is needed to say whose it is. */
export interface Found {
  /** Its `breadcrumbs` are still empty: whose breadcrumbs belongs to it is decided by attribution. */
  readonly report: Report;
  /** 1-based line and byte offset where its text begins: the log line in front of it, else its first line. */
  readonly line: number;
  readonly offset: number;
  /** The newest lines of each breadcrumbs before the error, oldest first, at most `limits.breadcrumbs` each. */
  readonly breadcrumbs: ReadonlyMap<string, readonly Breadcrumb[]>;
}
