import type { Span, Window } from "../../../rule.ts";
import { hasWord } from "../../../text/bytes.ts";
import { isInTag, nameBefore } from "../key-name.ts";
import { contentAt, insideElement } from "../next-line.ts";
import { nameStrength } from "../secret-keys.ts";
import { accept } from "../secret-looks.ts";
import { unquotedValue } from "../value-extent.ts";
import { isLineEnd } from "./assignment.ts";

/** `<password>value</password>`, `<entry key="password">value</entry>`, also with `&lt;` and `&gt;`. */
export function element(window: Window, at: number, close: number): Span | undefined {
  const { text } = window;
  if (close !== at && !hasWord(window.text, at, close, "&gt")) return undefined;
  const key = nameBefore(window, at);
  if (key === undefined || !isInTag(window, key)) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  const start = close + 1;
  const content = strength === "strong" ? contentAt(window, start) : undefined;
  if (content !== undefined) return accept(window, content, strength, key.name, "certain");
  if (text[start] === 0x40 || text[key.start - 2] === 0x3a) return undefined; // `<user>:<password>@host`
  if (isLineEnd[text[start] ?? 0] === 1 && text[start]! < 0x20) return insideElement(window, key, strength, start);
  return accept(window, unquotedValue(window, start, "text", true), strength, key.name, "certain");
}
