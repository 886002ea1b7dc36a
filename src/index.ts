/** vextel, for authors of plugins. */
export type { Notice, NoticeFacts, NoticeTexts } from "./consent/notice-text.ts";
export { VextelError, type VextelErrorCode } from "./errors.ts";
export type { About } from "./reporter/errors/live-report.ts";
export { defaultIgnored, type IgnoreRule } from "./reporter/options/ignore.ts";
export type { ReporterFramework, ReporterOptions, ReporterPlugin } from "./reporter/options/options.ts";
export type { OwnerControls, OwnerStatus, SendOutcome } from "./reporter/owner/controls.ts";
export type { NoticeOutcome, NotifyOwner } from "./reporter/owner/notify.ts";
export { createReporter, type Guarded, type Reporter, type Started } from "./reporter/reporter.ts";
export type { BotLogger } from "./reporter/submit/receipt-log.ts";
export type { ReportReceipt } from "./reporter/submit/report-receipt.ts";
export type { Loop } from "./reporter/tasks/loop.ts";
