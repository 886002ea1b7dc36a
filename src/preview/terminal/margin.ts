import { widthOf } from "./fit.ts";
import { type Line, margin, type Span, sliceLine } from "./line.ts";
import { toSafeText } from "./safe.ts";

/**
 * Wraps a line that begins with margins, so that the parts that a terminal would continue at its left edge have them,
 * too. A line without a margin is returned as it is. Pure.
 */
export function wrapBehindMargin(line: Line, columns: number): Line[] {
  const depth = line.findIndex((span) => span !== margin);
  if (depth <= 0) return [line];
  const margins = line.slice(0, depth);
  const inside = line.slice(depth).map(expand);
  const text = inside.map((span) => (typeof span === "string" ? span : span[1])).join("");
  const room = Math.max(fewest, columns - depth * margin[1]!.length);
  if (widthOf(text) <= room) return [line];
  let at = 0;
  return splitToWidth(text, room).map((piece): Line => {
    const start = at;
    at += piece.length;
    return [...margins, ...sliceLine(inside, start, at)];
  });
}

/** On a terminal that is narrower, nothing can be read anyway. */
const fewest = 8;

/** A tab is as wide as the terminal likes. */
function expand(span: Span): Span {
  const shown = (text: string) => toSafeText(text.replaceAll("\t", "    "));
  return typeof span === "string" ? shown(span) : [span[0], shown(span[1])];
}

/** The pieces of a text, each at most this wide, cut after a space where there is one near the end. */
export function splitToWidth(text: string, columns: number): string[] {
  const pieces: string[] = [];
  let [piece, room] = ["", columns];
  for (const character of text) {
    room -= widthOf(character);
    if (room < 0) {
      const space = piece.lastIndexOf(" ") + 1;
      const end = space > piece.length * 0.6 ? space : piece.length;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
      room = columns - widthOf(piece) - widthOf(character);
    }
    piece += character;
  }
  return [...pieces, piece];
}
