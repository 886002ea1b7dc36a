import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { marginOf } from "../lines/margin.ts";
import { contentAt, insideElement, wholeLineEnd } from "../lines/next-line.ts";
import { isInTag } from "../name/around.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { unquotedValue, type Value } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { isLineEnd } from "./assignment.ts";

/** `<password>value</password>`, `<entry key="password">value</entry>`, also with `&lt;` and `&gt;`. */
export function element(window: Window, at: number, close: number): Span | undefined {
  const { text } = window;
  if (close !== at && !hasWord(window.text, at, close, "&gt")) return undefined;
  if (close === at && hasWord(text, at - 6, at, "</name")) return listedKey(window, at - 4, at);
  const key = nameBefore(window, at);
  if (key === undefined) return undefined;
  if (close === at && key.name === "key") return listedKey(window, key.start, at);
  if (close === at && isValueTag(key.name)) return settingValue(window, key.start, at);
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  if (close === at && !key.isQuoted && strength === "strong") {
    const tag = closingTag(window, key.start);
    if (tag >= 0) return contentBefore(window, tag, key.name);
  }
  if (!isInTag(window, key)) return undefined;
  const start = close + 1;
  if (joins[text[start] ?? 0] === 1) return undefined; // `vector<Token>::iterator`, `trailer.<token>.command`
  const content = strength === "strong" ? contentAt(window, start) : undefined;
  if (content !== undefined && (isWord(text, content, key.name) || isLabel(window, key.start, content)))
    return undefined;
  if (content !== undefined) return accept(window, content, strength, key.name, "certain");
  if (text[start] === 0x40 || text[key.start - 2] === 0x3a) return undefined; // `<user>:<password>@host`
  if (isLineEnd[text[start] ?? 0] === 1 && text[start]! < 0x20) return insideElement(window, key, strength, start);
  return accept(window, unquotedValue(window, start, "text", true), strength, key.name, "certain");
}

/**
 * `<key>password</key>`, and `<string>value</string>` after it or on the next line, as property lists have it; also
 * `<name>password</name>` and `<value>value</value>`.
 */
function listedKey(window: Window, name: number, at: number): Span | undefined {
  const { text, from, to, last } = window;
  if (name - 2 < from || text[name - 1] !== 0x2f || text[name - 2] !== 0x3c) return undefined;
  const open = window.previous(contentOpens, name - 2, Math.max(from, name - 2 - MAX_NAME));
  const isKey = hasWord(text, open - 4, open + 1, "<key>");
  if (open < from || !(isKey || hasWord(text, open - 5, open + 1, "<name>"))) return undefined;
  const said = latin1(text, open + 1, name - 2);
  if (nameStrength(said) !== "strong") return undefined;
  const gap = skipWhile(text, at + 1, Math.min(to, at + 65), blankBytes);
  if (gap === to && !last) return undecided;
  const next = text[gap] === 0x3c ? gap : behindMarginOf(window, open, at + 1);
  if (next === undefined) return undecided;
  return (isKey ? behindTag(window, next, "<string>", said) : undefined) ?? behindTag(window, next, "<value>", said);
}

/** The text of the next line behind a margin, if this line, which ends at `end`, has the same; undefined until it is there. */
function behindMarginOf(window: Window, at: number, end: number): number | undefined {
  const { text, to } = window;
  const line = text[end] === 0x0d ? end + 2 : end + 1;
  if (text[line - 1] !== 0x0a) return end;
  if (wholeLineEnd(window, line) === undefined) return undefined;
  return skipWhile(text, line + marginOf(window, at, line).length, Math.min(to, line + 128), blankBytes);
}

/** `<setting name="Password" …>`, and `<value>…</value>` after it. */
function settingValue(window: Window, name: number, at: number): Span | undefined {
  const { text, from } = window;
  if (name - 1 < from || text[name - 1] !== 0x3c) return undefined;
  const said = SETTING.exec(latin1(text, Math.max(from, name - 160), name - 1))?.[1];
  if (said === undefined || nameStrength(said) !== "strong") return undefined;
  const content = contentAt(window, at + 1);
  return content === undefined ? undefined : accept(window, content, "strong", said, "certain");
}

