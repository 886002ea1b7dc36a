import { VextelError } from "../../errors.ts";
import type { Outbox } from "../../outbox/outbox.ts";

/** The shortest prefix of an id that is accepted. */
const shortest = 4;

/**
 * The full ids with these prefixes.
 *
 * @param settledToo - Whether ids of sent and dropped events count.
 * @throws {VextelError} `NOT_FOUND`, naming the nearest ids; `USAGE` if a prefix is too short or matches several.
 */
export async function resolveEventIds(
  outbox: Outbox,
  words: readonly string[],
  settledToo: boolean,
): Promise<string[]> {
  const ids = await outbox.ids(settledToo);
  return [...new Set(words.map((word) => resolveEventId(ids, word)))];
}

/** As `resolveEventIds`, but a prefix without an event gives its error, so that it does not stop the others. */
export async function resolveEach(
  outbox: Outbox,
  words: readonly string[],
  settledToo: boolean,
): Promise<Map<string, string | VextelError>> {
  const ids = await outbox.ids(settledToo);
  return new Map(words.map((word) => [word, tryResolve(ids, word)]));
}

function tryResolve(ids: readonly string[], word: string): string | VextelError {
  try {
    return resolveEventId(ids, word);
  } catch (error) {
    if (error instanceof VextelError) return error;
    throw error;
  }
}

/** As `resolveEventIds` for one prefix. Pure. */
export function resolveEventId(ids: readonly string[], word: string): string {
  const wanted = asId(word);
  if (!/^[0-9a-f]+$/.test(wanted) || wanted.length > 32) throw notFound(ids, wanted);
  if (wanted.length < shortest)
    throw new VextelError("USAGE", `An event id needs at least ${shortest} characters`, "See the ids: vextel list");
  const matches = ids.filter((id) => id.startsWith(wanted));
  if (matches.length === 1) return matches[0]!;
  if (matches.length === 0) throw notFound(ids, wanted);
  throw new VextelError(
    "USAGE",
    `${matches.length} events begin with ${wanted}`,
    `Give more characters: ${few(matches)}`,
  );
}

/** Without what is copied with it: blanks around it, the dots after an id that was cut off. */
export const asId = (word: string): string =>
  word
    .trim()
    .replace(/(?:…|\.{3})$/, "")
    .toLowerCase()
    .replaceAll("-", "");

/** The shortest prefixes that distinguish the ids. */
function few(ids: readonly string[]): string {
  const shown = ids.slice(0, 3);
  for (let length = 12; ; length += 4) {
    const beginnings = shown.map((id) => id.slice(0, length));
    if (new Set(beginnings).size === shown.length || length >= 32) return beginnings.join(", ");
  }
}

function notFound(ids: readonly string[], wanted: string): VextelError {
  const isId = /^[0-9a-f]{1,32}$/.test(wanted);
  const nearest = (wanted === "" ? [] : ids)
    .filter((id) => distance(id, wanted) <= wanted.length / 2) // fewer equal characters are chance
    .sort((a, b) => distance(a, wanted) - distance(b, wanted));
  const similar = nearest.length > 0 ? `The most similar: ${few(nearest)}. See all` : "See all";
  return new VextelError(
    "NOT_FOUND",
    isId ? `There is no event ${wanted}` : "This is no event's id, which has up to 32 characters: 0-9 and a-f",
    ids.length > 0 ? `${similar}: vextel list --all` : "The outbox is empty.",
  );
}

/** How many characters differ within the given part: ids are mistyped, not misspelt. */
function distance(id: string, wanted: string): number {
  let differ = 0;
  for (let index = 0; index < wanted.length; index++) if (id[index] !== wanted[index]) differ += 1;
  return differ;
}
