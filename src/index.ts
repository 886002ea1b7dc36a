/** vextel, for authors of plugins. */
export type { Notice, NoticeFacts, NoticeTexts } from "./consent/notice-text.ts";
export { VextelError, type VextelErrorCode } from "./errors.ts";
export type { Desk, DeskStatus, SendOutcome } from "./reporter/desk.ts";
export { defaultIgnored, type IgnoreRule } from "./reporter/ignore.ts";
export type { About } from "./reporter/live-report.ts";
export type { Loop } from "./reporter/loop.ts";
export type { NoticeOutcome, NotifyOwner } from "./reporter/notify.ts";
export type { ReporterFramework, ReporterOptions, ReporterPlugin } from "./reporter/options.ts";
export type { ReportReceipt } from "./reporter/receipt.ts";
export { createReporter, type Guarded, type Reporter, type Started } from "./reporter/reporter.ts";