const isValueTag = (name: string): boolean => name === "value" || name === "Value";
const SETTING = /\b(?:name|key)="([\w.-]{3,64})"[^<>\n]{0,64}>[ \t]{0,32}$/i;

/** The content of the element that opens at `at`; undecided until its end is known. */
function behindTag(window: Window, at: number, tag: string, name: string): Span | undefined {
  const { text, to, last } = window;
  if (at + tag.length >= to && !last && hasWord(text, at, to, tag.slice(0, to - at))) return undecided;
  if (!hasWord(text, at, to, tag)) return undefined;
  const start = at + tag.length;
  const end = window.next(contentEnds, start, Math.min(to, start + MAX_CONTENT));
  if (end === to && !last && to < start + MAX_CONTENT) return undecided;
  if (end === start || text[end] !== 0x3c) return undefined;
  return accept(window, { start, end, isQuoted: true }, "strong", name, "certain");
}

const joins = byteClass(".:");
const MAX_NAME = 64;
const blankBytes = byteClass(" \t\r\n");
const contentEnds = byteClass("<\n");

/** `<label for="password">Password</label>` */
const isWord = (text: Uint8Array, { start, end }: Value, name: string): boolean =>
  end - start === name.length && hasWord(text, start, end, name.toLowerCase());

/** `<button id="show-token">Show token</button>` */
function isLabel({ text, from }: Window, name: number, { start, end }: Value): boolean {
  if (!/^[A-Z]?[a-z]{1,16}(?: [a-z]{1,16}){0,4}[?!…]?$/.test(latin1(text, start, Math.min(end, start + 96))))
    return false;
  return LABEL.test(latin1(text, Math.max(from, name - 96), name));
}

const LABEL = /<(?:button|label|a|h[1-6]|p|th|option|legend|summary|li|strong|small)\b[^<>]*$/i;

/**
 * Where the closing tag with the name begins, perhaps with the prefix of a namespace; -1 if the name is not in a
 * closing tag.
 */
function closingTag({ text, from }: Window, name: number): number {
  const start = text[name - 1] === 0x3a ? skipBack(text, name - 1, Math.max(from, name - 33), prefixBytes) : name;
  return start - 2 >= from && text[start - 1] === 0x2f && text[start - 2] === 0x3c ? start - 2 : -1;
}

/** The content of an element on one line, also with attributes, and as `<![CDATA[…]]>`. */
function contentBefore(window: Window, tag: number, name: string): Span | undefined {
  const { text, from } = window;
  const isData = hasWord(text, tag - 3, tag, "]]>");
  const end = isData ? tag - 3 : tag;
  const reach = Math.max(from, end - MAX_CONTENT);
  const open = window.previous(isData ? dataOpens : contentOpens, end, reach);
  if (open < reach || text[open] !== (isData ? 0x5b : 0x3e)) return undefined;
  const content = { start: open + 1, end, isQuoted: true };
  const opened = isData ? open - "<![CDATA".length : open;
  if (isWord(text, content, name) || !isOpenedBy(window, tag, opened, reach)) return undefined;
  return accept(window, content, "strong", name, "certain");
}

/** Whether a tag of the same name as the closing one ends there. */
function isOpenedBy(window: Window, closing: number, at: number, reach: number): boolean {
  const { text } = window;
  const end = text[at] === 0x3e ? at : at - 1;
  const start = text[end] === 0x3e ? window.previous(tagOpens, end, reach) : -1;
  if (start < reach || text[start] !== 0x3c) return false;
  for (let offset = 0; ; offset++) {
    const [opened, closed] = [text[start + 1 + offset]!, text[closing + 2 + offset]!];
    if (nameBytes[closed] !== 1) return offset > 0 && nameBytes[opened] !== 1;
    if (opened !== closed) return false;
  }
}

const prefixBytes = byteClass("0-9a-zA-Z_.-");
const nameBytes = byteClass("0-9a-zA-Z_.:-");
const tagOpens = byteClass("<\n");
const contentOpens = byteClass(">\n<");
const dataOpens = byteClass("[\n");
const MAX_CONTENT = 320;
