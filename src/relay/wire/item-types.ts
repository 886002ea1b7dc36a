/** How items of each type are handled. Types that are not listed are refused without being read. */
const taken: Readonly<Record<string, "event" | "transaction" | "session" | "client_report">> = {
  event: "event",
  transaction: "transaction",
  session: "session",
  client_report: "client_report",
};

/** How an item is treated. */
export const treatmentOf = (type: string) => (Object.hasOwn(taken, type) ? taken[type]! : "refused");

/** The names under which refused types are counted. Others count as `unknown`, since their names might be private. */
const refused = [
  ...["attachment", "sessions", "check_in", "log", "trace_metric", "statsd", "metric_meta", "metric_buckets", "span"],
  ...["profile", "profile_chunk", "feedback", "user_report", "replay_event", "replay_recording", "replay_video"],
  ...["security", "raw_security", "nel", "form_data", "unreal_report"],
];

export const countedAs = (type: string): string => (refused.includes(type) ? type : "unknown");

/** Sentry's categories that are always refused, for the header that tells SDKs not to send them. */
export const refusedCategories = [
  ...["attachment", "replay", "profile", "profile_chunk", "profile_chunk_ui", "monitor", "log_item", "log_byte"],
  ...["trace_metric", "metric_bucket", "feedback", "user_report_v2", "security", "span"],
] as const;
