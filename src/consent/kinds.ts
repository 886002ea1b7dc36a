import type { Grant } from "./claims.ts";

/** What may be sent. Each kind can be refused. */
export type Kind = "errors" | "sessions" | "timings";

/** A kind that the consent covers. */
export interface AgreedKind extends Grant {
  readonly kind: Kind;
}

/** All kinds, each with a description for the owner. */
export const kindTexts: Readonly<Record<Kind, string>> = {
  errors: "errors, with their stack and what happened just before",
  sessions: "sessions: when a plugin started, how long it ran and whether it crashed, once an hour",
  timings: "timings: how long a few runs of background tasks took",
};

export const allKinds = Object.keys(kindTexts) as readonly Kind[];

/** The kind of an envelope item. */
export const kindOf = (type: "event" | "session" | "transaction"): Kind =>
  (({ event: "errors", session: "sessions", transaction: "timings" }) as const)[type];
