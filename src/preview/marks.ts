import type { Span } from "./line.ts";

/** Where something was taken out: a JSON pointer into the payload, and what stands there now. */
export interface Place {
  readonly pointer: string;
  readonly placeholder: string;
}

/** Shows the text of one place of the payload with what was taken out marked. */
export type Mark = (text: string, pointer: string) => Span[];

/**
 * Marks placeholders by where the scrubber wrote them, never by their looks: text from outside may imitate them. Where
 * more of them stand than were written none is marked, for nobody can tell which is which.
 */
export function createMark(places: Iterable<Place>): Mark {
  const written = new Map<string, string[]>();
  for (const { pointer, placeholder } of places) {
    if (placeholder === "") continue; // a record that was edited: it stands everywhere
    const known = written.get(pointer);
    if (known) known.push(placeholder);
    else written.set(pointer, [placeholder]);
  }
  return (text, pointer) => {
    const placeholders = written.get(pointer);
    return placeholders ? markAll(text, placeholders) : [text];
  };
}

function markAll(text: string, placeholders: readonly string[]): Span[] {
  const found: { at: number; word: string }[] = [];
  for (const word of new Set(placeholders)) {
    const places = placesOf(text, word);
    if (places.length === placeholders.filter((one) => one === word).length)
      found.push(...places.map((at) => ({ at, word })));
  }
  const spans: Span[] = [];
  let end = 0;
  for (const { at, word } of found.sort((a, b) => a.at - b.at)) {
    if (at < end) continue;
    spans.push(text.slice(end, at), ["mark", word]);
    end = at + word.length;
  }
  return [...spans, text.slice(end)];
}

function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}
