import { isPlaceholderAt } from "../../../claim/placeholders.ts";
import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack, skipWhile, wordBytes } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { holdsReplaced, namesCookies } from "../cookies.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { mayTellAt } from "../name/ends.ts";
import { nameBefore } from "../name/key-name.ts";
import { keyStrength, nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { mayBeRandom } from "../value/randomness.ts";
import { accept } from "../value/secret-looks.ts";
import { valueStart } from "../value/start.ts";
import { behindSchemeAlone, UNKNOWN } from "./joined.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const backslashes = byteClass("\\");
const keyBytes = byteClass("0-9a-zA-Z_.$-");
const operators = byteClass("?+.:|&!=~<-");
const seconds = byteClass("=>");
/** The greatest distance between a name and the sign after it, with a type between them. */
const MAX_TYPE = 96;
const MAX_VALUE = 256;

/**
 * A quoted string after a name of a secret and more than a plain sign: with a type (`key: str = "…"`, `key string =
 * "…"`), another operator (`??=`, `+=`, `.=`, `::=`), a comparison (`!== "…"`, `"…" == key`); behind a scheme, the
 * string that is joined to it.
 *
 * @param at - Where the equals sign is. Each sign of an operator may be asked about: only the first one is.
 */
export function operated(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const second = skipWhile(text, at + 1, Math.min(to, at + 3), seconds);
  const start = valueStart(window, second);
  if (start >= to) return undefined;
  const left = skipBack(text, skipBack(text, at, Math.max(from, at - 3), operators), Math.max(from, at - 64), blank);
  const quote = skipWhile(text, start, Math.min(to, start + 4), backslashes);
  if (quote >= to || quotes[text[quote]!] !== 1)
    return isComparison(text, at) ? reversed(window, left, start) : undefined;
  if (text[quote + 1] === text[start]) return undefined; // an empty string
  const known = window.operation;
  if (known !== undefined && known.left === left && known.start === start) return undefined;
  window.operation = { left, start };
  const name = nameOf(window, left);
  if (name === undefined || (namesCookies(name) && holdsReplaced(window, start))) return undefined;
  const string = behindSchemeAlone(window, start);
  if (string < 0) return string === UNKNOWN ? undecided : undefined;
  const value = valueAt(window, string, "text");
  if (keyStrength(name) === "weak" && !mayBeRandom(window, value)) return undefined;
  return isComparison(text, at) && isKeyword(window, value, name) ? undefined : quoted(window, value, name);
}

/** `token === "comment"`: a word of a language. */
export function isKeyword({ text }: Window, { start, end }: Value, name: string): boolean {
  return (
    end - start <= LONGEST_KEYWORD &&
    /(?:token|key)(?:value)?$/i.test(name) &&
    /^(?:[A-Za-z]?[a-z ]{1,11}|[A-Z]{1,4}|\W{1,3})$/.test(latin1(text, start, end))
  );
}

const LONGEST_KEYWORD = 12;

const quoted = (window: Window, value: Value, name: string): Span | undefined =>
  value.isQuoted ? accept(window, value, keyStrength(name), name, "certain") : undefined;

/** The name of a secret that ends before `end`, perhaps with a type after it. */
function nameOf(window: Window, end: number): string | undefined {
  const { text, from } = window;
  const bracket = text[end - 1] === 0x5d && text[end - 2] === 0x5b ? end - 2 : end;
  const plain = nameBefore(window, bracket)?.name;
  if (plain !== undefined && saysSecret(plain)) return plain;
  if (plain === "default" || text[end - 1] === 0x7d) return namedAround(window, end);
  const last = text[end - 1]!;
  if (typeEnds[last] !== 1) return undefined;
  const declared = declaredInGo(window, end);
  if (declared !== undefined) return saysSecret(declared) ? declared : undefined;
  const isWord = wordEnds[last] === 1 || (last === 0x5d && text[end - 2] === 0x5b);
  if (!isWord && window.previous(colons, end, Math.max(from, end - MAX_TYPE)) < 0) return undefined;
  if (isPlaceholderAt(text, skipBack(text, end, Math.max(from, end - MAX_KEY), wordBytes), end)) return undefined;
  const typed = TYPED.exec(latin1(text, Math.max(from, end - MAX_TYPE), end))?.[1];
  return typed !== undefined && saysSecret(typed) ? typed : undefined;
}

/** The name in `var name Type` and `const name pkg.Type`. */
function declaredInGo({ text, from }: Window, end: number): string | undefined {
  const type = skipBack(text, end, Math.max(from, end - MAX_KEY), typeBytes);
  if (type === end || text[type - 1] !== 0x20) return undefined;
  const name = skipBack(text, type - 1, Math.max(from, type - 1 - MAX_KEY), wordBytes);
  const isDeclared = hasExactly(text, name - 4, name, "var ") || hasExactly(text, name - 6, name, "const ");
  return isDeclared && name - 4 >= from ? latin1(text, name, type - 1) : undefined;
}

const typeBytes = byteClass("0-9a-zA-Z_.*[]");

/**
 * `string Token { get; set; } =` of C#, `variable "token" {` around `default =` of Terraform, `env("TOKEN", default=`.
 */
function namedAround({ text, from }: Window, end: number): string | undefined {
  const before = latin1(text, Math.max(from, end - 240), end);
  const name = (PROPERTY.exec(before) ??
    VARIABLE.exec(before) ??
    READ.exec(before) ??
    FIELD.exec(before) ??
    MEMBER.exec(before))?.[1];
  return name !== undefined && saysSecret(name) ? name : undefined;
}

const PROPERTY = new Ending(
  /(?<![\w-])(\w{2,64})\s{1,4}\{ ?(?:(?:private|protected|internal) )?get; ?(?:(?:(?:private|protected|internal) )?(?:set|init); ?)?\}$/,
);
const VARIABLE = new Ending(/\bvariable "([\w-]{2,64})" \{[^{}]{0,160}\bdefault$/);

/** `$ENV{TOKEN}` of Perl */
const MEMBER = new Ending(/\{["']?(\w{2,64})["']?\}$/);

/** `env("TOKEN", default` */
const READ = new Ending(/\(["']([\w.-]{2,64})["'],[^()"'\n]{0,48}\bdefault$/);

/** `token: str = Field(default` of Pydantic */
const FIELD = new Ending(
  /(?<![\w-])(\w{2,64})(?:: [\w.[\] |]{1,48})? = (?:\w{1,16}\.)?[fF]ield\([^()"'\n]{0,48}\bdefault$/,
);

const saysSecret = (name: string): boolean => nameStrength(name) !== "none";

/** The last characters of a type. */
const typeEnds = byteClass("0-9a-zA-Z_.:>?!*[]");

/** Those of `string`, `str`, `char`, `text` and `string[]`, which may follow a name without a colon. */
const wordEnds = byteClass("grtGRT");
const colons = byteClass(":");

/** `key: Optional[str]`, `key: string | undefined`, `key: &'static str`, `key string`. */
const TYPED = new Ending(
  /(?:^|[^\w$.-])([\w$.-]{2,64})(?:["']?[?!]?\s{0,4}:\s{0,4}(?:&\s?(?:'\w{1,16} )?)?[A-Za-z_][\w.:]{0,40}(?:\[[^\]=]{0,40}\]{1,2}|<[^>=]{0,40}>{1,2})?(?:\s?\|\s?[\w.[\]]{1,40}){0,3}[?!*]?|\s{1,4}(?:as\s)?(?:string|str|char|text|varchar)(?:\[\])?)$/i,
);

const isComparison = (text: Uint8Array, at: number): boolean =>
  text[at + 1] === 0x3d || text[at - 1] === 0x3d || text[at - 1] === 0x21;

/** A string in these quotes begins here at the earliest. */
const openersOf = (mark: number) => (mark === 0x22 ? doubleQuotes : mark === 0x27 ? singleQuotes : backticks);
const [doubleQuotes, singleQuotes, backticks] = [byteClass('"\n'), byteClass("'\n"), byteClass("`\n")];

/** The text between two strings of JSON begins like this, and is not a string. */
const structure = byteClass(" \t,:}]");

/** `"…" == key` */
function reversed(window: Window, close: number, start: number): Span | undefined {
  const { text, from, to } = window;
  const mark = text[close - 1] ?? 0;
  if (quotes[mark] !== 1 || close - 2 < from) return undefined;
  const end = skipWhile(text, start, Math.min(to, start + MAX_KEY), keyBytes);
  if (end === start || !mayTellAt(text, end)) return undefined;
  const name = latin1(text, start, end);
  if (!saysSecret(name)) return undefined;
  const open = window.previous(openersOf(mark), close - 1, Math.max(from, close - MAX_VALUE));
  if (open < 0 || text[open] !== mark || structure[text[open + 1]!] === 1) return undefined;
  const valueEnd = skipBack(text, close - 1, open + 1, backslashes);
  if (valueEnd < close - 1 !== (open > from && text[open - 1] === 0x5c)) return undefined; // the quotes of two strings
  const value = { start: open + 1, end: valueEnd, isQuoted: true };
  return isKeyword(window, value, name) ? undefined : accept(window, value, keyStrength(name), name, "certain");
}

/** `env.TOKEN ?? "…"`, `environ["TOKEN"] or "…"`, `getenv("TOKEN") || "…"`. */
export function fallback(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const start = skipWhile(text, at + 1, Math.min(to, at + 4), blank);
  if (start >= to || quotes[text[start]!] !== 1 || (text[at] === 0x72 && text[start] === 0x60)) return undefined;
  const end = skipBack(text, at - 1, Math.max(from, at - 8), blank);
  const left = text[end - 1] === 0x29 ? end - 1 : end;
  const own = nameBefore(window, left)?.name;
  const name =
    own !== undefined && saysSecret(own) ? own : ASSIGNED.exec(latin1(text, Math.max(from, end - 112), end))?.[1];
  if (name === undefined || !saysSecret(name)) return undefined;
  const value = valueAt(window, start, "text");
  return / /.test(latin1(text, value.start, value.end)) ? undefined : quoted(window, value, name); // prose
}

/** `password: process.env.LAVA ?? "…"`, `token = os.getenv("BOT") or "…"`: what the variable is read for. */
const ASSIGNED = new Ending(
  /([\w-]{2,48})["']? ?[:=] ?(?:process\.env|import\.meta\.env|os\.environ|os\.getenv|ENV)(?:\.\w{1,48}|(?:\.get)?[[(]["']\w{1,48}["'][\])])$/,
);
