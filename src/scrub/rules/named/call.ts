import type { Span, Window } from "../../rule.ts";
import { byteClass, latin1 } from "../../text/bytes.ts";
import { nameBefore } from "./key-name.ts";
import { nameStrength } from "./secret-keys.ts";
import { accept } from "./secret-looks.ts";
import { valueAt } from "./value-extent.ts";

const quotes = byteClass("\"'`");
const CLOSE = 0x29;
/** Calls that are told the secret itself. */
const SETTERS = /^(?:set|with|use|add)(?:[_A-Z]|$)|^PASSWORD$/;
/** Calls that are told anything else: the name of it, say. */
const OTHERS = /^(?:get|find|is|has|next|parse|expect|read|match|make|new|create)(?:[_A-Z]|$)/;

/** What declares a variable right before its name, in C++: `std::string password("…")`, `String token{"…"}`. */
const DECLARES = /\b(?:string|String|QString|auto) $/;

/** `setPassword("…")`, `.token("…")`, `PASSWORD('…')`, `string password("…")`. Asked at the bracket. */
export function called(window: Window, bracket: number): Span | undefined {
  const { text, to } = window;
  const key = nameBefore(window, bracket);
  if (key === undefined || key.isQuoted || nameStrength(key.name) !== "strong") return undefined;
  const value = valueAt(window, bracket + 1, "text");
  if (!value.isQuoted || quotes[text[value.end] ?? 0] !== 1) return undefined;
  const close = text[bracket] === 0x7b ? 0x7d : CLOSE;
  if (value.end + 1 >= to || text[value.end + 1] !== close) return undefined;
  const isDeclared = DECLARES.test(latin1(text, Math.max(window.from, key.start - 8), key.start));
  if (close !== CLOSE && !isDeclared) return undefined;
  const name = key.name.slice(key.name.lastIndexOf(".") + 1);
  if (OTHERS.test(name)) return undefined;
  return accept(window, value, "strong", name, isDeclared || SETTERS.test(name) ? "certain" : "likely");
}
