/** How many errors of one plugin become events. */
export const foldLimits = {
  /** Equal errors within this time become one event and a count. */
  windowMs: 60_000,
  /** Different errors that become events within one window; more are only counted. */
  events: 30,
} as const;

/** Equal errors, and how often they came again. */
export interface Fold<T> {
  readonly firstMs: number;
  lastMs: number;
  /** Beyond the first. */
  again: number;
  /** What the one who asked wants to remember of the first. */
  readonly first: T;
}

/** Keeps the first of equal errors and counts the rest. Its memory is bounded, whatever comes. */
export interface Folder<T> {
  /** @returns What `first` gives if this is the first of its kind; else its fold, or that there are too many. */
  meet(key: string, nowMs: number, first: () => T): T | Fold<T> | "too many";
  /** The folds whose time is over at `nowMs`, with a count; they are forgotten. */
  takeEnded(nowMs: number): Fold<T>[];
}

export function createFolder<T>(): Folder<T> {
  const folds = new Map<string, Fold<T>>();
  return {
    meet(key, nowMs, first) {
      const fold = folds.get(key);
      if (fold) {
        fold.again += 1;
        fold.lastMs = nowMs;
        return fold;
      }
      if (folds.size >= foldLimits.events) return "too many";
      const met = first();
      folds.set(key, { firstMs: nowMs, lastMs: nowMs, again: 0, first: met });
      return met;
    },
    takeEnded(nowMs) {
      const ended: Fold<T>[] = [];
      for (const [key, fold] of folds) {
        if (nowMs - fold.firstMs < foldLimits.windowMs) continue;
        folds.delete(key);
        if (fold.again > 0) ended.push(fold);
      }
      return ended;
    },
  };
}

/** Where an error was thrown and what it says but for numbers: those differ each time. Never throws. */
export function keyOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `thrown ${typeof error} ${shapeOf(String(error))}`;
    const stack = String(error.stack);
    const frames = stack.indexOf("\n    at ");
    return `${error.name} ${shapeOf(error.message)} ${frames < 0 ? "" : stack.slice(frames, frames + 4000)}`;
  } catch {
    return "unreadable";
  }
}

const shapeOf = (message: string) => message.slice(0, 100).replace(/\d+/g, "0");
