import { setImmediate } from "node:timers/promises";
import type { Breadcrumbs, Run } from "./breadcrumbs.ts";

/**
 * How an error came to be reported. `thrown on`: it ended a run of a guard or loop. `uncaught`: no handler caught it.
 * Either may end the bot.
 */
export type Fate = "caught" | "thrown on" | "uncaught";

/** The last place where an error was reported. */
interface Sighting<T> {
  run: Run;
  fate: Fate;
  atMs: number;
  /** What the first reporter of it remembers. */
  readonly reported: T;
  /** No other handler gets it in this turn of the event loop. */
  isTurnOver: boolean;
}

/** Distinguishes an error that passes several handlers from an error object that is thrown again. */
export interface Sightings<T> {
  /** What was reported for this throw, if anything was. */
  meet(error: unknown, fate: Fate, nowMs: number): T | undefined;
  /** Whether `meet` would recognise it outside of all runs. */
  knows(error: unknown, nowMs: number): boolean;
  /** @param settled - Resolves when its report is finished. */
  add(error: unknown, reported: T, fate: Fate, nowMs: number, settled: Promise<unknown>): void;
}

/** How long a bot may take to answer its user before it reports what a guard threw on. */
const handedOnMs = 5_000;
const nextTurn = setImmediate; // as it is now: timers that a test makes up later do not hold it up

/**
 * One throw reported twice is, within a run, what came out of a run inside it; outside of all runs, what has
 * just been thrown on or was not caught; and anywhere, what is reported again before the turn is over.
 */
export function createSightings<T>({ current, isWithin }: Pick<Breadcrumbs, "current" | "isWithin">): Sightings<T> {
  const objects = new WeakMap<object, Sighting<T>>();
  /** The last thrown value without an identity: a text, a number. */
  let value: { readonly error: unknown; readonly sighting: Sighting<T> } | undefined;
  const last = (error: unknown) =>
    isObject(error) ? objects.get(error) : value && Object.is(value.error, error) ? value.sighting : undefined;
  const isSame = (seen: Sighting<T>, fate: Fate, nowMs: number): boolean => {
    const run = current();
    if (fate === "thrown on") return isWithin(seen.run, run);
    if (!seen.isTurnOver || (seen.run !== run && run.around && isWithin(seen.run, run))) return true;
    return seen.fate !== "caught" && Math.abs(nowMs - seen.atMs) < handedOnMs;
  };
  return {
    meet(error, fate, nowMs) {
      const seen = last(error);
      if (!seen || !isSame(seen, fate, nowMs)) return undefined;
      Object.assign(seen, { run: current(), fate, atMs: nowMs });
      return seen.reported;
    },
    knows(error, nowMs) {
      const seen = last(error);
      return seen !== undefined && isSame(seen, "caught", nowMs);
    },
    add(error, reported, fate, nowMs, settled) {
      const sighting: Sighting<T> = { run: current(), fate, atMs: nowMs, reported, isTurnOver: false };
      if (isObject(error)) objects.set(error, sighting);
      else value = { error, sighting };
      void settled
        .then(() => nextTurn())
        .then(() => {
          sighting.isTurnOver = true;
        });
    },
  };
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";
