import { unescapeHtml, unescapeText } from "./escapes.ts";

/** Lines as they were before something turned them into one, each with the index of the line that it came from. */
export interface Unfolded {
  readonly texts: readonly string[];
  readonly origins: readonly number[];
}

const folded = /\\n\s*(?:File \\*"|\w+(?:Error|Exception)\b)/;

/** Undoes `\n` written out, as JSON, a repr or a shell does to a traceback. */
export function unfoldPython(lines: readonly string[]): Unfolded {
  const texts: string[] = [];
  const origins: number[] = [];
  for (const [index, line] of lines.entries())
    for (const text of unfoldLine(line)) {
      texts.push(text);
      origins.push(index);
    }
  return { texts, origins };
}

/** JSON within JSON is escaped more than once. */
const maxLayers = 3;

function unfoldLine(line: string): string[] {
  let text = line;
  for (
    let layer = 0;
    layer < maxLayers && text.includes("\\n") && text.includes("Traceback (most") && folded.test(text);
    layer++
  )
    text = unescapeText(cutString(text));
  if (text.includes("&quot;") || text.includes("&#")) text = unescapeHtml(text);
  return text === line ? [line] : text.split("\n");
}

/** The string that the traceback stands in ends at the quote that opened it. */
function cutString(text: string): string {
  const header = text.indexOf("Traceback (most");
  const quote = text[header - 1];
  if (quote !== '"' && quote !== "'") return text;
  for (let at = header; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return text.slice(header, at);
  }
  return text.slice(header);
}
