import type { Json } from "../scrub/scrub.ts";
import { sdkBlock } from "./sdk.ts";

/**
 * Names of fields in Sentry's events. Every event has them, and they say nothing about anybody. So they are never
 * scrubbed, even if one equals a configured secret or an account's name: otherwise the event would be unreadable.
 */
export const formatKeys: ReadonlySet<string> = new Set([
  ...["event_id", "sdk", "name", "version", "packages", "settings", "infer_ip", "type", "content_type", "length"],
  ...["timestamp", "start_timestamp", "platform", "level", "environment", "user", "id", "release", "dist", "logger"],
  ...["logentry", "message", "fingerprint", "tags", "contexts", "runtime", "extra", "breadcrumbs", "values"],
  ...["category", "data", "exception", "value", "module", "mechanism", "handled", "exception_id", "parent_id"],
  ...["source", "is_exception_group", "stacktrace", "frames", "filename", "abs_path", "function", "lineno", "colno"],
  ...["context_line", "pre_context", "post_context", "in_app", "vextel", "notes"],
  ...["debug_meta", "images", "code_file", "debug_id", "os", "discord_api", "node_system_error", "code", "method"],
  ...["route", "syscall", "errno", "occurrences", "count", "first", "last", "first_event", "owner", "comment"],
  ...["transaction", "transaction_info", "trace", "trace_id", "span_id", "parent_span_id", "op", "status", "origin"],
  ...["client_sample_rate", "spans", "description", "measurements", "unit", "segment_id"],
  ...["sid", "did", "init", "started", "duration", "errors", "attrs"],
]);

/** Sentry's severity levels, worst first. */
export const levels = ["fatal", "error", "warning", "info", "debug"] as const;

const isText = (value: Json, pattern: RegExp) => typeof value === "string" && pattern.test(value);
const isTime = (value: Json) => isText(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const isId = (value: Json) => isText(value, /^[0-9a-f]{32}$/);
const isUuid = (value: Json) => isText(value, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const isNumber = (value: Json) => typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e15;
/** https://develop.sentry.dev/sdk/data-model/event-payloads/#required-attributes */
const platforms = [
  ...["as3", "c", "cfml", "cocoa", "csharp", "elixir", "go", "groovy", "haskell", "java", "javascript", "native"],
  ...["node", "objc", "other", "perl", "php", "python", "ruby"],
];
const sdkShape =
  /^\{"name":"vextel\.node","version":"\d+\.\d+\.\d+","packages":\[\{"name":"npm:vextel","version":"\d+\.\d+\.\d+"\}\],"settings":\{"infer_ip":"never"\}\}$/;

/** Whether vextel itself makes the value of a field: a time, a random id, a word of a closed list. */
const own: Readonly<Record<string, (value: Json) => boolean>> = {
  event_id: isId,
  timestamp: isTime,
  start_timestamp: isTime,
  platform: (value) => platforms.includes(value as string),
  level: (value) => (levels as readonly Json[]).includes(value),
  environment: (value) => value === defaultEnvironment,
  user: (value) => isUuid((value as { id?: Json } | null)?.id ?? null) && Object.keys(value as object).length === 1,
  sdk: (value) => value === sdkBlock || sdkShape.test(JSON.stringify(value)),
  sid: isId,
  did: isUuid,
  init: (value) => typeof value === "boolean",
  started: isTime,
  duration: isNumber,
  status: (value) => ["exited", "crashed", "abnormal"].includes(value as string),
  errors: isNumber,
};

/** The default environment. */
export const defaultEnvironment = "production";

type Fields = Readonly<Record<string, Json>>;

/** Separates the fields that only contain vextel's own values from those that must be scrubbed. */
export function splitFields(fields: Fields): { own: Fields; open: Fields } {
  const parts: { own: Record<string, Json>; open: Record<string, Json> } = { own: {}, open: {} };
  for (const key of Object.keys(fields)) {
    const value = fields[key]!;
    const part = Object.hasOwn(own, key) && own[key]!(value) ? parts.own : parts.open;
    putField(part, key, value);
  }
  return parts;
}

/** Sets a field, also one that is called `__proto__`. Many fields are set several times as fast as they are spread. */
export function putField(fields: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__")
    Object.defineProperty(fields, key, { value, enumerable: true, writable: true, configurable: true });
  else fields[key] = value;
}
