import type { Entry } from "../outbox/entry.ts";
import type { PostAnswer } from "../world/world.ts";
import {
  closedFor,
  type Limits,
  limitedUntilMs,
  mergeLimits,
  parseLimits,
  parseRetryAfterMs,
} from "./limits/rate-limit.ts";

/**
 * The meaning of a server's answer. `unreached`: the server did not judge the event (no answer, an outage, or a proxy's
 * own answer), so it is tried again.
 */
export interface Verdict {
  readonly outcome: "sent" | "rejected" | "limited" | "unreached";
  /** HTTP status, if there was one. */
  readonly status?: number;
  /** The reason in words; absent for `sent`. */
  readonly reason?: string;
  /** Epoch milliseconds; for `limited`, and for `unreached` if the server named a time. */
  readonly retryAtMs?: number;
  /** For `unreached`: whether the server may have received the event anyway. */
  readonly ambiguous?: boolean;
  /** For `unreached`: something answered, but not as Sentry does. It must not get many requests. */
  readonly isOutage?: boolean;
  /** What could not be recorded, in words. On this machine the event is then unchanged. */
  readonly unnoted?: string;
  /** Whether an earlier request with unknown outcome may have arrived too. */
  readonly isAgain?: boolean;
  /** The limits to remember, whatever the outcome. */
  readonly limits: Limits;
}

/** Pure. Only the status line and the limits decide; the body is not read. */
export function decideVerdict(answer: PostAnswer, type: Entry["type"], nowMs: number): Verdict {
  if (answer.kind === "unreached") {
    const { reason, ambiguous, isGarbled = false } = answer;
    return { outcome: "unreached", reason, ambiguous, isOutage: isGarbled, limits: {} };
  }
  const { status, headers } = answer;
  const limits = parseLimits(status, headers, nowMs);
  if (status >= 200 && status < 300) return { outcome: "sent", status, limits };
  if (status === 429) return decideLimited(limits, type, nowMs);
  const reason = meaningOf(status);
  if (!isOutage(status)) return { outcome: "rejected", status, reason, limits };
  const afterMs = parseRetryAfterMs(headers["retry-after"], nowMs);
  const retry = afterMs === undefined ? {} : { retryAtMs: nowMs + afterMs };
  return { outcome: "unreached", status, reason, ambiguous: true, isOutage: true, ...retry, limits };
}

/** The least pause after a server refused because it is busy, whatever the header says. */
const shortestLimitMs = 60_000;

/** A 429 limits at least the event's own category; if it names no time, it limits the whole DSN. */
function decideLimited(named: Limits, type: Entry["type"], nowMs: number): Verdict {
  const namedUntilMs = limitedUntilMs(named, type, nowMs);
  const shortestUntilMs = nowMs + shortestLimitMs;
  const retryAtMs = Math.max(namedUntilMs ?? 0, shortestUntilMs);
  const ours = closedFor(namedUntilMs === undefined ? undefined : type, shortestUntilMs);
  const limits = retryAtMs === namedUntilMs ? named : mergeLimits(named, ours, nowMs);
  return { outcome: "limited", status: 429, reason: "the server limits the rate", retryAtMs, limits };
}

/** An outage of the server or of a proxy before it (407): it says nothing about the event. */
const isOutage = (status: number) => status >= 500 || status < 200 || status === 408 || status === 407;

const meanings: Record<number, string> = {
  400: "it could not read the event",
  401: "it does not know the DSN's key",
  403: "it does not know the DSN's key or project",
  404: "there is no Sentry at this address",
  407: "the proxy asks for a password",
  408: "it did not receive the event in time",
  413: "the event is too large for it",
};

function meaningOf(status: number): string {
  if (status >= 300 && status < 400) return `the server answered ${status}, a redirect, which is not followed`;
  const meaning = meanings[status] ?? (isOutage(status) ? "it failed" : "it refused the event");
  return `the server answered ${status}: ${meaning}`;
}
