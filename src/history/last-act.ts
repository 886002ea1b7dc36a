import type { HistoryEntry } from "./record.ts";

/** The owner's last action, according to the history. */
export type LastAct =
  | { readonly kind: "dropped"; readonly events: readonly string[] }
  | { readonly kind: "enabled" | "disabled"; readonly publisher: string; readonly time: string }
  | { readonly kind: "sent"; readonly event: string };

/** The reason of a drop by the owner. */
export const ownersDrop = "the owner dropped it";

/** Drops of one command follow each other within this time. */
const togetherMs = 10_000;

/**
 * Ignores what happened automatically, requests that did not succeed, and drops whose event was restored since. Pure.
 */
export function lastActOf(entries: readonly HistoryEntry[]): LastAct | undefined {
  const isBack = new Set<string>();
  const failed = new Set<string>();
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at]!;
    if (entry.kind === "captured") isBack.add(entry.event);
    if (hasFailed(entry)) failed.add(entry.event);
    if (entry.kind === "sending" && failed.delete(entry.event)) continue;
    if (entry.kind === "answer" && entry.answer !== "ended")
      return { kind: entry.answer, publisher: entry.publisher, time: entry.time };
    if (entry.kind === "sending" && entry.under === "named") return { kind: "sent", event: entry.event };
    if (isOwnersDrop(entry) && !isBack.has(entry.event))
      return { kind: "dropped", events: dropsUntil(entries, at, isBack) };
  }
  return undefined;
}

/** Whether this ends a request that the server certainly did not accept. */
const hasFailed = (entry: HistoryEntry): entry is HistoryEntry & { readonly kind: "refused" | "not reached" } =>
  entry.kind === "refused" || (entry.kind === "not reached" && !entry.mayHaveArrived);

const isOwnersDrop = (entry: HistoryEntry): entry is HistoryEntry & { readonly kind: "dropped" } =>
  entry.kind === "dropped" && entry.reason === ownersDrop;

/** The drops of the same command, oldest first. */
function dropsUntil(entries: readonly HistoryEntry[], end: number, isBack: ReadonlySet<string>): string[] {
  const events: string[] = [];
  let laterMs = Date.parse(entries[end]!.time);
  for (let at = end; at >= 0; at--) {
    const entry = entries[at]!;
    if (!isOwnersDrop(entry) || laterMs - Date.parse(entry.time) > togetherMs) break;
    if (!isBack.has(entry.event)) events.unshift(entry.event);
    laterMs = Date.parse(entry.time);
  }
  return events;
}
