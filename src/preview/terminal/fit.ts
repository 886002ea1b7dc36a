import type { Line, Span } from "./line.ts";
import { toSafeText } from "./safe.ts";

/** East Asian characters, full-width forms and emoji: two columns wide on nearly every terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}/u;
const none = /^\p{M}$/u;
const isPlain = /^[\x20-\x7e]*$/;

/** How many columns a text takes on a terminal, rather too many than too few. The text must be safe to print. */
export const widthOf = (text: string): number =>
  isPlain.test(text) ? text.length : [...text].reduce((sum, character) => sum + columnsOf(character), 0);

const columnsOf = (character: string) => (none.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** A line of at most this many columns; an ellipsis shows that something was cut off. */
export function fitLine(line: Line, columns: number): Line {
  const safe = line.map((span): Span => (typeof span === "string" ? toSafeText(span) : [span[0], toSafeText(span[1])]));
  let room = columns;
  for (const [at, span] of safe.entries()) {
    const text = typeof span === "string" ? span : span[1];
    const width = widthOf(text);
    if (width > room || (width === room && safe.slice(at + 1).some((later) => textOf(later).trim() !== "")))
      return [...safe.slice(0, at), typeof span === "string" ? cut(text, room) : [span[0], cut(text, room)]];
    room -= width;
  }
  return safe;
}

const textOf = (span: Span) => (typeof span === "string" ? span : span[1]);

function cut(text: string, columns: number): string {
  let room = columns - 1;
  let kept = "";
  for (const character of isPlain.test(text) ? text : asSeen(text)) {
    room -= widthOf(character);
    if (room < 0) break;
    kept += character;
  }
  return columns > 0 ? `${kept.trimEnd()}…` : "";
}

/** Characters as people see them: with their marks, and flags in one piece. */
function* asSeen(text: string): Generator<string> {
  for (const { segment } of new Intl.Segmenter().segment(text)) yield segment;
}
