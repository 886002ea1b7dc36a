import { createHash } from "node:crypto";
import { parseEnvelope } from "../seal/envelope.ts";
import { style } from "./html-style.ts";
import { createMark, type Place } from "./placeholders.ts";
import { flattenPlaces, type Leaf, renderPayload, type Tree } from "./render.ts";
import type { Span } from "./terminal/line.ts";
import { toSafeText } from "./terminal/safe.ts";

/** An event, and the facts to show about it. */
export interface EventFacts {
  readonly id: string;
  /** `publisher/plugin` */
  readonly plugin: string;
  /** Its state: whether it was sent, and when. */
  readonly standing: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** The places where something was removed; if there are many, the first ones. */
  readonly places: readonly Place[];
  /** How often each rule matched. */
  readonly counts: Iterable<readonly [rule: string, count: number]>;
  /** A shell command; absent if there is nothing to do. */
  readonly command?: string;
  /** The text before it was scrubbed, for the owner only; shown beside the event. */
  readonly raw?: { readonly payload: Tree; readonly places: readonly Place[] };
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

/**
 * The beginning of a page that runs, fetches and sends nothing, even if text of an event were not escaped. Then come
 * {@link renderHtmlEvent}, as often as wanted, and {@link htmlEnd}.
 */
export const renderHtmlStart = (title: string): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
`;

/** The end of a page. */
export const htmlEnd = "</body>\n</html>\n";

/** One event as an article: its state, what was removed with links to the places, and everything that it contains. */
export function renderHtmlEvent(event: EventFacts): string {
  const { id, plugin, standing, bytes, sha256, places, command, raw } = event;
  const payload = parseEnvelope(bytes).payload as Tree;
  const leaves = flattenPlaces(payload, "", createMark(places));
  const anchors = new Map(leaves.map(({ pointer }, at) => [pointer, `${id}-${at}`]));
  const before =
    raw && new Map(flattenPlaces(raw.payload, "", createMark(raw.places)).map((leaf) => [leaf.pointer, leaf]));
  return `<article>
<h1>Event ${escapeHtml(id)}</h1>
${raw ? warning : ""}<dl>
<dt>Plugin</dt><dd>${escapeHtml(plugin)}</dd>
<dt>Time</dt><dd>${escapeHtml(timeOf(payload))}</dd>
<dt>Size</dt><dd>${bytes.length} bytes</dd>
<dt>Standing</dt><dd>${escapeHtml(standing)}</dd>
</dl>
<h2>Removed</h2>
${renderLedger(event, anchors)}
<h2>As in a log</h2>
<pre>${renderText(payload, places)}</pre>
${raw ? `<h2>As it was: not sent</h2>\n<pre class="raw">${renderText(raw.payload, raw.places)}</pre>\n` : ""}<h2>Every field</h2>
<table>
${leaves.map((leaf) => renderRow(leaf, anchors.get(leaf.pointer)!, before?.get(leaf.pointer))).join("\n")}
</table>
<footer>${bytes.length} bytes, SHA-256 <code>${escapeHtml(sha256)}</code>${
    command === undefined ? "" : `<br><code>${escapeHtml(command)}</code>`
  }</footer>
</article>
`;
}

const warning = `<p class="raw">This page contains raw text, which is not sent. Do not share it.</p>\n`;

const renderText = (payload: Tree, places: readonly Place[]) =>
  renderPayload(payload, places)
    .map((line) => line.map(renderSpan).join(""))
    .join("\n");

function timeOf({ timestamp }: Tree): string {
  const at = new Date(typeof timestamp === "number" ? timestamp * 1000 : String(timestamp));
  return Number.isNaN(at.getTime()) ? "unknown" : `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** How often each rule matched, and each placeholder with the fields that contain it. */
function renderLedger({ counts, places }: EventFacts, anchors: ReadonlyMap<string, string>): string {
  const rules = [...counts].map(([rule, count]) => `${count} ${rule}`);
  if (rules.length === 0) return "<p>Nothing.</p>";
  const links = new Map<string, Set<string>>();
  for (const { pointer, placeholder } of places)
    links.set(placeholder, (links.get(placeholder) ?? new Set()).add(pointer));
  const rows = [...links].map(([placeholder, pointers]) => {
    const fields = [...pointers].map((pointer) => renderLink(pointer, anchors.get(pointer)));
    return `<tr><td>${escapeHtml(placeholder)}</td><td>${fields.join("<br>")}</td></tr>`;
  });
  return `<p>${escapeHtml(rules.join(", "))}</p>\n<table>\n${rows.join("\n")}\n</table>`;
}

const renderLink = (pointer: string, anchor: string | undefined) =>
  anchor === undefined ? escapeHtml(pointer) : `<a href="#${escapeHtml(anchor)}">${escapeHtml(pointer)}</a>`;

/** @param before - The same field before it was scrubbed; shown beside it if it differs. */
function renderRow({ path, spans }: Leaf, anchor: string, before: Leaf | undefined): string {
  const [now, then] = [spans, before?.spans ?? spans].map((all) => all.map(renderSpan).join(""));
  const beside = before && textOf(before.spans) !== textOf(spans) ? `<td class="raw">${then}</td>` : "";
  return `<tr id="${escapeHtml(anchor)}"><th>${escapeHtml(path)}</th><td>${now}</td>${beside}</tr>`;
}

const textOf = (spans: readonly Span[]) => spans.map((span) => (typeof span === "string" ? span : span[1])).join("");

function renderSpan(span: Span): string {
  if (typeof span === "string") return escapeHtml(span);
  const [kind, text] = span;
  return kind === "mark" ? `<mark>${escapeHtml(text)}</mark>` : `<span class="${kind}">${escapeHtml(text)}</span>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Escapes any text for content and quoted attributes; invisible characters are shown as escapes. */
export const escapeHtml = (text: string): string =>
  text
    .split("\n")
    .map((line) => toSafeText(line).replace(/[&<>"'`]/g, (character) => entities[character]!))
    .join("\n");
