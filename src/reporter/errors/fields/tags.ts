import { readKeys, readProperty } from "../../../capture/live/access.ts";
import { createTextBudget, leftOut, type TextBudget } from "../../../report/bounds.ts";
import { limits } from "../../../report/limits.ts";
import { toText } from "./snapshot.ts";

/** Converts values that Sentry can search and count, such as numbers, to text. */
export type Tags = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Reads tags from any value that an author passes. */
export function entriesOf(tags: unknown): [string, unknown][] {
  if (typeof tags !== "object" || tags === null) return [];
  return readKeys(tags, limits.tags).map((key) => [key, readProperty(tags, key)]);
}

/** Sentry accepts values of one line, and keys without spaces. Empty values are left out. */
export function readTags(
  tags: readonly (readonly [string, unknown])[],
  budget: TextBudget = createTextBudget(limits.reportUnits),
): Record<string, string> {
  const text = (value: unknown, units: number, blank: string) =>
    (budget.take(toText(value), units) ?? leftOut).replace(/\s+/g, blank);
  return Object.fromEntries(
    tags
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [text(key, limits.nameUnits, "_"), text(value, limits.tagUnits, " ")]),
  );
}
