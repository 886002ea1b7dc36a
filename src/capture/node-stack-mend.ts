import { unescapeHtml } from "./escapes.ts";

/** Colour of a terminal that did not know it, or of a log that dropped or replaced the escape character. */
const mangledColour = /[\u2190\u241b\ufffd]?\[\d{1,3}(?:;\d{1,3}){0,8}m/g;
const colourEnd = /\[(?:0|22|24|39|49)m/;

/**
 * Undoes what terminals, web pages and chats do to single characters of a line.
 *
 * @param isHtml - Whether the text was copied from the source of a web page.
 */
export function mendLine(line: string, isHtml: boolean): string {
  let text = line;
  if (text.includes("m") && colourEnd.test(text)) text = text.replace(mangledColour, "");
  if (isHtml) text = unescapeHtml(text.replace(/^<pre[^>]*>(?:<code[^>]*>)?/, "").replace(/(?:<\/code>)?<\/pre>$/, ""));
  return text.startsWith("```") ? text.replace(/^```(?:js|javascript|ts|sh|log)?(?=\S)/, "") : text;
}
