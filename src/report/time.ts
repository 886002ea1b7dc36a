/** Of 31 December 9999, the last day that every reader of RFC 3339 knows. */
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether a number is a point in time that can be written down: epoch milliseconds from 1970 to 9999. */
export const isTimeMs = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= lastMs;

/** A time as RFC 3339 writes it; `undefined` for a number that is none. */
export const toRfc3339 = (ms: number | undefined): string | undefined =>
  isTimeMs(ms) ? new Date(ms).toISOString() : undefined;
