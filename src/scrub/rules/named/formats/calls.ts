import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const quotes = byteClass("\"'`");
const stringEnds = byteClass("\"'`\n");
const nameBytes = byteClass("0-9a-zA-Z_$.");
const backslashes = byteClass("\\");
const CLOSE = 0x29;
const DOT = 0x2e;
const DOLLAR = 0x24;
const BACKSLASH = 0x5c;
const MAX_VALUE = 64;
/** The arguments of a call before the secret are not longer. */
const MAX_ARGUMENTS = 160;

/** `"…".equals(password)`, as Java compares strings. Called at the bracket. */
export function equalTo(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  const method = ["equals", "equalsIgnoreCase"].find((one) => hasExactly(text, bracket - one.length, bracket, one));
  if (method === undefined) return undefined;
  const close = bracket - method.length - 2;
  if (close <= from || text[close + 1] !== DOT || quotes[text[close]!] !== 1) return undefined;
  const open = window.previous(stringEnds, close, Math.max(from, close - MAX_VALUE));
  if (open < from || text[open] !== text[close]) return undefined;
  const valueEnd = skipBack(text, close, open + 1, backslashes);
  if (close - valueEnd !== open - skipBack(text, open, Math.max(from, open - 8), backslashes)) return undefined; // the quotes of two strings
  const end = skipWhile(text, bracket + 1, Math.min(to, bracket + MAX_VALUE), nameBytes);
  const isCall = text[end] === 0x28 && text[end + 1] === CLOSE;
  if (end >= to || text[isCall ? end + 2 : end] !== CLOSE) return undefined;
  const name = latin1(text, bracket + 1, end);
  return nameStrength(name) === "strong"
    ? whole(window, { start: open + 1, end: valueEnd, isQuoted: true }, name)
    : undefined;
}

/** `jwt.sign(…, "…")`, `jwt.verify(…, '…')`. Called at the bracket. */
export function signedWith(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  if (!JWT.test(latin1(text, Math.max(from, bracket - 24), bracket))) return undefined;
  const rest = FIRST_ARGUMENT.exec(latin1(text, bracket, Math.min(to, bracket + MAX_ARGUMENTS)))?.[0];
  if (rest === undefined) return undefined;
  const value = valueAt(window, bracket + rest.length, "text");
  const isOther = OTHERS.test(latin1(text, value.start, Math.min(value.end, value.start + 16)));
  return isOther ? undefined : whole(window, value, "secret");
}

const JWT = new Ending(/\b(?:jwt|jsonwebtoken|JWT)\.(?:sign|verify|encode|decode)$/);
const FIRST_ARGUMENT = /^\(\s?(?:\{[^{}\n]{0,120}\}|[\w.$]{1,48}(?:\([^()\n]{0,40}\))?), ?(?=\\{0,3}["'`])/;
/** Algorithms and encodings. */
const OTHERS = /^(?:[HREP]S[0-9]{3}|none|utf-?8|base64(?:url)?|hex|binary|ascii|latin1)$/i;

/**
 * `new Sequelize("database", "user", "…")`, `pymysql.connect("host", "user", "…")`, `new PDO(…)`,
 * `lavalink.add_node("host", 2333, "…")`. Called at the bracket.
 */
export function connectedWith(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  const first = text[bracket + 1] ?? 0;
  if (quotes[first] !== 1 && first !== DOLLAR && first !== BACKSLASH) return undefined;
  const start = skipBack(text, bracket, Math.max(from, bracket - 32), nameBytes);
  const name = latin1(text, start, bracket);
  const isConstructed = name === "__construct" && CONSTRUCTS.test(latin1(text, Math.max(from, bracket - 24), bracket));
  const before =
    isConstructed || CONNECTS.test(name)
      ? TWO_STRINGS
      : ADDS_NODE.test(name)
        ? HOST_AND_PORT
        : RCON.test(name)
          ? HOST
          : undefined;
  const rest = before?.exec(latin1(text, bracket, Math.min(to, bracket + MAX_ARGUMENTS)))?.[0];
  return rest === undefined ? undefined : whole(window, valueAt(window, bracket + rest.length, "text"), "password");
}

const CONNECTS =
  /^(?:Sequelize|mysqli(?:_connect)?|PDO|(?:py)?mysql\.connect|MySQLdb\.connect|psycopg2\.connect|keyring\.set_password|real_connect|DirectoryEntry)$/;
/** Of a database in PHP, as its traces print it. */
const CONSTRUCTS = /\b(?:PDO|mysqli)(?:->|::)__construct$/;
const ADDS_NODE = /(?:^|\.)(?:add_node|addNode)$/;
const RCON = /(?:^|\.)(?:MC)?R[cC][oO][nN]$|^WiFi(?:Multi)?\.begin$/;
const HOST = /^\((\\{0,3}["'`])[^"'`\n]{1,80}\1, ?(?=\\{0,3}["'`])/;
const HOST_AND_PORT = /^\((\\{0,3}["'`])[^"'`\n]{1,80}\1, ?[0-9]{2,5}, ?(?=\\{0,3}["'`])/;
/** Strings or variables of PHP. */
const TWO_STRINGS =
  /^\((?:(["'`])[^"'`\n]{1,80}\1|\$[\w>-]{1,40}), ?(?:(["'`])[^"'`\n]{1,40}\2|\$[\w>-]{1,40}), ?(?=["'`])/;

/** `config.get("bot", "token", fallback="…")`. Called at the equals sign. */
export function fallbackFor(window: Window, sign: number): Span | undefined {
  const { text, from } = window;
  if (!hasExactly(text, sign - 8, sign, "fallback")) return undefined;
  const name = FALLBACK.exec(latin1(text, Math.max(from, sign - 160), sign))?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const value = valueAt(window, sign + 1, "text");
  return value.isQuoted ? accept(window, value, "strong", name, "certain") : undefined;
}

const FALLBACK = new Ending(/\((?:["'][\w.-]{1,48}["'], ?)?["']([\w.-]{2,48})["'],[^()"'\n]{0,24}\bfallback$/);

/** The password in Lavalink's example, which ends like the name of one. */
const LAVALINK = "youshallnotpass";

/** A string of one word that is not the name of a secret. */
function whole(window: Window, value: Value, name: string): Span | undefined {
  const { text, to } = window;
  const quote = skipWhile(text, value.end, Math.min(to, value.end + 8), backslashes);
  if (!value.isQuoted || quote >= to || quotes[text[quote]!] !== 1) return undefined;
  const said = latin1(text, value.start, Math.min(value.end, value.start + MAX_VALUE));
  if (!/^[^\s]{5,}$/.test(said) || (keyStrength(said) !== "none" && said !== LAVALINK)) return undefined;
  return accept(window, value, "strong", name, "certain");
}
