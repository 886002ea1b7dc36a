import type { Entry } from "../outbox/entry.ts";
import type { PostAnswer } from "../world/world.ts";
import { type Limits, limitedUntilMs, parseLimits } from "./rate-limit.ts";

/** What an answer means for the event that was posted. */
export interface Verdict {
  readonly outcome: "sent" | "rejected" | "limited" | "unreached";
  /** HTTP status, if there was one. */
  readonly status?: number;
  /** In words; absent for `sent`. */
  readonly reason?: string;
  /** Epoch milliseconds; for `limited`. */
  readonly retryAtMs?: number;
  /** What is to be remembered, whatever the outcome. */
  readonly limits: Limits;
}

/** Pure. Only the status line and the limits decide; what the body says is not read. */
export function decideVerdict(answer: PostAnswer, type: Entry["type"], nowMs: number): Verdict {
  if (answer.kind === "unreached") return { outcome: "unreached", reason: answer.reason, limits: {} };
  const { status, headers } = answer;
  const limits = parseLimits(status, headers, nowMs);
  if (status >= 200 && status < 300) return { outcome: "sent", status, limits };
  if (status === 429) {
    const retryAtMs = limitedUntilMs(limits, type, nowMs) ?? nowMs;
    return { outcome: "limited", status, reason: "the server limits how much it takes", retryAtMs, limits };
  }
  return { outcome: "rejected", status, reason: meaningOf(status), limits };
}

const meanings: Record<number, string> = {
  400: "it could not read the event",
  401: "it does not know the DSN's key",
  403: "it does not know the DSN's key or project",
  404: "there is no Sentry at this address",
  413: "the event is too large for it",
};

function meaningOf(status: number): string {
  if (status >= 300 && status < 400) return `the server answered ${status}, a redirect, which is not followed`;
  const meaning = meanings[status] ?? (status >= 500 ? "it failed" : "it refused the event");
  return `the server answered ${status}: ${meaning}`;
}
