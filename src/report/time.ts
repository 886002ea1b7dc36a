/** The end of 31 December 9999, the last day that every reader of RFC 3339 accepts. */
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether a number is a valid time: epoch milliseconds from 1970 to 9999. */
export const isTimeMs = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= lastMs;

/** A time in RFC 3339; `undefined` if the number is not a valid time. */
export const toRfc3339 = (ms: number | undefined): string | undefined =>
  isTimeMs(ms) ? new Date(ms).toISOString() : undefined;
