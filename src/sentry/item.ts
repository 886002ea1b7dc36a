import { isTimeMs, toRfc3339 } from "../report/time.ts";
import { sdkBlock, toLevel } from "../seal/event.ts";
import { toEventId } from "../seal/ids.ts";
import type { Draft } from "../seal/seal.ts";
import type { SessionStatus } from "../seal/session.ts";
import { releaseOf, type Subject } from "../seal/subject.ts";
import { defaultEnvironment } from "../seal/words.ts";

type Payload = Readonly<Record<string, unknown>>;

/** Fields of an event or transaction that may leave, scrubbed; the rest, known or not, stays here. */
const kept = [
  ...["type", "transaction", "transaction_info", "release", "dist", "logger", "message", "logentry", "fingerprint"],
  ...["tags", "extra", "exception", "contexts", "spans", "measurements"],
];

/** Contexts that describe the machine or the host, not the error. */
const leftOut = new Set(["device", "os", "app", "culture", "cloud_resource", "otel", "process"]);

/**
 * An event or transaction of Sentry's SDK as vextel would have made it: without user, request, modules, machine and
 * local variables, with the random UUID, and with its own id, which the SDK has told the author already.
 *
 * @param sinceMs - Breadcrumbs from before are left out, epoch milliseconds. Default: none are.
 */
export function draftPayload(
  type: "event" | "transaction",
  payload: Payload,
  subject: Subject,
  nowMs: number,
  sinceMs = Number.NEGATIVE_INFINITY,
): Draft {
  const timeMs = toMs(payload.timestamp) ?? nowMs;
  const startedMs = toMs(payload.start_timestamp);
  const release = releaseOf(subject);
  return {
    type,
    subject,
    identity: idOf(payload.event_id),
    timeMs: startedMs ?? timeMs,
    fixed: {
      ...(startedMs !== undefined && { start_timestamp: toRfc3339(startedMs)! }),
      timestamp: toRfc3339(timeMs)!,
      platform: "node",
      ...(type === "event" && { level: toLevel(payload.level) }),
      environment: subject.environment ?? defaultEnvironment,
      user: { id: subject.uuid },
      sdk: sdkBlock,
    },
    open: {
      ...(release !== undefined && { release }),
      ...Object.fromEntries(
        kept.filter((key) => payload[key] !== undefined).map((key) => [key, tidy(payload[key], key)]),
      ),
      ...(type === "event" && {
        breadcrumbs: {
          values: listOf(payload.breadcrumbs)
            .filter((one) => isSince(one, sinceMs))
            .slice(-25)
            .map((one) => tidy(one)),
        },
      }),
    },
    notes: [],
  };
}

/** Only the last word on a session leaves, as a whole session: updates cannot be told from doubles. */
export function draftLastUpdate(payload: Payload, subject: Subject, nowMs: number): Draft | undefined {
  const { sid, status, errors, started, timestamp, attrs } = payload;
  if (typeof sid !== "string" || !(statuses as readonly unknown[]).includes(status)) return undefined;
  const [startedMs, endedMs] = [toMs(started) ?? nowMs, toMs(timestamp) ?? nowMs];
  const release = (attrs as Payload | undefined)?.release ?? releaseOf(subject);
  return {
    type: "session",
    subject,
    identity: idOf(sid.replaceAll("-", "")),
    timeMs: startedMs,
    fixed: {
      ...{ sid: idOf(sid.replaceAll("-", "")), did: subject.uuid, init: true },
      ...{ started: toRfc3339(startedMs)!, timestamp: toRfc3339(endedMs)! },
      ...{ duration: Math.max(0, endedMs - startedMs) / 1000, status: status as SessionStatus },
      errors: Number.isSafeInteger(errors) && (errors as number) >= 0 ? (errors as number) : 0,
    },
    open: { attrs: { release, environment: subject.environment ?? defaultEnvironment } },
    notes: [],
  };
}

/** What has no time may be from before. */
const isSince = (crumb: unknown, sinceMs: number) =>
  sinceMs === Number.NEGATIVE_INFINITY || (toMs((crumb as Payload | null)?.timestamp) ?? sinceMs - 1) >= sinceMs;

const statuses: readonly SessionStatus[] = ["exited", "crashed", "abnormal"];
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function idOf(id: unknown): string {
  if (typeof id === "string" && /^[0-9a-f]{32}$/.test(id)) return id;
  throw new TypeError("an item without an id");
}

/** Sentry's SDK writes seconds or dates. */
function toMs(time: unknown): number | undefined {
  const ms = typeof time === "number" ? time * 1000 : typeof time === "string" ? Date.parse(time) : Number.NaN;
  return isTimeMs(ms) ? ms : undefined;
}

/** Copies a field: times become dates, ids of traces lose what could be taken for a number, variables are left out. */
function tidy(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => tidy(item));
  if (typeof value === "string" && /^(?:trace|span|parent_span|segment)_id$/.test(key)) return toTraceId(value);
  if (/^(?:start_)?timestamp$/.test(key)) return toRfc3339(toMs(value));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name]) => name !== "vars" && name !== "debug_meta" && !(key === "contexts" && leftOut.has(name)),
  );
  return Object.fromEntries(entries.map(([name, item]) => [name, tidy(item, name)]));
}

const toTraceId = (id: string) => (/^[0-9a-f]{16}(?:[0-9a-f]{16})?$/.test(id) ? toEventId(id) : id);
