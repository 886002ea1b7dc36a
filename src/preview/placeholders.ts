import type { Span } from "./terminal/line.ts";

/** A place where something was removed: a JSON pointer into the payload, the placeholder there, and the rule. */
export interface Place {
  readonly pointer: string;
  readonly placeholder: string;
  readonly rule?: string;
}

/** The places as pending events keep them. */
export const readPlaces = (kept: readonly (readonly [pointer: string, placeholder: string, rule?: string])[] = []) =>
  kept.map(([pointer, placeholder]): Place => ({ pointer, placeholder }));

/** Shows the text of one place of the payload, with the placeholders marked. */
export type Mark = (text: string, pointer: string) => Span[];

/**
 * Marks placeholders by the places that the scrubber reported, never by their looks, because other text may imitate
 * them. If a field contains more of them than were written, none is marked, since they cannot be distinguished.
 */
export function createMark(places: Iterable<Place>): Mark {
  const written = new Map<string, Place[]>();
  for (const place of places) {
    if (place.placeholder === "") continue; // an empty placeholder, in a record that was edited, would be found everywhere
    const known = written.get(place.pointer);
    if (known) known.push(place);
    else written.set(place.pointer, [place]);
  }
  return (text, pointer) => {
    const here = written.get(pointer);
    return here ? markAll(text, here) : [text];
  };
}

function markAll(text: string, here: readonly Place[]): Span[] {
  const found: { at: number; word: string; rule?: string | undefined }[] = [];
  for (const word of new Set(here.map(({ placeholder }) => placeholder))) {
    const [stand, own] = [placesOf(text, word), here.filter(({ placeholder }) => placeholder === word)];
    if (stand.length === own.length) found.push(...stand.map((at, index) => ({ at, word, rule: own[index]!.rule })));
  }
  const spans: Span[] = [];
  let end = 0;
  for (const { at, word, rule } of found.sort((a, b) => a.at - b.at)) {
    if (at < end) continue;
    spans.push(text.slice(end, at), rule === undefined ? ["mark", word] : ["mark", word, rule]);
    end = at + word.length;
  }
  return [...spans, text.slice(end)];
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}
