import type { Entry } from "../entry.ts";
import type { ReceiptFact } from "../receipts/receipt-index.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** The limits of age and size. */
export const retention = {
  eventMs: 30 * dayMs,
  /** Sentry rejects older sessions and transactions. */
  sessionMs: 5 * dayMs,
  receiptMs: 90 * dayMs,
  /** Per publisher. */
  receipts: 5000,
  /** Per publisher. */
  events: 1000,
  /** Per publisher. */
  bytes: 64 * 1024 * 1024,
} as const;

/** An entry that must be dropped, and why. */
export interface Eviction {
  readonly entry: Entry;
  readonly reason: string;
}

/**
 * Chooses the entries that are too old, and those that must be dropped so that each publisher stays within its limits:
 * first repeats, oldest first, keeping the newest of each kind; then the oldest of the busiest hour. So a flood of
 * equal errors does not displace other errors. Events that the owner has looked at or named are dropped only for their
 * age.
 *
 * @param isKnown - Whether the owner has looked at the event with this id, or named it.
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

/** When it happened, but not later than it was captured: a log may contain any time. */
const ageOf = ({ timeMs, capturedAtMs }: Entry) => Math.min(timeMs, capturedAtMs);

function expiry(entry: Entry, nowMs: number): string | undefined {
  const lifeMs = entry.type === "event" ? retention.eventMs : retention.sessionMs;
  return nowMs - entry.capturedAtMs > lifeMs ? `not sent for ${lifeMs / dayMs} days` : undefined;
}

/** @param own - Entries of one publisher, oldest first. */
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

/** The sent events whose bytes are kept: within the same limits as pending ones. */
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

/** Ids of receipts that are too old, or too many for one publisher, oldest first. */
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
