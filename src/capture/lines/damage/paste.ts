import { unescapeHtml } from "../escapes.ts";

/** A colour code whose escape character was dropped or replaced. */
const mangledColour = /(?:[\x1b\u2190\u241b\ufffd]|\\x1b|\\u001b|\\033)?\[\d{1,3}(?:;\d{1,3}){0,8}m/g;
const colourEnd = /\[(?:0|22|24|39|49)m/;

const fence = "```";
/** A code fence with text directly after it, and the fence's language. */
const openingFence = /^```(?!\w*\s*$)(?:(?:js|javascript|ts|sh|bash|log|py|python|pytb|ansi|text|txt)(?=[\s/A-Z]))?/;

const ticked = /^`\s*(?:Traceback \(most|File "|at \S)/;

/** Lines without their backticks, if each is between backticks, as people quote them in a chat. */
export function untickLines(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => line.charCodeAt(0) === 96 && ticked.test(line))) return lines;
  return lines.map((line) => /^`([^`]+)`\s*$/.exec(line)?.[1] ?? line);
}

/** Whether lines were copied from the source of a web page. */
export function isHtmlSource(lines: readonly string[]): boolean {
  return lines.some(
    (line) => line.startsWith("<pre") || line.includes("&lt;anonymous&gt;") || line.includes("File &quot;"),
  );
}

const damage = new RegExp(`<pre|&lt;anonymous&gt;|File &quot;|${fence}|${colourEnd.source}`);

/** Whether `mendLine` changes none of the lines of which this is the text. */
export const isUndamaged = (all: string): boolean => !damage.test(all);

/** Undoes the changes that terminals, web pages and chats make to characters of a line. */
export function mendLine(line: string, isHtml: boolean): string {
  let text = line;
  if (text.includes("m") && colourEnd.test(text)) text = text.replace(mangledColour, "");
  if (isHtml) text = unescapeHtml(text.replace(/^<pre[^>]*>(?:<code[^>]*>)?/, "").replace(/(?:<\/code>)?<\/pre>$/, ""));
  return text.includes(fence) ? withoutFence(text) : text;
}

function withoutFence(line: string): string {
  const text = line.replace(openingFence, "");
  const isEnd =
    text.endsWith(fence) && text.indexOf(fence) === text.length - fence.length && text.length > fence.length;
  return isEnd ? text.slice(0, -fence.length) : text;
}
