import type { Line } from "./line.ts";

/** `2 bot-token, 1 snowflake` */
export function renderCounts(counts: Iterable<readonly [string, number]>): string {
  const parts = [...counts].map(([rule, count]) => `${count} ${rule}`);
  return parts.length > 0 ? parts.join(", ") : "nothing";
}

/** A number and its noun: `1 event`, `3 events`. */
export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A time for people, in UTC: `2026-01-02 03:04:05 UTC`. */
export const renderTime = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** What the server gets besides the body. */
export function renderRequest(request: { url: string; headers: Readonly<Record<string, string>> }): Line[] {
  return [
    [["strong", "POST "], request.url],
    ...Object.entries(request.headers).map(([name, value]): Line => [["dim", `${name}: `], value]),
  ];
}
