import width from "fast-string-width";
import type { Line, Span, Style } from "../preview/terminal/line.ts";
import { toSafeText } from "../preview/terminal/safe.ts";

/** What the terminal can show. */
export type Charset = "unicode" | "ascii";

/** The few non-ASCII characters that vextel uses, and their replacements on terminals without UTF-8. */
export const glyphs = {
  unicode: { cut: "…", times: "×", rule: "─", dot: "·", arrow: "→" },
  ascii: { cut: "...", times: "x", rule: "-", dot: "-", arrow: "->" },
} as const;

const isPlain = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter();

/**
 * Text from outside as one line on a terminal: invisible and unsupported characters are escapes; a tab becomes four
 * spaces.
 */
export function toVisible(text: string, charset: Charset): string {
  if (isPlain.test(text)) return text;
  const safe = toSafeText(text.replaceAll("\t", "    "));
  return charset === "unicode" ? safe : safe.replace(/[^\x20-\x7e]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}

/** The width of visible text in columns. */
export function widthOf(text: string): number {
  if (isPlain.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of segmenter.segment(text)) sum += width(segment);
  return sum;
}

/** The longest prefix of visible text that fits, and the rest. It has at least one character, if there is one. */
function split(text: string, columns: number): [head: string, rest: string] {
  if (isPlain.test(text)) return [text.slice(0, columns), text.slice(columns)];
  let used = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    used += width(segment);
    if (used > columns) return [text.slice(0, index), text.slice(index)];
  }
  return [text, ""];
}

/** Cuts a line that is too long, and marks its end. */
export function shorten(line: Line, columns: number, charset: Charset): Line {
  const visible = line.map((span) => withText(span, toVisible(textOf(span), charset)));
  if (visible.reduce((sum, span) => sum + widthOf(textOf(span)), 0) <= columns) return visible;
  const cut = glyphs[charset].cut.slice(0, columns);
  const spans: Span[] = [];
  let left = columns - cut.length;
  for (const span of visible) {
    const [head] = split(textOf(span), left);
    spans.push(withText(span, head));
    left -= widthOf(head);
    if (head !== textOf(span)) break;
  }
  return [...spans, cut];
}

/**
 * A line in as many rows as it takes, none of it lost; all but the first are indented. A mark is not broken if it fits
 * into one row; one that continues in the next row has the rule `goesOn` there.
 */
export function wrap(line: Line, columns: number, charset: Charset): Line[] {
  const indent = columns > 20 ? "  " : "";
  const full = columns - indent.length;
  const rows: Span[][] = [[]];
  let left = columns;
  const breakRow = () => {
    rows.push(indent === "" ? [] : [indent]);
    left = full;
  };
  for (const span of line) {
    const isMark = typeof span !== "string" && span[0] === "mark";
    const whole = toVisible(textOf(span), charset);
    if (isMark && widthOf(whole) > left && widthOf(whole) <= full) breakRow();
    for (let rest = whole; rest !== ""; ) {
      const taken = left > 0 ? headOf(rest, left, !isMark) : "";
      const isTooWide = taken === "" && left >= full; // wider than a whole row: it is alone, and may be cut
      if (taken === "" && !isTooWide) {
        breakRow();
        continue;
      }
      const head = isTooWide ? firstOf(rest) : taken;
      const goesOnHere = isMark && rest.length < whole.length;
      rows.at(-1)!.push(goesOnHere ? [span[0] as Style, head, goesOn] : withText(span, head));
      left -= widthOf(head);
      rest = rest.slice(head.length);
      if (rest !== "") breakRow();
    }
  }
  return rows;
}

/** The part of a text that goes into the rest of a row: up to a space, if there is one near the end. */
function headOf(text: string, columns: number, atSpace: boolean): string {
  const [head, rest] = split(text, columns);
  const space = head.lastIndexOf(" ") + 1;
  return atSpace && rest !== "" && space > head.length * 0.6 ? head.slice(0, space) : head;
}

/** See {@link wrap}. */
export const goesOn = "";

const firstOf = (text: string): string => [...segmenter.segment(text)][0]!.segment;

export const textOf = (span: Span): string => (typeof span === "string" ? span : span[1]);

/** The same piece of a line with other text. */
function withText(span: Span, text: string): Span {
  if (typeof span === "string") return text;
  return span[2] === undefined ? [span[0], text] : [span[0], text, span[2]];
}

/** Words in as many rows as they take, two spaces apart. */
export function flow(words: readonly Line[], columns: number): Line[] {
  const rows: Span[][] = [];
  let left = 0;
  for (const word of words) {
    const size = word.reduce((sum, span) => sum + widthOf(textOf(span)), 0);
    if (rows.length === 0 || size + 2 > left) {
      rows.push([...word]);
      left = columns - size;
    } else {
      rows.at(-1)!.push("  ", ...word);
      left -= size + 2;
    }
  }
  return rows;
}
