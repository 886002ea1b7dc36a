import { type Anchor, type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { alphanumerics, byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { behindMargin, type Margin, marginOf } from "../lines/margin.ts";
import { loneValue, wholeLineEnd } from "../lines/next-line.ts";
import { indentOf } from "../lines/setting.ts";
import { nameBefore } from "../name/key-name.ts";
import { type KeyStrength, keyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { isWordFor } from "../value/label.ts";
import { accept } from "../value/secret-looks.ts";
import type { Setting } from "../value/secret-text.ts";
import { startOfValue } from "../value/start.ts";
import { namesWords } from "./sequence.ts";

/** The last three letters of `secret`, `password`, `token`, `key`, `credential` and `cred`. */
const ENDINGS = ["ret", "ord", "ken", "key", "ial", "red"].map(
  (end) => [...end].map((letter) => letter + letter.toUpperCase()) as [string, string, string],
);

/** After these in the plural, quoted or not, and `data` of manifests. */
export const mappingAnchors = (): Anchor[] => [
  ...ENDINGS.flatMap(([third, second, last]) => [
    { at: ":]", before: "sS", beforeThat: last, thirdBefore: second, fourthBefore: third },
    { at: ":", before: "\"'", beforeThat: "sS", thirdBefore: last, fourthBefore: second },
    { at: "=", before: " ", beforeThat: "sS", thirdBefore: last, fourthBefore: second, after: " >" },
    { at: "=", before: " ", beforeThat: "\"'", thirdBefore: "sS", fourthBefore: last, after: ">" },
    { at: ":", before: '"', beforeThat: "\\", thirdBefore: "sS", fourthBefore: last },
  ]),
  { at: ":", before: "a", beforeThat: "t", thirdBefore: "a", fourthBefore: "dD" },
  { at: ":", before: '"', beforeThat: "a", thirdBefore: "t", fourthBefore: "a" },
];

/** How much of a map is read. */
const MAX_MAP = 2_048;
const MAX_MEMBERS = 64;
const OPEN = 0x7b;
const BRACKET = 0x5b;
const CLOSE = 0x5d;
const LF = 0x0a;

/** What a map may begin with. */
const mapStarts = byteClass("{ \r\n");

/** What the values of a map are like. */
interface MapKind {
  readonly name: string;
  readonly strength: KeyStrength;
  readonly setting: Setting;
}

/**
 * `secrets:` and below it `name: value`, indented; `[secrets]` and below it `name = value`; `"passwords": {"name":
 * "value"}`; `stringData:` and `data:` of a manifest for Kubernetes. Called at the sign.
 */
export function mapping(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  // `events: Loaded`: neither a brace nor a line end follows
  if (at + 2 < to && text[at + 1] === 0x20 && alphanumerics[text[at + 2]!] === 1) return undefined;
  const start = startOfValue(text, at + 1, to);
  if (start < to && mapStarts[text[start]!] !== 1) return undefined;
  const manifest = manifestKey(window, at);
  const key = manifest ?? nameBefore(window, at);
  if (key === undefined) return undefined;
  const kind = manifest === undefined ? kindOf(key.name) : SECRET_MAP;
  if (kind === undefined) return undefined;
  if (text[at] === CLOSE && text[key.start - 1] !== BRACKET) return undefined;
  const spans = text[start] === OPEN ? inBraces(window, key, start, kind) : below(window, key, start, kind);
  if (spans === undefined) return undecided;
  const [first, ...also] = spans;
  if (first === undefined || (manifest?.name === "data" && !isManifest(window, at, spans))) return undefined;
  return { ...first, also };
}

const SECRET_MAP: MapKind = { name: "secret", strength: "strong", setting: "certain" };

function kindOf(name: string): MapKind | undefined {
  const isGroup = /(?:^|[a-z_.-])cred(?:ential)?s$/i.test(name);
  const one = isGroup ? name : name.slice(0, -1);
  if (nameStrength(one) !== "strong") return undefined;
  if (isGroup) return { name, strength: "strong", setting: "likely" };
  const isCertain = /(?:secret|passw(?:or)?d)$/i.test(one);
  const strength = isCertain || !namesWords(name) ? "strong" : "weak";
  return { name: one, strength, setting: isCertain ? "certain" : "likely" };
}

/** `data` or `stringData` before the colon. */
function manifestKey({ text, from }: Window, at: number): KeyName | undefined {
  const end = text[at - 1] === 0x22 ? at - 1 : at;
  const name = ["stringData", "data"].find((one) => latin1(text, Math.max(from, end - one.length), end) === one);
  if (name === undefined) return undefined;
  const start = end - name.length;
  const left = start > from ? text[start - 1]! : 0x0a;
  return left <= 0x20 || left === 0x22 ? { start, end, name, isQuoted: end !== at } : undefined;
}

/** Whether `kind: Secret` is near, and the values are in base64. */
function isManifest({ text, from, to }: Window, at: number, spans: readonly Span[]): boolean {
  const { end } = spans.at(-1)!;
  if (!spans.every((one) => BASE64.test(latin1(text, one.start, one.end)))) return false;
  return KIND.test(latin1(text, from, at)) || KIND.test(latin1(text, end, Math.min(to, end + 512)));
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const KIND = /\bkind["']?: ?["']?secret(?![\w-])/i;

/** The members on the lines after the name, each alone on its line; undefined if more text is needed. */
function below(window: Window, key: KeyName, at: number, kind: MapKind): Span[] | undefined {
  const { text, to } = window;
  const header = FIRST_LINE.exec(latin1(text, at, Math.min(to, at + 6)))?.[0];
  if (header === undefined) return [];
  const first = at + header.length;
  if (wholeLineEnd(window, first) === undefined) return undefined;
  const margin = marginOf(window, key.start, first);
  const isSection = text[key.end] === CLOSE;
  const indent = isSection ? -1 : indentOf(window, key.start, margin);
  const spans: Span[] = [];
  if (isSection ? lineBegin(window, key.start - 1, margin) !== key.start - 1 : indent < 0) return spans;
  let depth = -1;
  for (let line = first; line < at + MAX_MAP; ) {
    const known = margin.length === 0 ? window.comments : undefined;
    if (known !== undefined && line >= known.first && line < known.end) {
      line = known.end;
      continue;
    }
    const end = wholeLineEnd(window, line);
    if (end === undefined) return undefined;
    const begin = behindMargin(window, margin, line);
    const said = latin1(text, begin, Math.min(end, begin + 128));
    const member = (isSection ? SETTING : MEMBER).exec(said);
    if (member === null && COMMENT.test(said)) {
      if (margin.length === 0 && text[end] === LF) noteComment(window, line, end + 1);
      line = end + 1;
      continue;
    }
    if (member === null || member[1]!.length <= indent || opens(text, end)) break;
    if (depth < 0) depth = member[1]!.length;
    if (member[1]!.length < depth) break;
    const value =
      member[3] === undefined
        ? undefined
        : loneValue(window, begin + member[0].length, beforeComment(said, begin, end));
    const isDirect = member[1]!.length === depth && value !== undefined;
    const span = isDirect ? acceptMember(window, member[2]!, value, kind) : undefined;
    if (span !== undefined) spans.push(span);
    line = end + 1;
  }
  return spans;
}

/** Notes that a whole line is a comment. */
function noteComment(window: Window, line: number, end: number): void {
  if (window.comments?.end === line) window.comments.end = end;
  else window.comments = { first: line, end };
}

/** Where the text of the line begins that contains `at`. */
function lineBegin({ text, from }: Window, at: number, { begin, length }: Margin): number {
  if (length > 0) return begin + length;
  return at === from || text[at - 1] === LF ? at : -1;
}

/** `# …` after a value. */
function beforeComment(said: string, begin: number, end: number): number {
  const comment = INLINE.exec(said);
  return comment === null ? end : begin + comment.index;
}

const INLINE = / {1,8}#(?: .*)?$/;
const COMMENT = /^[ \t]{0,64}[#;]/;
const SETTING = /^()["']?([\w.@-]{1,64})["']? {0,16}=([ \t]{0,16})(?=[^\s#])/;
const FIRST_LINE = /^ {0,4}\r?\n/;
const MEMBER = /^([ \t]{0,64})["']?([\w.@-]{1,64})["']? ?:(?:( {1,16})(?=[^\s#])| {0,4}\r?$)/;
/** Whether another such map begins on the line: it is read by itself. */
const opens = (text: Uint8Array, end: number): boolean => text[end - 1] === 0x3a && (text[end - 2]! | 32) === 0x73;

/** The members between braces, with strings in quotes; undefined if more text is needed. */
function inBraces(window: Window, key: KeyName, brace: number, kind: MapKind): Span[] | undefined {
  const { text, to, last } = window;
  let margin: Margin | undefined;
  const limit = Math.min(to, brace + MAX_MAP);
  const isCut = limit === to && !last;
  const within = window.upTo(limit);
  const spans: Span[] = [];
  let at = brace + 1;
  for (let count = 0; count < MAX_MEMBERS; count++) {
    at = skipWhile(text, at, limit, between);
    while (at < limit && text[at] === LF) {
      margin ??= marginOf(window, key.start, at + 1);
      at = skipWhile(text, behindMargin(window, margin, at + 1), limit, between);
    }
    if (at >= limit) return isCut ? undefined : spans;
    const name = PAIR.exec(latin1(text, at, Math.min(limit, at + 96)));
    if (name === null) return isCut && limit - at < 96 ? undefined : spans;
    const value = valueAt(within, at + name[0].length, "text");
    if (value.end >= limit) return isCut ? undefined : spans;
    const span = value.isQuoted ? acceptMember(window, name[1]!, value, kind) : undefined;
    if (span !== undefined) spans.push(span);
    if (!value.isQuoted && opensGroup[text[value.start]!] === 1) return spans;
    at = skipWhile(text, value.end, limit, behindValue);
  }
  return spans;
}

const between = byteClass(" \t\r,");
const behindValue = byteClass("\"'`\\");
const opensGroup = byteClass("{[(");
const PAIR = /^\\{0,4}["']?([\w.@-]{1,64})\\{0,4}["']? {0,4}(?:=>?|:) {0,8}/;

/** The value of one name in the map, unless that says that it is none, or is itself the name of a secret. */
function acceptMember(window: Window, name: string, value: Value, kind: MapKind): Span | undefined {
  const said = latin1(window.text, value.start, Math.min(value.end, value.start + 64));
  if ((kind !== SECRET_MAP && OTHERS.test(name)) || /\s/.test(said) || said.length < 4 || isName(said))
    return undefined;
  if (isWordFor(window, value, name)) return undefined;
  return accept(window, value, kind.strength, kind.name, kind.setting);
}

/** The name of another secret, as in `secrets: {DB: db_password}`. */
const isName = (said: string): boolean => /^[A-Za-z_.-]+[0-9]{0,2}$/.test(said) && keyStrength(said) === "strong";

/** Names of settings that are next to secrets. */
const OTHERS =
  /^(?:user(?:_?name)?|login|(?:.*_)?(?:name|id|file|path|type|url|uri)|host(?:name)?|port|domain|endpoint|issuer|server|region|kind|enabled|provider|description|title|label|scopes?|source|algorithm|format|version|ref|driver|engine|existingSecret|.*Name|environment|external|required|create)$/i;
