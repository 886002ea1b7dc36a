import { stripVTControlCharacters } from "node:util";
import type { Finding } from "../../src/scrub/finding.ts";

/** A piece of a line, and its style. */
interface Span {
  readonly text: string;
  readonly mark?: "private" | "placeholder" | "faint" | "bold";
}
type Line = readonly Span[];

const fontPx = 13;
const linePx = 20;
/** The width of a character in the monospaced fonts of browsers. */
const columnPx = fontPx * 0.602;
const marginPx = 20;

const colours = { private: "#ffb4a9", placeholder: "#1b1f24", faint: "#8b949e", bold: "#ffffff" };
const grounds = { private: "#6e1f1a", placeholder: "#e3b341" };

/** A log in which the parts that the scrubber removes are marked. */
export function markPrivate(log: string, findings: readonly Finding[]): Line[] {
  const bytes = Buffer.from(log);
  const spans: Span[] = [];
  let at = 0;
  for (const { offset = 0, length = 0 } of [...findings].sort((a, b) => a.offset! - b.offset!)) {
    spans.push({ text: bytes.toString("utf8", at, offset) });
    spans.push({ text: bytes.toString("utf8", offset, offset + length), mark: "private" });
    at = offset + length;
  }
  spans.push({ text: bytes.toString("utf8", at) });
  return splitLines(spans);
}

/** The lines that a command printed in colour; a background colour means a placeholder. */
export function readColours(printed: string): Line[] {
  const spans: Span[] = [];
  let mark: Span["mark"];
  for (const part of printed.split(/(\u001b\[\d+m)/)) {
    const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (code === undefined) spans.push({ text: part, ...(mark && { mark }) });
    else if (code === "43") mark = "placeholder";
    else if (code === "2") mark = "faint";
    else if (code === "1") mark = "bold";
    else if (["49", "22"].includes(code)) mark = undefined;
  }
  return splitLines(spans);
}

function splitLines(spans: readonly Span[]): Line[] {
  const lines: Span[][] = [[]];
  for (const { text, mark } of spans)
    for (const [index, piece] of stripVTControlCharacters(text).split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (piece !== "") lines.at(-1)!.push({ text: piece, ...(mark && { mark }) });
    }
  return lines;
}

/** Draws lines of a terminal as an SVG image that needs no external fonts or scripts. */
export function drawTerminal(lines: readonly Line[], title: string): string {
  const columns = Math.max(...lines.map((line) => widthOf(line)));
  const width = Math.ceil(columns * columnPx + 2 * marginPx);
  const height = lines.length * linePx + 2 * marginPx;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="${fontPx}" fill="#d0d7de" style="white-space:pre">`,
    ...lines.flatMap((line, row) => drawLine(line, marginPx + row * linePx)),
    "</g>",
    "</svg>\n",
  ].join("\n");
}

const widthOf = (line: Line) => line.reduce((sum, { text }) => sum + text.length, 0);

function drawLine(line: Line, top: number): string[] {
  const drawn: string[] = [];
  let column = 0;
  for (const { text, mark } of line) {
    const ground = mark && grounds[mark as keyof typeof grounds];
    if (ground) drawn.push(`<rect ${across(column, text)} y="${top + 2}" height="${linePx - 3}" fill="${ground}"/>`);
    const [blanks, word] = [text.length - text.trimStart().length, text.trim()];
    const colour = mark ? ` fill="${colours[mark]}"` : "";
    const place = across(column + blanks, word).replace("width", "textLength");
    if (word !== "") drawn.push(`<text ${place} y="${top + 15}"${colour}>${escapeXml(word)}</text>`);
    column += text.length;
  }
  return drawn;
}

/** The position and the width of a text in a line. */
const across = (column: number, { length }: string) =>
  `x="${(marginPx + column * columnPx).toFixed(1)}" width="${(length * columnPx).toFixed(1)}"`;

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
