import { refusedCategories } from "./wire/item-types.ts";
import type { Refusal } from "./wire/refusal.ts";

/** The relay's decision about a request. */
export type Verdict =
  /** Everything wanted is on disk, or nothing was wanted. */
  | { readonly kind: "taken"; readonly id?: string }
  /** More than a single plugin may report in this time. */
  | { readonly kind: "flooded" }
  /** Nothing can be kept at present. */
  | { readonly kind: "unavailable" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** The kinds that the consent does not cover, which SDKs need not send. */
export type Unwanted = readonly ("transaction" | "session")[];

/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long an SDK does not send refused kinds again, seconds: the owner's answer takes effect within this time. */
const refusedForS = 300;
/** How long an SDK is silent after a flood, seconds. */
const floodForS = 60;

/**
 * The answer to a request, in the terms that Sentry's SDKs obey
 * (https://develop.sentry.dev/sdk/expected-features/rate-limiting/). Never a redirect, never compressed.
 */
export function answerTo(verdict: Verdict, unwanted: Unwanted = []): Answer {
  const answer = answerOf(verdict);
  const refused = `${refusedForS}:${[...refusedCategories, ...unwanted].join(";")}:key:vextel_refused`;
  const limits = verdict.kind === "flooded" ? `${floodForS}:error;default:key:vextel_flood, ${refused}` : refused;
  return { ...answer, headers: { ...answer.headers, "X-Sentry-Rate-Limits": limits } };
}

function answerOf(verdict: Verdict): Answer {
  switch (verdict.kind) {
    case "taken":
      return toAnswer(200, verdict.id === undefined ? {} : { id: verdict.id });
    case "flooded":
      return toError(429, "more errors than one plugin may report", { "Retry-After": String(floodForS) });
    case "unavailable":
      return toError(503, "nothing can be kept at the moment");
    case "refused":
      return toError(
        verdict.refusal.status,
        verdict.refusal.message,
        verdict.refusal.status === 405 ? { Allow: "POST" } : {},
      );
  }
}

const toError = (status: number, reason: string, headers: Readonly<Record<string, string>> = {}) =>
  toAnswer(status, { detail: reason }, { "X-Sentry-Error": reason, ...headers });

function toAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  const text = JSON.stringify(body);
  return {
    status,
    headers: { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(text)), ...headers },
    body: text,
  };
}
