import { stripAnsi } from "../../lines/ansi.ts";
import { isHtmlSource, isUndamaged, mendLine } from "../../lines/damage/paste.ts";
import { unescapeText } from "../../lines/escapes.ts";
import { stringsThat } from "../../lines/quoted-strings.ts";
import { cutPrefixes } from "./prefix.ts";

/** The original lines of a text that a log wrote on one line, each with the index of that line. */
export interface Unfolded {
  readonly texts: readonly string[];
  readonly origins: readonly number[];
}

const escapedFrame = /\\n\s*at /;
/** A property as `util.inspect` prints it contains data, unless it is the stack of an error that became an object. */
const property = /^\s+(?:'(?!stack')[^']*'|(?!stack:)[\w$]+|\[[^\]]*\]): /;
/** A source line above an error, as Bun prints it. */
const sourceLine = /^ *\d+ \| /;
const holdsFrames = (text: string) => text.includes("\\n") && escapedFrame.test(text);
/** Every line that holds several has one of these. */
const mayBeFolded = /\\n|\[ \[|#012|:\d+\)? ./;
/** JSON within JSON is escaped more than once. */
const maxLayers = 3;

/**
 * Makes the lines of a stack visible: undoes `\n` in JSON, logfmt or a literal, strings that `util.inspect` joined with
 * `+`, and characters that syslog, HTML and terminals changed.
 */
export function unfoldLines(lines: readonly string[]): Unfolded {
  const all = lines.join("\n"); // one search in it costs less than one in each line
  const cut = cutPrefixes(lines);
  if (!mayBeFolded.test(all) && isUndamaged(all)) return { texts: cut, origins: [...cut.keys()] };
  const isHtml = isHtmlSource(lines);
  const texts: string[] = [];
  const origins: number[] = [];
  let joined: string | undefined;
  for (const [index, raw] of cut.entries()) {
    const line = mendLine(raw, isHtml);
    const indent = /^\s*(?:stack|\[stack\]): ['"].*\\n['"] \+$/.test(line) ? /^\s*/.exec(line)![0] : joined;
    const found = indent === undefined ? unfoldLine(line) : [indent + joinedString(line)];
    joined = line.endsWith(" +") ? indent : undefined;
    for (const text of found) {
      texts.push(text);
      origins.push(index);
    }
  }
  return { texts, origins };
}

/** One of the strings joined with `+`, without quotes and line end. */
function joinedString(line: string): string {
  const start = line.search(/['"]/) + 1;
  const end = Math.max(start, line.lastIndexOf(line[start - 1] ?? "'"));
  return unescapeText(line.slice(start, end)).trimEnd();
}

/** Errors without frames in a short list: `[errors]: [ [Error: a], [Error: b] { code: 1 } ]`. */
const shortList = /^(\s*)((?:\[?[\w$]+\]?: )?\[) (\[.*) (\],?)$/;
const nextInList = /(?<=[\]}]), (?=\[(?:\p{Lu}[\p{L}\p{N}_$]*)?(?:Error|Exception)\b)/u;
/** The last frame of an error, and the next argument of the same log call. */
const frameAndError = /^(\s+at .*:\d+:\d+\)?) ((?:.{1,80} )?(?:\p{Lu}[\p{L}\p{N}_$]*)?Error(?: \[\w+\])?: .*)/su;

function unfoldLine(line: string): string[] {
  if (line.includes("[ [")) return unfoldList(line);
  const two = line.includes("Error") && line.includes("    at ") ? frameAndError.exec(line) : null;
  if (two) return two.slice(1);
  if (line.includes("#012") && /#012(?:#011|\s)*at /.test(line)) return line.replaceAll("#011", "\t").split("#012");
  return holdsFrames(line) && !property.test(line) && !sourceLine.test(line) ? unfold(line) : [line];
}

function unfoldList(line: string): string[] {
  const [, indent, open, items, close] = shortList.exec(line) ?? [];
  if (items === undefined || !/^\[(?:\p{Lu}[\p{L}\p{N}_$]*)?(?:Error|Exception)\b/u.test(items)) return [line];
  const inner = items.split(nextInList).map((item, at, all) => `${indent}  ${item}${at < all.length - 1 ? "," : ""}`);
  return [`${indent}${open}`, ...inner, `${indent}${close}`];
}

/** The strings of a line that contain frames, each split into lines; without quotes the whole line is one string. */
function unfold(line: string, layers = maxLayers): string[] {
  return stringsThat(holdsFrames, line)
    .map((text) => stripAnsi(unescapeText(text)))
    .flatMap((text) => (layers > 1 && holdsFrames(text) ? unfold(text, layers - 1) : text.split("\n")));
}
