/** Limits on how many errors of one plugin become events. */
export const dedupeLimits = {
  /** Equal errors within this time become one event with a count. */
  windowMs: 60_000,
  /**
   * Different errors that become events within one window. Beyond that, the first of each place does, up to as many
   * again; all others are only counted.
   */
  events: 30,
} as const;

/** Equal errors, and how often they occurred again. */
export interface Group<T> {
  readonly firstMs: number;
  lastMs: number;
  /** Beyond the first. */
  again: number;
  /** The caller's data about the first one. */
  readonly first: T;
}

/** Keeps the first of equal errors and counts the others, within bounded memory. */
export interface Deduper<T> {
  /** Whether `meet` would return a group. */
  has(key: string): boolean;
  /**
   * @param place - Where it comes from, without its message: messages of one place, which users may choose, must not
   * use up the limit for other errors.
   * @returns The result of `first` if this is the first of its kind; otherwise its group, or that there are too many.
   */
  meet(key: string, nowMs: number, first: () => T, place?: string): T | Group<T> | "too many";
  /** Ends the groups whose time is over at `nowMs`, and returns those with a count. */
  takeEnded(nowMs: number): Group<T>[];
}

/** @param most - The most different errors that are distinguished within one window. */
export function createDeduper<T>(most: number = dedupeLimits.events): Deduper<T> {
  const groups = new Map<string, Group<T> & { readonly place: string | undefined }>();
  const isRoom = (place: string | undefined) =>
    groups.size < most ||
    (place !== undefined && groups.size < 2 * most && ![...groups.values()].some((group) => group.place === place));
  return {
    has: (key) => groups.has(key),
    meet(key, nowMs, first, place) {
      const group = groups.get(key);
      if (group) {
        group.again += 1;
        group.lastMs = nowMs;
        return group;
      }
      if (!isRoom(place)) return "too many";
      const met = first();
      groups.set(key, { place, firstMs: nowMs, lastMs: nowMs, again: 0, first: met });
      return met;
    },
    takeEnded(nowMs) {
      const ended: Group<T>[] = [];
      for (const [key, group] of groups) {
        const ageMs = nowMs - group.firstMs;
        if (ageMs >= 0 && ageMs < dedupeLimits.windowMs) continue; // a clock that was set back ends it
        groups.delete(key);
        if (group.again > 0) ended.push(group);
      }
      return ended;
    },
  };
}
