import { escapeHtml, htmlEnd, renderHtmlStart } from "./html.ts";
import type { Line } from "./terminal/line.ts";
import { toSafeText } from "./terminal/safe.ts";

/** Text that continues on the same line: plain, code, or an address. It may contain any characters. */
export type Inline = string | { readonly code: string } | { readonly link: string };

/** A part of a page for people. */
export type Block =
  | { readonly heading: string; readonly level: 1 | 2 }
  | { readonly text: readonly Inline[] }
  | { readonly items: readonly (readonly Inline[])[] }
  /** Lines to be shown unchanged, as on a terminal. */
  | { readonly lines: readonly Line[] }
  | { readonly head: readonly string[]; readonly rows: readonly (readonly Inline[])[] };

/** The page in Markdown. Text in it is escaped, so that it has no effect as markup. */
export const renderMarkdown = (blocks: readonly Block[]): string => `${blocks.map(blockToMarkdown).join("\n\n")}\n`;

function blockToMarkdown(block: Block): string {
  if ("heading" in block) return `${"#".repeat(block.level)} ${inlineToMarkdown(block.heading)}`;
  if ("text" in block) return block.text.map(inlineToMarkdown).join("");
  if ("items" in block) return block.items.map((item) => `- ${item.map(inlineToMarkdown).join("")}`).join("\n");
  if ("lines" in block) return fence(block.lines.map(textOf).join("\n"));
  const row = (cells: readonly Inline[]) => `| ${cells.map(inlineToMarkdown).join(" | ")} |`;
  return [row(block.head), row(block.head.map(() => "---")), ...block.rows.map(row)]
    .join("\n")
    .replaceAll("\\-\\-\\-", "---");
}

/** Longer than any row of backticks in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const mark = "`".repeat(longest + 1);
  return `${mark}text\n${text}\n${mark}`;
}

function inlineToMarkdown(inline: Inline): string {
  if (typeof inline === "string") return toSafeText(inline).replace(/[\\`*_[\]<>|#~&]/g, "\\$&");
  if ("code" in inline) return `\`${toSafeText(inline.code).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
  return `<${encodeURI(toSafeText(inline.link)).replace(/[<>|]/g, encodeURIComponent)}>`;
}

/** The page as HTML that runs no script and fetches nothing. */
export const renderHtmlPage = (title: string, blocks: readonly Block[]): string =>
  `${renderHtmlStart(title)}${blocks.map(blockToHtml).join("\n")}\n${htmlEnd}`;

function blockToHtml(block: Block): string {
  if ("heading" in block) return `<h${block.level}>${escapeHtml(block.heading)}</h${block.level}>`;
  if ("text" in block) return `<p>${block.text.map(inlineToHtml).join("")}</p>`;
  if ("items" in block)
    return `<ul>\n${block.items.map((item) => `<li>${item.map(inlineToHtml).join("")}</li>`).join("\n")}\n</ul>`;
  if ("lines" in block) return `<pre>${escapeHtml(block.lines.map(textOf).join("\n"))}</pre>`;
  const row = (cells: readonly Inline[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${inlineToHtml(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>\n${[row(block.head, "th"), ...block.rows.map((cells) => row(cells, "td"))].join("\n")}\n</table>`;
}

function inlineToHtml(inline: Inline): string {
  if (typeof inline === "string") return escapeHtml(inline);
  if ("code" in inline) return `<code>${escapeHtml(inline.code)}</code>`;
  return `<a href="${escapeHtml(inline.link)}">${escapeHtml(inline.link)}</a>`;
}

/** A line as shown on a terminal without colours. */
const textOf = (line: Line): string =>
  line
    .map((span) => toSafeText(typeof span === "string" ? span : span[1]))
    .join("")
    .trimEnd();
