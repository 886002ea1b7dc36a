import { unescapeText } from "./escapes.ts";

/** Lines as they were before a log turned them into one, each with the index of the line that it came from. */
export interface Unfolded {
  readonly texts: readonly string[];
  readonly origins: readonly number[];
}

const escapedFrame = /\\n\s*at /;

/** Undoes what hides the lines of a stack: `\n` written out, in JSON, logfmt or a literal. */
export function unfoldLines(lines: readonly string[]): Unfolded {
  const texts: string[] = [];
  const origins: number[] = [];
  for (const [index, line] of lines.entries()) {
    for (const text of line.includes("\\n") && escapedFrame.test(line) ? unfold(line) : [line]) {
      texts.push(text);
      origins.push(index);
    }
  }
  return { texts, origins };
}

/** The strings of a line that hold frames, each in lines of its own; without quotes the whole line is one string. */
function unfold(line: string): string[] {
  const strings = quotedStrings(line).filter((text) => escapedFrame.test(text));
  return (strings.length > 0 ? strings : [line]).flatMap((text) => unescapeLayers(text).split("\n"));
}

function quotedStrings(line: string): string[] {
  const strings: string[] = [];
  let open = -1;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === '"') {
      if (open >= 0) strings.push(line.slice(open, at));
      open = open >= 0 ? -1 : at + 1;
    }
  }
  return strings;
}

/** JSON within JSON is escaped more than once. */
function unescapeLayers(text: string): string {
  let plain = text;
  for (let layer = 0; layer < 3 && escapedFrame.test(plain); layer++) plain = unescapeText(plain);
  return plain;
}
