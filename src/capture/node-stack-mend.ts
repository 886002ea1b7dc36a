import { unescapeHtml } from "./escapes.ts";

/** Colour of a terminal that did not know it, or of a log that dropped or replaced the escape character. */
const mangledColour = /[\u2190\u241b\ufffd]?\[\d{1,3}(?:;\d{1,3}){0,8}m/g;
const colourEnd = /\[(?:0|22|24|39|49)m/;
const escapedHtml = /&(?:lt;anonymous&gt;|quot;|#39;)/;

/** Undoes what terminals, web pages and chats do to single characters of a line. */
export function mendLine(line: string): string {
  let text = line;
  if (text.includes("m") && colourEnd.test(text)) text = text.replace(mangledColour, "");
  if (text.startsWith("<pre")) text = text.replace(/^<pre[^>]*>(?:<code[^>]*>)?/, "");
  if (text.endsWith("</pre>")) text = text.replace(/(?:<\/code>)?<\/pre>$/, "");
  if (text.includes("&") && escapedHtml.test(text)) text = unescapeHtml(text);
  return text.startsWith("```") ? text.replace(/^```(?:js|javascript|ts|sh|log)?(?=\S)/, "") : text;
}
