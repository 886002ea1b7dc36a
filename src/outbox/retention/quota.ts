import type { Entry } from "../entry.ts";
import type { ReceiptFact } from "../receipts/receipt-index.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** How long and how much is kept. */
export const retention = {
  eventMs: 30 * dayMs,
  /** Sentry drops sessions and transactions that are older. */
  sessionMs: 5 * dayMs,
  receiptMs: 90 * dayMs,
  /** Per publisher. */
  receipts: 5000,
  /** Per publisher. */
  events: 1000,
  /** Per publisher. */
  bytes: 64 * 1024 * 1024,
} as const;

/** One entry that has to go, and why. */
export interface Eviction {
  readonly entry: Entry;
  readonly reason: string;
}

/**
 * Which entries have outlived their time, and which must go so that each publisher stays in bounds. A flood goes before
 * what it would bury: first repeats, oldest first, the newest of its like stays; then the oldest of the busiest hour.
 * What the owner looked at or named goes only by its age.
 *
 * @param isKnown - Whether the owner looked at the event of this id, or named it.
 */
export function chooseEvictions(
  entries: readonly Entry[],
  nowMs: number,
  isKnown: (id: string) => boolean = () => false,
): Eviction[] {
  const evictions: Eviction[] = [];
  const young = new Map<string, Entry[]>();
  for (const entry of [...entries].sort((a, b) => ageOf(a) - ageOf(b) || (a.id < b.id ? 1 : -1))) {
    const reason = expiry(entry, nowMs);
    if (reason !== undefined) evictions.push({ entry, reason });
    else pushTo(young, entry.publisher, entry);
  }
  for (const own of young.values()) evictions.push(...shrink(own, isKnown));
  return evictions;
}

/** When it happened, but never later than it was captured: a log may hold any time. */
const ageOf = ({ timeMs, capturedAtMs }: Entry) => Math.min(timeMs, capturedAtMs);

function expiry(entry: Entry, nowMs: number): string | undefined {
  const lifeMs = entry.type === "event" ? retention.eventMs : retention.sessionMs;
  return nowMs - entry.capturedAtMs > lifeMs ? `not sent for ${lifeMs / dayMs} days` : undefined;
}

/** @param own - Of one publisher, oldest first. */
function shrink(own: readonly Entry[], isKnown: (id: string) => boolean): Eviction[] {
  let events = own.length;
  let bytes = own.reduce((sum, entry) => sum + entry.bytes, 0);
  const evictions: Eviction[] = [];
  if (events <= retention.events && bytes <= retention.bytes) return evictions;
  for (const entry of orderOfEviction(own.filter(({ id }) => !isKnown(id)))) {
    if (events <= retention.events && bytes <= retention.bytes) break;
    const what = events > retention.events ? `${retention.events} events` : "64 MiB";
    evictions.push({ entry, reason: `more than ${what} of one publisher were pending` });
    events -= 1;
    bytes -= entry.bytes;
  }
  return evictions;
}

/** @param entries - Oldest first. */
function* orderOfEviction(entries: readonly Entry[]): Generator<Entry> {
  const newest = new Map(entries.map((entry) => [likeness(entry), entry.id]));
  const isRepeat = (entry: Entry) => newest.get(likeness(entry)) !== entry.id;
  yield* entries.filter(isRepeat);
  const hours = new Map<number, Entry[]>();
  for (const entry of entries.filter((one) => !isRepeat(one))) {
    pushTo(hours, Math.floor(ageOf(entry) / hourMs), entry);
  }
  while (hours.size > 0) {
    const [hour, busiest] = [...hours].reduce((most, one) => (one[1].length > most[1].length ? one : most));
    yield busiest.shift()!;
    if (busiest.length === 0) hours.delete(hour);
  }
}

const likeness = ({ plugin, type, title, group }: Entry) => `${plugin}\0${type}\0${group ?? title}`;

function pushTo<Key>(groups: Map<Key, Entry[]>, key: Key, entry: Entry): void {
  const group = groups.get(key);
  if (group) group.push(entry);
  else groups.set(key, [entry]);
}

/** Of which sent events the bytes are kept: those that are as young as pending ones may be, and no more of them. */
export function choosePreserved(facts: readonly ReceiptFact[], nowMs: number): string[] {
  const kept = new Map<string, number>();
  const sent = facts.filter(({ state }) => state === "sent").sort((a, b) => b.settledAtMs - a.settledAtMs);
  const preserved = sent.filter(({ publisher, settledAtMs }) => {
    const count = (kept.get(publisher) ?? 0) + 1;
    kept.set(publisher, count);
    return nowMs - settledAtMs <= retention.eventMs && count <= retention.events;
  });
  return preserved.map(({ id }) => id);
}

/** Ids of receipts that have outlived their time, or are too many of one publisher, oldest first. */
export function chooseForgotten(facts: readonly ReceiptFact[], nowMs: number): string[] {
  const kept = new Map<string, number>();
  const newestFirst = [...facts].sort((a, b) => b.settledAtMs - a.settledAtMs);
  const forgotten = newestFirst.filter(({ publisher, settledAtMs }) => {
    const count = (kept.get(publisher) ?? 0) + 1;
    kept.set(publisher, count);
    return nowMs - settledAtMs > retention.receiptMs || count > retention.receipts;
  });
  return forgotten.map(({ id }) => id);
}
