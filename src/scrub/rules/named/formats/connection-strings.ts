import { isStandIn } from "../../../claim/placeholders.ts";
import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1, letters, skipBack, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

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
