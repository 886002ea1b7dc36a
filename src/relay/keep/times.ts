import { happenedAtMsOf } from "../../normalise/event.ts";
import type { Fields } from "../../normalise/fields.ts";
import type { Moment } from "../../reporter/submit/submit.ts";

/** When it arrived, and when it happened according to its SDK. */
export const momentOf = (fields: Fields, nowMs: number): Moment => ({
  capturedAtMs: nowMs,
  happenedAtMs: happenedAtMsOf(fields, nowMs),
});
