import { unescapeText } from "./escapes.ts";
import { mendLine } from "./node-stack-mend.ts";

/** Lines as they were before a log turned them into one, each with the index of the line that it came from. */
export interface Unfolded {
  readonly texts: readonly string[];
  readonly origins: readonly number[];
}

const escapedFrame = /\\n\s*at /;
/** A property as `util.inspect` prints it holds data, unless it is the stack of an error that became an object. */
const property = /^\s+(?:'(?!stack')[^']*'|(?!stack:)[\w$]+|\[[^\]]*\]): /;
const holdsFrames = (text: string) => text.includes("\\n") && escapedFrame.test(text);
/** JSON within JSON is escaped more than once. */
const maxLayers = 3;

/**
 * Undoes what hides the lines of a stack: `\n` written out in JSON, logfmt or a literal, strings that `util.inspect`
 * joined with `+`, what syslog, HTML and terminals made of single characters.
 */
export function unfoldLines(lines: readonly string[]): Unfolded {
  const texts: string[] = [];
  const origins: number[] = [];
  let joined: string | undefined;
  const isHtml = lines.some((line) => line.includes("&lt;anonymous&gt;") || line.startsWith("<pre"));
  for (const [index, raw] of lines.entries()) {
    const line = mendLine(raw, isHtml);
    const indent = /^\s*stack: ['"].*\\n['"] \+$/.test(line) ? /^\s*/.exec(line)![0] : joined;
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

function unfoldLine(line: string): string[] {
  if (line.includes("#012") && /#012(?:#011|\s)*at /.test(line)) return line.replaceAll("#011", "\t").split("#012");
  return holdsFrames(line) && !property.test(line) ? unfold(line) : [line];
}

/** The strings of a line that hold frames, each in lines of its own; without quotes the whole line is one string. */
function unfold(line: string, layers = maxLayers): string[] {
  let strings = quotedStrings(line, '"').filter(holdsFrames);
  if (strings.length === 0) strings = quotedStrings(line, "'").filter(holdsFrames);
  if (strings.length === 0) strings = [line];
  return strings
    .map(unescapeText)
    .flatMap((text) => (layers > 1 && holdsFrames(text) ? unfold(text, layers - 1) : text.split("\n")));
}

/** An apostrophe within a word is no quote. */
function quotedStrings(line: string, quote: string): string[] {
  const strings: string[] = [];
  const isQuote = (at: number, beside: number) =>
    line[at] === quote && (quote === '"' || !/\w/.test(line[beside] ?? ""));
  let open = -1;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (open < 0) open = isQuote(at, at - 1) ? at + 1 : -1;
    else if (isQuote(at, at + 1)) {
      strings.push(line.slice(open, at));
      open = -1;
    }
  }
  return strings;
}
