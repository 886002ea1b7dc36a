import type { Window } from "../../../rule.ts";
import { byteClass, hasExactly, hasWord, latin1, skipWhile, wordBytes } from "../../../text/bytes.ts";
import { endsColour } from "../../../text/edges.ts";
import { stringPrefixes, valueBytes } from "./extent.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const BACKSLASH = 0x5c;
const HASH = 0x23;

/** The same as below for a separator that several forms ask about in a row. */
export function valueStart(window: Window, at: number): number {
  const { begun, to } = window;
  if (begun.at !== at || begun.to !== to) {
    begun.start = startOfValue(window.text, at, to);
    begun.at = at;
    begun.to = to;
  }
  return begun.start;
}

/** From the separator over a second one (`=>`, `:=`, `==`), spaces, a colour code and the text that wraps a string. */
export function startOfValue(text: Uint8Array, at: number, to: number): number {
  let i = at;
  if (i < to && (text[i] === 0x3e || text[i] === 0x3d)) i++;
  i = skipWhile(text, i, Math.min(to, i + 64), blank);
  if (plainStarts[text[i]!] === 1 && i + 1 < to) if (quotes[text[i]!] !== 1 || text[i + 1] !== text[i]) return i;
  i = behindMarkdown(text, i, to);
  while (text[i] === 0x25 && i < at + 16 && hasExactly(text, i, to, "%20")) i += 3;
  if (text[i] === 0x1b || text[i] === BACKSLASH)
    for (let j = i; j < to && j < i + 16 && text[j] !== 0x0a; j++)
      if (text[j] === 0x6d && endsColour(text, j + 1, i)) return j + 1;
  if (text[i] === 0x28 && isString(text, i + 1, to)) return i + 1;
  if (mayBeWrapped(text, i, to)) i += WRAPPER.exec(latin1(text, i, Math.min(to, i + MAX_WRAPPER)))?.[0].length ?? 0;
  if (text[i] === 0x72 && text[i + 1] === HASH && text[i + 2] === 0x22) return i + 2; // `r#"…"#` of Rust
  const quote = stringPrefixes[text[i] ?? 0] === 1 ? i + 1 : i;
  if (hasWord(text, quote, to, '"""') || hasWord(text, quote, to, "'''")) return quote + 2;
  return i;
}

/**
 * `<b>name:</b> value`, `**name:** value`, `*name:* value`, `name: ||value||`, `name => <<"value">>`, `(name)=(value)`
 */
function behindMarkdown(text: Uint8Array, at: number, to: number): number {
  if (text[at] === 0x2a) {
    const stars = text[at + 1] === 0x2a ? 2 : 1;
    if (text[at + stars] === 0x20) return skipWhile(text, at + stars + 1, to, blank);
  }
  if (text[at] === 0x3c && text[at + 1] === 0x2f)
    return at + (CLOSED.exec(latin1(text, at, Math.min(to, at + 16)))?.[0].length ?? 0);
  if (text[at] === 0x3c && text[at + 1] === 0x3c && text[at + 2] === 0x22) return at + 2;
  if (text[at] === 0x7c && text[at + 1] === 0x7c && valueBytes[text[at + 2] ?? 0] === 1) return at + 2;
  return text[at] === 0x28 && text[at - 1] === 0x3d && text[at - 2] === 0x29 ? at + 1 : at;
}

/** What wraps a string or is before it begins with none of these, except for a second quote. */
const plainStarts = byteClass("\"'`,;:=/?{}+~^-");

