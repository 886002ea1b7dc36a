import { createDeduper, type Group } from "../../../group/dedupe.ts";
import type { Fields } from "../../../normalise/fields.ts";
import type { Verdict } from "../../response.ts";

/** The first of equal errors, and the last one, which is reported again with a count. */
export interface Met {
  id: string;
  /** What happened to it; resolves when it is on disk, or will not be kept. */
  kept: Promise<Verdict>;
  latest?: Fields;
}

/** The most different errors of one plugin that are distinguished within one window. */
const mostGroups = 2_000;
/** How many groups' last events are remembered, and their largest size, bytes: limits the memory of one plugin. */
const mostTold = 50;
const toldBytes = 64 * 1024;

/** Equal errors of one plugin. */
export interface Groups {
  /** Whether an equal error came within the window. */
  has(key: string): boolean;
  /** The different errors of one place within the window, the newest last. */
  ofPlace(place: string): readonly string[];
  /** `undefined` if it is the first of its kind; `first` then describes it. */
  meet(key: string, place: string, nowMs: number, first: () => Met): Group<Met> | undefined;
  /** Remembers the event for the count, if there is space. */
  remember(group: Group<Met>, payload: Fields, bytes: number): void;
  takeEnded(nowMs: number): Group<Met>[];
}

export function createGroups(): Groups {
  const deduper = createDeduper<Met>(mostGroups);
  const places = new Map<string, string[]>();
  let told = 0;
  return {
    has: deduper.has,
    ofPlace: (place) => places.get(place) ?? [],
    meet(key, place, nowMs, first) {
      const met = deduper.meet(key, nowMs, first);
      if (met !== "too many" && !("id" in met)) return met;
      if (deduper.has(key)) places.set(place, [...(places.get(place) ?? []), key]);
      return undefined;
    },
    remember({ first }, payload, bytes) {
      if (bytes > toldBytes || (first.latest === undefined && told >= mostTold)) return;
      if (first.latest === undefined) told += 1;
      first.latest = payload;
    },
    takeEnded(nowMs) {
      const ended = deduper.takeEnded(nowMs);
      told -= ended.filter(({ first }) => first.latest !== undefined).length;
      for (const [place, keys] of places) {
        const known = keys.filter(deduper.has);
        if (known.length === 0) places.delete(place);
        else if (known.length < keys.length) places.set(place, known);
      }
      return ended;
    },
  };
}
