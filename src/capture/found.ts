import type { Report } from "../report/report.ts";

/** One error found in a text. */
export interface Found {
  readonly report: Report;
  /** 1-based line and byte offset where its text begins: the log line before it, otherwise its first line. */
  readonly line: number;
  readonly offset: number;
}