const CLOSED = /^<\/(?:b|strong|em|i)> (?=[\w!@#$%^&*])/;

/** `("value")`: whether a quoted string of at least six bytes begins there. */
const isString = (text: Uint8Array, at: number, to: number): boolean =>
  quotes[text[at] ?? 0] === 1 && skipWhile(text, at + 1, Math.min(to, at + 7), stringBytes) === at + 7;

const stringBytes = byteClass("0-9a-zA-Z_.+/=!@#$%^&*-");

/** A type in brackets, a mark of YAML before a word, or a word before a bracket. */
function mayBeWrapped(text: Uint8Array, at: number, to: number): boolean {
  if (text[at] === 0x5b) return text[at + 1] === 0x47 || (text[at + 1] === 0x5d && text[at + 2] === 0x62);
  if (text[at] === 0x28) return isTypeInBrackets(text, at + 1, to);
  if (text[at] === 0x26 || text[at] === 0x21) {
    const word = text[at + 1] === 0x21 ? at + 2 : at + 1;
    const end = skipWhile(text, word, Math.min(to, word + MAX_ANCHOR), wordBytes);
    return end > word && text[end] === 0x20;
  }
  const end = skipWhile(text, at, Math.min(to, at + 32), wrapperBytes);
  if (text[end] === 0x20)
    return (
      hasExactly(text, at, to, "string '") ||
      hasExactly(text, at, to, "new String(") ||
      hasExactly(text, at, to, "0x") ||
      hasExactly(text, at, to, 'Just "') ||
      hasExactly(text, at, to, 'chr "')
    );
  if (text[end] === 0x5b) return hasExactly(text, at, to, "Optional[");
  if (end === at) return false;
  if (text[end] === 0x28) return lastOfWrappers[text[end - 1]!] === 1 && inWrappers[text[end + 1] ?? 0] === 1;
  return text[end] === 0x3a && text[end + 1] === 0x3a;
}

/** `(string) `, `(*string)(` */
function isTypeInBrackets(text: Uint8Array, at: number, to: number): boolean {
  const isPointer = text[at] === 0x2a;
  const close = skipWhile(text, isPointer ? at + 1 : at, Math.min(to, at + 32), wrapperBytes);
  return text[close] === 0x29 && text[close + 1] === (isPointer ? 0x28 : 0x20);
}

/** The last letters before a bracket, and what begins the text in it: a string, the length of one. */
const lastOfWrappers = byteClass("bdegklmrstvwx");
const inWrappers = byteClass("\"'\\0-9");

const MAX_WRAPPER = 80;
/** The longest name of an anchor or a tag of YAML. */
const MAX_ANCHOR = 16;
const wrapperBytes = byteClass("0-9a-zA-Z_.");

/**
 * `[Getter: '…` of Node, `0x7ffe "…` of debuggers, `Some("…`, `Just "…`, `Optional[…`, Go's `(string) (len=5) "…` and
 * `(*string)(0xc0001)("…`, `[]byte("…`, `Buffer.from('…`, PHP's `string(5) "…`, `new String("…`, `SecretStr('…`, `Field("…`, and of YAML
 * `&anchor …`, `!!str …`.
 */
const WRAPPER =
  /^(?:string(?:\([0-9]{1,6}\))? (?=\\{0,4}["'])|(?:Some|Ok|Just|Optional|Field|(?:\w{0,16}\.)?Secret(?:Str|String|Value|Box)?(?:::(?:new|from))?|(?:new |\w{1,16}\.|Q|NS|std::)?[Ss]tring(?:::from)?|str|(?:base64\.)?b64decode|atob|Buffer\.from|(?:bytes|bytearray)\.fromhex|hex\.DecodeString|bytes|\[\]byte)\((?=\\{0,4}["']))|^&\w{1,16} (?=\S)|^!!?\w{1,12} (?=\S)|^0x[0-9a-f]{2,16} (?=")|^(?:Just|chr) (?=")|^(?:os\.)?(?:getenv|environ\.get)\(\\{0,4}["'][\w.-]{1,48}\\{0,4}["'], ?(?=\\{0,4}["'])|^\[Getter(?:\/Setter)?: (?=')|^Optional\[(?=(?!Int|Float|UInt)[\w.+=-]*[0-9])|^\([\w.]{2,24}\) \(len=[0-9]{1,4}\) (?=")|^\(\*string\)\(0x[0-9a-f]{2,16}\)\((?:\(len=[0-9]{1,4}\) )?(?=")/;
