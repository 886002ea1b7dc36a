import { isStandIn } from "../../../claim/placeholders.ts";
import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, letters, skipBack, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { judge } from "../judge.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";

/**
 * `token → …`, `password ⇒ …`, `token -> …`: only a value that looks like a secret. `sign` is where the arrow begins.
 */
export function pointedAt(window: Window, sign: number, behind: number): Span | undefined {
  const key = nameBefore(window, sign);
  if (key === undefined) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  const start = startOfValue(window.text, behind, window.to);
  const isString = strength === "strong" && quotes[window.text[start] ?? 0] === 1;
  return judge(window, key, strength, start, "text", isString ? sign : undefined);
}

const quotes = byteClass("\"'");

/** `Incorrect API key provided: …`, `Improper token passed: …`. Called at the colon. */
export function provided(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const word = skipBack(text, colon, Math.max(from, colon - 12), letters);
  if (word - 1 < from || text[word - 1] !== 0x20 || !PARTICIPLES.has(latin1(text, word, colon))) return undefined;
  const key = nameBefore(window, behindAuxiliary(window, word));
  if (key === undefined || nameStrength(key.name) === "none") return undefined;
  return judge(window, key, "weak", startOfValue(text, colon + 1, to), "text", colon);
}

/** `has been `, `was ` before a participle. */
const behindAuxiliary = ({ text, from }: Window, word: number): number =>
  word - (AUXILIARY.exec(latin1(text, Math.max(from, word - 12), word))?.[1]?.length ?? 0);

const AUXILIARY = new Ending(/ ((?:has been|was|is) )$/);
const PARTICIPLES = new Set(["provided", "passed", "received", "supplied"]);

/** `SSWS 00…`, the scheme and token of Okta, in a sentence. Called at the blank. */
export function oktaToken(window: Window, blank: number): Span | undefined {
  const value = valueAt(window, blank + 1, "text");
  const isOne = /^00[\w-]{38,42}$/.test(latin1(window.text, value.start, Math.min(value.end, value.start + 64)));
  return isOne ? accept(window, value, "strong", "token", "certain") : undefined;
}

/** `Unseal Key 1: …` of Vault. Called at the colon. */
export function unsealKey(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  if (!/\b(?:Unseal|Recovery) Key [0-9]$/.test(latin1(text, Math.max(from, colon - 16), colon))) return undefined;
  return accept(window, valueAt(window, colon + 2, "environment"), "strong", "key", "certain");
}

/** `…;PWD=…;UID=…`, `…;Pwd={…}` of a connection string; `PWD` alone is a folder. Called at the equals sign. */
export function connectionPassword(window: Window, sign: number): Span | undefined {
  const { text, from } = window;
  const before = skipBack(text, sign, Math.max(from, sign - 9), letters) - 1;
  const word = sign - before - 1 === 3 ? "pwd" : "password";
  if (sign - before - 1 !== word.length || !hasWord(text, before + 1, sign, word)) return undefined;
  const value = inBraces(window, sign + 1) ?? valueAt(window, sign + 1, "text");
  const isInside = before >= from && text[before] === 0x3b;
  const behind = text[sign + 1] === 0x7b && text[value.end] === 0x7d ? value.end + 1 : value.end;
  const isFirst = text[behind] === 0x3b && FIELD.test(latin1(text, behind, behind + 8));
  if ((!isInside && !isFirst) || paths[text[value.start] ?? 0] === 1) return undefined;
  return accept(window, value, "strong", "password", "certain");
}

