import type { Line } from "./terminal/line.ts";

/** `2 bot-token, 1 snowflake` */
export function renderCounts(counts: Iterable<readonly [string, number]>): string {
  const parts = [...counts].map(([rule, count]) => `${count} ${rule}`);
  return parts.length > 0 ? parts.join(", ") : "nothing";
}

/** A number and its noun: `1 event`, `3 events`. */
export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A time for people, in UTC: `2026-01-02 03:04:05 UTC`. */
export const renderTime = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** The request headers and the like, besides the body. */
export function renderRequest(request: { url: string; headers: Readonly<Record<string, string>> }): Line[] {
  return [
    [["strong", "POST "], request.url],
    ...Object.entries(request.headers).map(([name, value]): Line => [["dim", `${name}: `], value]),
  ];
}

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** The age of something, for people: `3 h ago`. */
export function renderAge(ms: number, nowMs: number): string {
  const ageMs = nowMs - ms;
  for (const [unit, unitMs] of units) if (ageMs >= unitMs) return `${Math.floor(ageMs / unitMs)} ${unit} ago`;
  return ageMs > -60_000 ? "just now" : renderTime(ms); // of the future, if a clock is wrong
}
