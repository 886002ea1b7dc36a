import { allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameBefore } from "../name/key-name.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const quotes = byteClass("\"'`");
const backslashes = byteClass("\\");
const CLOSE = 0x29;
/** Calls whose argument is the secret itself. */
const SETTERS = /^(?:set|with|use|add)(?:[_A-Z]|$)|^PASSWORD$/;
/** Calls with other arguments, such as the name of the secret. */
const OTHERS = /^(?:get|find|is|has|next|parse|expect|read|match|make|new|create)(?:[_A-Z]|$)/;

/** Types before the name of a declared variable in C++: `std::string password("…")`, `String token{"…"}`. */
const DECLARES = /\b(?:string|String|QString|auto) $/;

const DOT = 0x2e;
/** Calls that start a bot with its token. */
const LOGINS = new Ending(/(?:^|[^A-Za-z])\w{0,24}(?:[bB]ot|[cC]lient)(?:\([^()\n]{0,48}\))?\.(?:run|login|start)$/);
/** A token, not the name of a variable that contains it. */
const LOGIN_WORD = /^(?!your)[\w.!@#$%^&*=+-]{8,}$/i;

/** A quote, which may be escaped. */
const opensString = (text: Uint8Array, at: number, to: number): boolean =>
  quotes[text[skipWhile(text, at, Math.min(to, at + 4), backslashes)] ?? 0] === 1;

/** `bot.run("…")`, `client.login('…')`. Called at the bracket. */
export function loggedIn(window: Window, bracket: number): Span | undefined {
  const { text, from, to, last } = window;
  if (!opensString(text, bracket + 1, to) || (text[bracket - 4] !== DOT && text[bracket - 6] !== DOT)) return undefined;
  const before = latin1(text, Math.max(from, bracket - 96), bracket);
  if (!LOGINS.test(before)) return undefined;
  const value = valueAt(window, bracket + 1, "text");
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  if (!value.isQuoted || !LOGIN_WORD.test(said) || keyStrength(said) !== "none") return undefined;
  const quote = skipWhile(text, value.end, Math.min(to, value.end + 4), backslashes);
  const behind = text[quote + 1];
  const isWhole = quote + 1 < to && quotes[text[quote]!] === 1 && (behind === CLOSE || behind === 0x2c);
  if (behind === 0x2c) {
    const rest = latin1(text, quote + 1, Math.min(to, quote + 96));
    if (BEFORE_STRING.test(rest)) return undefined; // a user
    if (!last && quote + 1 + rest.length === to && BEFORE_CUT.test(rest)) return undecided;
  }
  return isWhole ? accept(window, value, "strong", "token", "certain") : undefined;
}

const BEFORE_STRING = /^,[ \t]{0,16}(?:\r?\n[ \t]{0,64})?\\{0,2}["']/;
/** The beginning of such text. */
const BEFORE_CUT = /^,[ \t]{0,16}(?:\r|\r?\n[ \t]{0,64})?\\{0,2}$/;

/** `.username("bot").password("…")`: a builder of connections. */
const isBuilt = ({ text, from }: Window, bracket: number): boolean =>
  BUILDS.test(latin1(text, Math.max(from, bracket - 128), bracket));

const BUILDS = new Ending(
  /\.(?:user|username|login|host|hostname|server|url|uri|port)\((?:["'][^"'\n]{1,48}["']|[0-9]{1,5})\)\s{0,32}\.\w{1,16}$/,
);

/** `.password("value")` of a builder: one long word that is not the name of a secret. */
function isOwnCall({ text, from }: Window, start: number, { start: first, end }: Value, name: string): boolean {
  if (
    start <= from ||
    (text[start - 1] !== DOT && text[start] !== DOT) ||
    !/^\.?(?:password|token|apiKey|secret)$/i.test(name)
  )
    return false;
  const said = latin1(text, first, Math.min(end, first + 64));
  return /^\S{8,}$/.test(said) && keyStrength(said) === "none";
}

/** `setPassword("…")`, `.token("…")`, `PASSWORD('…')`, `string password("…")`. Called at the bracket. */
export function called(window: Window, bracket: number): Span | undefined {
  const { text, to } = window;
  const key = nameBefore(window, bracket);
  if (key === undefined || key.isQuoted || nameStrength(key.name) !== "strong") return undefined;
  const value = valueAt(window, bracket + 1, "text");
  const quote = skipWhile(text, value.end, Math.min(to, value.end + 4), backslashes);
  if (!value.isQuoted || quotes[text[quote] ?? 0] !== 1) return undefined;
  if (text[quote + 1] === 0x2c && /(?:^|[._])set_access_token$/.test(key.name)) return both(window, value, quote);
  const close = text[bracket] === 0x7b ? 0x7d : CLOSE;
  if (quote + 1 >= to || text[quote + 1] !== close) return undefined;
  const isDeclared =
    text[key.start - 1] === 0x20 && DECLARES.test(latin1(text, Math.max(window.from, key.start - 8), key.start));
  if (close !== CLOSE && !isDeclared) return undefined;
  const name = key.name.slice(key.name.lastIndexOf(".") + 1);
  if (OTHERS.test(name)) return undefined;
  return accept(
    window,
    value,
    "strong",
    name,
    isDeclared || SETTERS.test(name) || isBuilt(window, bracket) || isOwnCall(window, key.start, value, name)
      ? "certain"
      : "likely",
  );
}

/** `auth.set_access_token("…", "…")`: a token and its secret. */
function both(window: Window, first: Value, quote: number): Span | undefined {
  const { text } = window;
  const second = valueAt(window, text[quote + 2] === 0x20 ? quote + 3 : quote + 2, "text");
  const values = [first, second].filter(({ isQuoted }) => isQuoted);
  return allOf(values.flatMap((value) => accept(window, value, "strong", "token", "certain") ?? []));
}