/** `PWD={a;b}` of ODBC; braces around a name or an expression are those of a template. */
function inBraces(window: Window, at: number): Value | undefined {
  const { text, to } = window;
  if (text[at] !== 0x7b) return undefined;
  const limit = Math.min(to, at + 132);
  const first = window.next(outsideBraces, at + 1, limit);
  if (first === limit || text[first] !== 0x7d) return undefined;
  const said = /^\{((?:[^{}"'`\n]|\}\}){3,128})\}(?!\})/.exec(latin1(text, at, limit))?.[1];
  if (said === undefined || /^[\w.()[\] -]*$/.test(said)) return undefined;
  return { start: at + 1, end: at + 1 + said.length, isQuoted: true };
}

const outsideBraces = byteClass("{}\"'`\n");
const FIELD = /^;(?:UID|User|Server|Database|Driver|Port|Encrypt|Trust)/i;
const paths = byteClass("/~$\\");

/** `name:…@host:8080` without a scheme, as lists of proxies have it. Called at the at sign. */
export function loginAtHost(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const start = skipBack(text, at, Math.max(from, at - 64), passwordBytes);
  if (start === at || start - 2 < from || text[start - 1] !== 0x3a) return undefined;
  const name = skipBack(text, start - 1, Math.max(from, start - 32), userBytes);
  if (letters[text[name] ?? 0] !== 1 || (name > from && userEdges[text[name - 1]!] !== 1)) return undefined;
  if (!HOST_AND_PORT.test(latin1(text, at, Math.min(to, at + 80)))) return undefined;
  return /[a-z]/i.test(latin1(text, start, at))
    ? accept(window, { start, end: at, isQuoted: true }, "strong", "password", "certain")
    : undefined;
}

const HOST_AND_PORT = /^@[a-z0-9][\w.-]{1,63}:[0-9]{2,5}(?![\w.])/i;

/** `name/…@//host` of Oracle. Called at the at sign. */
export function oracleLogin(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  if (at + 3 >= to || text[at + 2] !== 0x2f || letters[text[at + 3]!] !== 1) return undefined;
  const start = skipBack(text, at, Math.max(from, at - 64), passwordBytes);
  if (start === at || start - 2 < from || text[start - 1] !== 0x2f) return undefined;
  const name = skipBack(text, start - 1, Math.max(from, start - 31), userBytes);
  if (letters[text[name]!] !== 1 || (name > from && userEdges[text[name - 1]!] !== 1)) return undefined;
  return accept(window, { start, end: at, isQuoted: true }, "strong", "password", "certain");
}

/** `jdbc:oracle:thin:name/…@host`. Called at the colon after the driver. */
export function oracleDriver(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  if (!hasWord(text, colon - 16, colon, "jdbc:oracle:thin") || colon - 16 < from) return undefined;
  const slash = skipWhile(text, colon + 1, Math.min(to, colon + 32), userBytes);
  const start = slash + 1;
  const end = skipWhile(text, start, Math.min(to, start + 64), passwordBytes);
  if (text[slash] !== 0x2f || text[end] !== 0x40) return undefined;
  return accept(window, { start, end, isQuoted: true }, "strong", "password", "certain");
}

const passwordBytes = byteClass("0-9a-zA-Z_!#$%^&*+=.?-");
const userBytes = byteClass("0-9a-zA-Z_$#");
const userEdges = byteClass(" \t\n\"'=:(,");

/** The bytes on either side in which the other fields of a key are. */
const MAX_KEY_OBJECT = 320;

/**
 * `"kty": "OKP", "d": "…"`, `"kty": "oct", "k": "…"`: the private part of a JSON Web Key. Called at the colon behind
 * `"d"` or `"k"`.
 */
export function jsonWebKey(window: Window, colon: number): Span | undefined {
  const { text, from, to, last } = window;
  const value = valueAt(window, startOfValue(text, colon + 1, to), "text");
  const isShared = text[skipBack(text, colon - 1, Math.max(from, colon - 9), backslashes) - 1] === 0x6b;
  if (!value.isQuoted || value.end - value.start < (isShared ? MIN_SHARED : MIN_KEY)) return undefined;
  if (!KEY.test(latin1(text, value.start, Math.min(value.end, value.start + 64)))) return undefined;
  const limit = value.end + MAX_KEY_OBJECT;
  const type = isShared ? SHARED_TYPE : KEY_TYPE;
  const isKey =
    type.test(latin1(text, Math.max(from, colon - MAX_KEY_OBJECT), colon)) ||
    type.test(latin1(text, value.end, Math.min(to, limit)));
  if (!isKey) return limit > to && !last ? undecided : undefined;
  return accept(window, value, "strong", "key", "certain");
}

const MIN_KEY = 40;
const MIN_SHARED = 20;
const KEY = /^[\w-]{20,64}$/;
const backslashes = byteClass("\\");
const SHARED_TYPE = /"kty\\{0,7}" ?: ?\\{0,7}"oct\\{0,7}"/;
const KEY_TYPE = /"(?:kty|crv)\\{0,7}" ?:/;

/** `name:…@tcp(host)`, `name:…@unix(path)`: a data source of Go. Called at the bracket. */
export function socketLogin({ text, from }: Window, bracket: number): Span | undefined {
  const at = bracket - (text[bracket - 1] === 0x78 ? 5 : 4);
  if (at < from || text[at] !== 0x40) return undefined;
  const login = SOCKET_LOGIN.exec(latin1(text, Math.max(from, at - 160), at));
  return login === null || isStandIn(text, at - login[1]!.length, at)
    ? undefined
    : { start: at - login[1]!.length, end: at };
}

const SOCKET_LOGIN = new Ending(/(?:^|[\s"'`=])[\w.-]{1,48}:([^\s"'`:@/{}$]{3,96})$/);
