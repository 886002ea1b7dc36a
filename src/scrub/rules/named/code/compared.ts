import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { Ending } from "../../../text/ending.ts";
import { byLength, isOneOf } from "../../../text/words.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { isKeyword } from "./operators.ts";

const quotes = byteClass("\"'`");
const nameBytes = byteClass("0-9a-zA-Z_$.");
const blank = byteClass(" ");
const CLOSE = 0x29;
/** The text before the bracket: `password.equals`, `expect(token).toBe`. */
const TO_STRING = new Ending(
  /(?:([\w.]{2,64})\.(?:equals|equalsIgnoreCase|eql\?|eq|compareTo|startsWith)|\bexpect\(([\w.]{2,64})\)\.(?:not\.)?to(?:Be|Equal|StrictEqual|Match))$/,
);
const METHODS = byLength(
  "equals equalsignorecase eql? eq compareto startswith tobe toequal tostrictequal tomatch".split(" "),
);
const methodBytes = byteClass("a-zA-Z?");
const LONGEST_METHOD = 16;
/** Calls with a name and a string: `assertEqual(token, "…")`. */
const OF_BOTH =
  /\b(?:(?:XCT)?assert_?(?:not_?)?(?:equals?|eq|ne|same)!?|strn?(?:case)?cmp|compare_digest|hash_equals|safe_?equals?|timingSafeEqual|Equals?)$/i;

/** `password.equals("…")`, `expect(token).toBe("…")`. Called at the bracket. */
export function comparedTo(window: Window, bracket: number): Span | undefined {
  const { text, from } = window;
  if (quotes[text[bracket + 1] ?? 0] !== 1) return undefined;
  const method = skipBack(text, bracket, Math.max(from, bracket - LONGEST_METHOD), methodBytes);
  if (text[method - 1] !== 0x2e || !isOneOf(METHODS, text, method, bracket)) return undefined;
  const found = TO_STRING.exec(latin1Shown(text, Math.max(from, bracket - 96), bracket));
  const name = found?.[1] ?? found?.[2];
  return name === undefined ? undefined : whole(window, valueAt(window, bracket + 1, "text"), name);
}

/** `strcmp(password, "…")`, `assertEqual(token, '…')`. Called at the comma. */
export function comparedWith(window: Window, comma: number): Span | undefined {
  const { text, from, to } = window;
  const start = skipBack(text, comma, Math.max(from, comma - MAX_KEY), nameBytes);
  if (start - 1 < from || text[start - 1] !== 0x28) return undefined;
  if (!OF_BOTH.test(latin1(text, Math.max(from, start - 33), start - 1))) return undefined;
  const at = skipWhile(text, comma + 1, Math.min(to, comma + 4), blank);
  return whole(window, valueAt(window, at, "text"), latin1(text, start, comma));
}

/** Options of curl in the languages that call it, and the part of the value before the secret. */
const OPTION = /(?:^|\.)(?:CURLOPT_)?(?:PROXY_?)?(?:(USERPWD)|PASSWORD|KEYPASSWD|XOAUTH2_BEARER|TLSAUTH_PASSWORD)$/;
const SETS = /\b\w{0,12}setopt(?:_array)?\( ?(?:[$\w>-]{1,32}, ?)?[\w.]{1,48}$/i;
const USER = /^[^:"'\n]{0,64}:/;

/** `curl_setopt($ch, CURLOPT_USERPWD, "name:…")`, `c.setopt(pycurl.PASSWORD, "…")`. Called at the comma. */
export function setOption(window: Window, comma: number): Span | undefined {
  const { text, from, to } = window;
  const name = latin1(text, skipBack(text, comma, Math.max(from, comma - MAX_KEY), nameBytes), comma);
  const option = OPTION.exec(name);
  if (option === null || !SETS.test(latin1(text, Math.max(from, comma - 112), comma))) return undefined;
  const value = valueAt(window, skipWhile(text, comma + 1, Math.min(to, comma + 4), blank), "text");
  if (!value.isQuoted) return undefined;
  const user = option[1] === undefined ? "" : USER.exec(latin1(text, value.start, value.end))?.[0];
  if (user === undefined) return undefined;
  return accept(window, { ...value, start: value.start + user.length }, "strong", "password", "certain");
}

/** A string that is the last argument, and not the name of a secret itself. */
function whole(window: Window, value: Value, name: string): Span | undefined {
  const { text, to } = window;
  if (nameStrength(name) !== "strong" || !value.isQuoted || value.end + 1 >= to) return undefined;
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  if (quotes[text[value.end]!] !== 1 || text[value.end + 1] !== CLOSE || !/^[^\s]{5,}$/.test(said)) return undefined;
  return keyStrength(said) === "none" && !TYPES.test(said) && !isKeyword(window, value, name)
    ? accept(window, value, "strong", name, "certain")
    : undefined;
}

const TYPES = /^(?:string|number|object|function|undefined|boolean|symbol|required|expected|identifier)$/i;
