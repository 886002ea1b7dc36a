import type { Window } from "../../../rule.ts";
import { byteClass, latin1, lineEnds, skipBack } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { backslashes, quotes } from "./bytes.ts";

/** The name in `name="…"` or `"key": "…"` before a name that is only `value`, or in `"key": {` around it. */
export function namedBefore(window: Window, at: number): string | undefined {
  const { text, from } = window;
  if (beforeValues[text[at - 1] ?? 0] !== 1 || !mayBeBehindName(text, at)) return undefined;
  const low = Math.max(from, at - 160);
  const end = window.previous(lineEnds, at, low);
  const before = latin1(text, end < 0 ? low : end + 1, at);
  const name = (NAMED.exec(before) ??
    NAMED_PLAINLY.exec(before) ??
    AROUND.exec(before) ??
    TAG.exec(before) ??
    STRUCT.exec(before))?.[1];
  return name?.toLowerCase() === "token" && OF_PARSER.test(before) ? "key" : name;
}

/** A quick check of the few bytes before: the end of a name, a comma or an opening brace, and perhaps a quote. */
function mayBeBehindName(text: Uint8Array, at: number): boolean {
  const quote = quotes[text[at - 1]!] === 1 ? at - 1 : at;
  const behind = skipBack(text, quote, Math.max(0, quote - 4), backslashes);
  const end = text[behind - 1] === 0x20 ? behind - 1 : behind;
  const last = text[end - 1] ?? 0;
  if (nameEnds[last] !== 1) return givenBytes[last] === 1 && givenBytes[text[end - 2] ?? 0] === 1;
  return givenBytes[text[skipBack(text, end, Math.max(0, end - 16), betweenBytes) - 1] ?? 0] === 1;
}

const nameEnds = byteClass("\"',{");
/** What is between a name and the next one, apart from a colon, with which a name may end. */
const betweenBytes = byteClass("\"',{ \\");
const givenBytes = byteClass("0-9a-zA-Z_.:-");

/** The last characters of all of these. */
const beforeValues = byteClass("\"', {\\");
const NAMED = new Ending(
  /\b(?:name|key|id|custom_?id|type|variable)\\{0,4}["']?\s?[:=]\s?\\{0,4}["'] ?([\w.:-]{2,64}(?: (?:key|token|secret|password))?)\\{0,4}["'],? ?(?:\\{0,4}["']?(?:type|enabled|disabled)\\{0,4}["']? ?: ?\\{0,4}["']?\w{1,16}\\{0,4}["']?, ?)?\\{0,4}["']?$/i,
);
/** `"type": "token", "value": "…"` of a parser: only a value that looks random is a secret. */
const OF_PARSER = /\btype\\{0,4}["']?\s?[:=]\s?\\{0,4}["']token/i;
/** In YAML's braces. */
const NAMED_PLAINLY = new Ending(/\{ ?name: ?([\w.-]{3,64}), ?$/i);
/** `<password value=` */
const TAG = new Ending(/<([\w.-]{3,64}) $/);
/** `Secret { value: "…" }` of Rust */
const STRUCT = new Ending(/(?:^|[^\w.])(?!Token )([A-Z]\w{2,63}) \{ $/);
const AROUND = new Ending(/["']?([\w.-]{3,64})["']? ?: ?\{ ?["']?$/);

/** `"value": "…", "name": "key"`: the name after the value that ends at `end`. */
export function namedBehind({ text, to }: Window, end: number): string | undefined {
  if (quotes[text[end] ?? 0] !== 1 || behindQuotes[text[end + 1] ?? 0] !== 1) return undefined;
  const behind = latin1(text, end, Math.min(to, end + 96));
  return (NAMED_BEHIND.exec(behind) ?? TYPED_BEHIND.exec(behind))?.[1];
}

/** What is between a value in quotes and the next name. */
const behindQuotes = byteClass(", ");

/** `value="…" type="password"` of a field in HTML. */
const TYPED_BEHIND = /^["'] (?:[a-z-]{2,16}=["'][\w -]{0,32}["'] ){0,2}type=["'](password)["']/;

const NAMED_BEHIND = /^["'](?:, ?["']?| )(?:name|key)["']? ?[:=] ?["']([\w.:-]{3,64})["']/i;
