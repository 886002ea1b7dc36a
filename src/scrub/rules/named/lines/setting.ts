import { isGluedName } from "../../../claim/placeholders.ts";
import type { KeyName, Window } from "../../../rule.ts";
import { byteClass, hasExactly, hasWord, latin1, letters, skipBack, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { isHeader } from "../name/around.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { isTyped, keyStrength } from "../name/secret-keys.ts";
import { type Value, withMarks } from "../value/extent.ts";
import type { Setting } from "../value/secret-text.ts";
import { isBehindBar, isBehindBrackets, type Margin } from "./margin.ts";

const LF = 0x0a;
const BAR = 0x7c;
const CLOSE = 0x5d;
const blank = byteClass(" \t");
/** Also the sign of a comment. */
const beforeName = byteClass(" \t\"'#;/*+<!:-");
/** The same, the end of the line before, and what verbs end with. */
const besideName = byteClass(" \t\"'#;/*:|]\n+-");
/** The most bytes of a line that are searched. */
const MAX_BACK = 96;
/** The text that may be before a name at the beginning of a line. */
const VERBS = ["export ", "set ", "setx ", "env ", "declare ", "$env:", "local ", "var "];
const verbEnds = byteClass(" :");
const lastOfVerbs = byteClass(VERBS.map((verb) => verb.at(-2)! + verb.at(-2)!.toUpperCase()).join(""));

/** Whether the form alone shows that an unquoted text is a value. */
export function settingOf(window: Window, key: KeyName, separator: number, value: Value): Setting {
  if (value.isQuoted) return "certain";
  const { text } = window;
  if (isMember(window, key, separator, value) || isArgument(window, key, separator)) return "certain";
  if (isWrapped(window, key, value)) return "certain";
  if (text[separator] === 0x3d) {
    const isGlued = separator === key.end && value.start === separator + 1;
    if (isGlued) return isOwnArgument(window, key, value) || isShortened(window, key, value) ? "likely" : "certain";
    const indent = indentOf(window, key.start);
    if (isInRecord(window, key, value)) return "certain";
    const isPlain = indent === 0 || (indent > 0 && text[key.start - indent] === 0x09);
    return isPlain && isAlone(window, withMarks(window, value)) ? "certain" : "likely";
  }
  if (isHeader(key.name) || isVariable(key.name))
    return endsThere(window, withMarks(window, value)) ? "certain" : "likely";
  if (isOfAccount(window, key, value)) return "certain";
  const isOwnLine = indentOf(window, key.start) >= 0 && isAlone(window, endOf(window, value)) && !isCode(window, value);
  return isOwnLine || isInFlow(window, key, value) ? "certain" : "likely";
}

/**
 * `user: ada, password: value`, `login: ada / pass: value`: an account and its password, at the end of what is said.
 */
function isOfAccount(window: Window, { start, name, isQuoted }: KeyName, value: Value): boolean {
  const { text, from, to } = window;
  if (isQuoted || !isTyped(name) || value.end - value.start < 4) return false;
  const behind = withMarks(window, value);
  if (behind < to && closesAccount[text[behind]!] !== 1) return false;
  return ACCOUNT.test(latin1(text, Math.max(from, start - MAX_BACK), start));
}

const closesAccount = byteClass("\n\r)]|\"'\\");
const ACCOUNT = new Ending(
  /\b(?:user|username|user name|login|account|e-?mail) ?: ?[\w.@+-]{2,64}(?: ?[,;|/]| and)? (?:\w{1,16} )?$/i,
);

/**
 * Whether the name begins its line or a string, or is that of a variable before an equals sign: in a sentence marks
 * after the value may be those of the sentence.
 */
export function isOwnSetting(window: Window, { start, end, name, isQuoted }: KeyName, separator: number): boolean {
  const { text, from } = window;
  if (isQuoted) return false;
  if (text[separator] === 0x3d && separator === end && isVariable(name)) return true;
  const low = Math.max(from, start - 32);
  const before = OWN.exec(latin1(text, low, start));
  return before !== null && (before[0].length < start - low || low === from);
}

/** What may be before a name that begins its line, behind the head of a log or a string. */
const OWN = /(?:^|[\n"'|\]>;])[ \t0-9+-]{0,16}(?:(?:export|setx?|declare -x|local|var|env|ENV) |\$env:)?$/;

/** With the marks after it, unless it is rather a word of a sentence: `Password: Nope!` */
function endOf(window: Window, value: Value): number {
  const { start, end, marksEnd } = value;
  const isWord = marksEnd !== undefined && /^[A-Z][a-z]+$/.test(latin1(window.text, start, Math.min(end, start + 64)));
  return isWord ? end : withMarks(window, value);
}

/** `e.token=t,`: a variable of code whose names a tool made short. */
function isShortened({ text, to }: Window, { name }: KeyName, { start, end }: Value): boolean {
  if (end - start > 2 || letters[text[start]!] !== 1) return false;
  return (end >= to || closesShort[text[end]!] === 1) && /^[\w$]{1,4}\.\w+$/.test(name);
}

const closesShort = byteClass(",;)}\n");

/** Whether a brace is before the name, as it is before few. */
const isBehindBrace = (window: Window, start: number): boolean =>
  window.previous(braces, start, Math.max(window.from, start - MAX_BACK)) >= 0;

const braces = byteClass("{");

/** `db: { host: lava, password: value }`, `- {name: main, password: value}`: a line of YAML with a map in braces. */
function isInFlow(window: Window, { start, isQuoted, name }: KeyName, value: Value): boolean {
  const { text, from, to } = window;
  if (
    isQuoted ||
    value.end - value.start < 4 ||
    (text[value.end] !== 0x2c && text[value.end] !== 0x7d && text[value.end] !== 0x20)
  )
    return false;
  if (!isBehindBrace(window, start)) return false;
  const before = FLOW.exec(latin1(text, Math.max(from, start - MAX_BACK), start));
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  if (before === null || isVariableOf(said, name)) return false;
  return FLOW_END.test(latin1(text, value.end, Math.min(to, value.end + MAX_BACK)));
}

/** `Login { Host = db, Password = value, Port = 5432 }`, as C# prints records. */
function isInRecord(window: Window, { start, isQuoted, name }: KeyName, value: Value): boolean {
  const { text, from, to } = window;
  if (isQuoted || text[start - 1] !== 0x20 || !isCapital(name.charCodeAt(0)) || value.end - value.start < 4)
    return false;
  if (!isBehindBrace(window, start) || !RECORD.test(latin1(text, Math.max(from, start - MAX_BACK), start)))
    return false;
  const said = latin1(text, value.start, Math.min(value.end, value.start + 64));
  return !isVariableOf(said, name) && RECORD_END.test(latin1(text, value.end, Math.min(to, value.end + MAX_BACK)));
}

const RECORD = new Ending(/(?:\w |^|[\n:(]|: )\{ (?:[A-Z]\w{0,47} = [^,{}()\n]{0,64}, ){0,6}$/);
const RECORD_END = /^(?:, [A-Z]\w{0,47} = [^,{}()\n]{0,64}){0,6} \}/;

const FLOW = new Ending(
  /(?:^|\n) *(?:- |(?:- )?["']?[\w.-]{1,48}["']?: )\{ ?(?:["']?[\w.-]{1,48}["']?: [^\s,{}()]{1,64}, ){0,6}$/,
);
const FLOW_END = /^(?:, ["']?[\w.-]{1,48}["']?: [^\s,{}()]{1,64}){0,6} ?\}[ \t]*(?:\r?\n|$)/;

/** `password: hashedPassword`, `token: Token`: code has such lines as well. */
const isVariableOf = (said: string, name: string): boolean =>
  /^(?:[A-Z][a-z]+)+$|^[a-z]+(?:[A-Z][a-z]+)+$/.test(said) ||
  name.toLowerCase().includes(said.toLowerCase()) ||
  keyStrength(said) !== "none";

/** `key: name,` and `key: Type;`: a variable or a type, which YAML ends with its line. */
function isCode({ text }: Window, { start, end }: Value): boolean {
  if (text[end] !== 0x2c && text[end] !== 0x3b) return false;
  return /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/.test(latin1(text, start, Math.min(end, start + 64)));
}

/** `password: ||value||` of Discord, `{authorization=[value]}` of Java. */
function isWrapped({ text }: Window, { name }: KeyName, { start, end }: Value): boolean {
  if (text[start - 1] === BAR) return text[start - 2] === BAR && text[end] === BAR && text[end + 1] === BAR;
  return text[start - 1] === 0x5b && text[end] === CLOSE && isHeader(name);
}

/** `map[password:value]`, `{User:bot Password:value}` of Go; `[password] => value` of PHP; `${password:value}`. */
function isMember(window: Window, key: KeyName, separator: number, { start, end }: Value): boolean {
  const { text, from, to } = window;
  const left = key.start > from ? text[key.start - 1]! : 0;
  if (text[separator] === 0x3d) {
    if (text[separator + 1] === 0x3e) return left === 0x5b && isAlone(window, end);
    if (start !== separator + 1) return false;
    const last = text[separator - 1]!;
    return (last | 32) === 0x64 ? hasWord(text, separator - 3, separator, "%5d") : last === 0x5d && text[end] === 0x26; // `user[password]=…&`
  }
  if (key.name.length === 5 && /^value$/i.test(key.name))
    return text[end] === 0x7d || (text[end] === 0x20 && text[end + 1] === 0x7d);
  const isFallback = left === 0x7b && text[key.start - 2] === 0x24 && text[end] === 0x7d;
  if (separator === key.end && isFallback) return start === separator + 1 || text[separator + 1] === 0x3d;
  const isGlued = separator === key.end && start === separator + 1;
  const isBehind = end >= to || text[end] === 0x20 || text[end] === 0x7d || text[end] === 0x5d;
  if (!isGlued || !isBehind) return false;
  if (left === 0x20 || left === 0x7b) if (/^[A-Z]/.test(key.name)) return true;
  return (left === 0x20 || left === 0x5b) && isInMap(window, key.start);
}

/** `connect(password=value)`: a variable, unless it is longer than variables of one word. */
function isOwnArgument(window: Window, { start }: KeyName, value: Value): boolean {
  if (!isInCall(window, start) || isParameter(window, start) || isBehindPair(window, start)) return false;
  const said = latin1(window.text, value.start, Math.min(value.end, value.start + 64));
  return !/^[a-z]{12,}$/.test(said) || LONG_WORDS.has(said);
}

const LONG_WORDS = new Set(
  (
    "configuration authentication authorization authenticator verification registration confirmation subscription " +
    "environment passwordhash hashedpassword implementation"
  ).split(" "),
);

/** Whether `map[` is open before the name. */
function isInMap(window: Window, start: number): boolean {
  const { text } = window;
  const bracket = window.previous(mapBrackets, start, Math.max(window.from, start - MAX_BACK));
  return bracket >= 0 && text[bracket] === 0x5b && hasWord(text, bracket - 3, bracket, "map");
}

const mapBrackets = byteClass("[]\n");

/** `-passin pass:value`, `/pass:value`: an argument of a command. */
function isArgument({ text, from }: Window, { start }: KeyName, separator: number): boolean {
  if (text[separator] !== 0x3a || start - 2 < from) return false;
  if (text[start - 1] === 0x2f) return text[start - 2] === 0x20;
  if (text[start - 1] !== 0x20 || passEnds[text[start - 2]!] !== 1) return false;
  return PASS_OPTION.test(latin1(text, Math.max(from, start - 12), start));
}

const PASS_OPTION = / -(?:pass(?:in|out)?|k?passwd) $/;
const passEnds = byteClass("sntd");

/**
 * By how many bytes the line of the name is indented, or -1 if anything else is before the name, or was replaced.
 *
 * @param margin - What a program wrote before the line; omitted: only a bar after a name is recognised.
 */
export function indentOf(window: Window, start: number, margin?: Margin): number {
  const { text, to } = window;
  const begin = margin === undefined ? -1 : margin.begin + margin.length;
  const from = Math.max(window.from, begin);
  if (start > from && besideName[text[start - 1]!] !== 1) return -1;
  if (isGluedName(text, start, Math.min(to, start + MAX_KEY))) return -1;
  let name = start;
  if (verbEnds[text[name - 1] ?? 0] === 1 && lastOfVerbs[text[name - 2] ?? 0] === 1)
    for (const verb of VERBS)
      if (name - verb.length >= from && hasWord(text, name - verb.length, name, verb)) name -= verb.length;
  name = beforeQualifier(text, name, from);
  let line = skipBack(text, name, Math.max(from, name - MAX_BACK), beforeName);
  if (line - 3 >= from && text[line] === 0x20 && hasExactly(text, line - 3, line, BULLET)) line -= 3;
  if (line === from || text[line - 1] === LF) return skipWhile(text, line, name, blank) - line;
  const columns = skipWhile(text, line, name, blank) - line - 1;
  if (text[line - 1] === BAR) return isBehindBar(window, line) ? columns : -1;
  return columns >= 2 && text[line - 1] === CLOSE && isBehindBrackets(window, line) ? columns : -1; // not a message
}

const BULLET = "\xe2\x80\xa2";

/** Back over `Bot ` before `Token`, `Client ` before `Secret`, `API ` before `Key`. */
function beforeQualifier(text: Uint8Array, name: number, from: number): number {
  if (name - 2 < from || text[name - 1] !== 0x20 || letters[text[name - 2]!] !== 1) return name;
  const before = latin1(text, Math.max(from, name - 24), name);
  const words = hasWord(text, name, text.length, "pass")
    ? (WORDS.exec(before) ?? QUALIFIER.exec(before))
    : QUALIFIER.exec(before);
  return name - (words?.[1]?.length ?? 0);
}

/** Before a password any two words at the start of a line, before a token not: `Unexpected token: …`. */
const WORDS = /(?:^|[\n>\]]) ?((?:[A-Za-z][a-z]* ){1,2})$/;
const QUALIFIER =
  /(?:^|[^A-Za-z-])((?:api|bot|access|refresh|client|app|application|secret|auth|user|db|database|admin|master|login|webhook|discord|new|old|your|account|session|root) )$/i;

/** `user=ada password=value`: of a connection string; arguments of calls have commas between them. */
const isBehindPair = ({ text, from }: Window, start: number): boolean =>
  text[start - 1] === 0x20 && PAIR.test(latin1(text, Math.max(from, start - 64), start));

const PAIR = new Ending(/\w=[^\s,;:()=]{1,48} $/);

/** `?password=…`, `&password=…` */
const isParameter = ({ text, from }: Window, start: number): boolean =>
  start > from && (text[start - 1] === 0x26 || text[start - 1] === 0x3f);

/** Whether a bracket of a call is open before the name. */
function isInCall(window: Window, start: number): boolean {
  const bracket = window.previous(brackets, start, Math.max(window.from, start - MAX_BACK));
  return bracket >= 0 && window.text[bracket] === 0x28;
}

const brackets = byteClass("()\n");

/** Whether only a comment follows the value on its line. */
function isAlone({ text, to }: Window, end: number): boolean {
  let i = skipWhile(text, end, Math.min(to, end + 64), blank);
  if (text[i] === 0x2c) i++;
  if (closesComment[text[i] ?? 0] === 1 && i > end) i = behindComment(text, i, to);
  return i >= to || text[i] === LF || text[i] === 0x0d || (i > end && (text[i] === 0x23 || text[i] === 0x3b));
}

const closesComment = byteClass("*-");

/** Behind what ends a comment of C or HTML. */
const behindComment = (text: Uint8Array, at: number, to: number): number =>
  hasWord(text, at, to, "*/") ? at + 2 : hasWord(text, at, to, "-->") ? at + 3 : at;

/** The end of the line, of a string, or of an element of a list: not a space, as in prose. */
function endsThere({ text, to }: Window, end: number): boolean {
  return end >= to || [LF, 0x0d, 0x22, 0x27, 0x2c, 0x7d, 0x5c].includes(text[end]!);
}

/** `DB_PASSWORD`, `Private-Token` */
const isVariable = (name: string): boolean =>
  isCapital(name.charCodeAt(0)) &&
  (name.includes("_") || name.includes("-")) &&
  /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$|^(?:[A-Z][A-Za-z]*-)+(?:token|key|secret|password)$/i.test(name);

const isCapital = (code: number): boolean => code >= 0x41 && code <= 0x5a;
