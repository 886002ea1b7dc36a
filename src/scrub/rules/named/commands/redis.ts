import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { keyStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept, acceptArgument } from "../value/secret-looks.ts";
import { isStatus } from "../value/secret-text.ts";

/** `requirepass value`, `masterauth value` in the configuration of Redis, also as a message about it. */
export function redisSetting(window: Window, at: number): Span | undefined {
  if (at > window.from && beforeSetting[window.text[at - 1]!] !== 1) return undefined;
  const word = ["requirepass ", "masterauth "].find((name) => hasWord(window.text, at, window.to, name));
  return word === undefined
    ? undefined
    : acceptArgument(window, valueAt(window, at + word.length, "environment"), "strong", "password");
}

const beforeSetting = byteClass(" \t\n\"'`:");

const COLON = 0x3a;
const COMMA = 0x2c;
const BLANK = 0x20;
const isQuote = (byte: number | undefined): boolean => byte === 0x22 || byte === 0x27;
const COMMAND = /(["'])(AUTH|requirepass|masterauth)\1$/i;
const WORD = "([\"'])(?<value>[^\"'\\\\\\s]{3,128})\\1";
const ARGUMENT = new RegExp(`^,? ?${WORD}`);
/** Also after the name of a user. */
const LAST_ARGUMENT = new RegExp(`^,? ?(?:(["'])[\\w.@-]{1,64}\\1,? ?(?=["']))?${WORD.replace("\\1", "\\2")}`);

/**
 * `"AUTH" "value"`, `('AUTH', 'name', 'value')`, `"CONFIG" "SET" "requirepass" "value"`, as Redis and its clients print
 * commands. Called at the sign after the command.
 */
export function quotedCommand(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const blank = text[at] === COMMA ? at + 1 : at;
  if (!isQuote(text[at - 1]) || !isQuote(text[text[blank] === BLANK ? blank + 1 : blank])) return undefined;
  const command = COMMAND.exec(latin1(text, Math.max(from, at - 16), at))?.[2];
  if (command === undefined || (/auth$/i.test(command) && command === command.toLowerCase() && command.length === 4))
    return undefined;
  const form = command === "AUTH" ? LAST_ARGUMENT : ARGUMENT;
  const found = form.exec(latin1(text, at, Math.min(to, at + 208)));
  const said = found?.groups?.value;
  if (said === undefined || /^[A-Z]+$/.test(said) || isStatus(said) || keyStrength(said) !== "none") return undefined;
  const end = at + found![0].length - 1;
  if (text[end + 1] === COLON) return undefined; // `"name": "Auth", "key": …`
  return accept(window, { start: end - said.length, end, isQuoted: true }, "strong", "password", "certain");
}

const ARGUMENTS = new Ending(/ -> auth\($|["']?(?:name|command|event)["']?: ?["']auth["'], ?["']?args["']?: ?$/i);
const LAST_OF_LIST = new RegExp(`^\\[ ?(?:(["'])[\\w.@-]{1,64}\\1, ?)?${WORD.replace("\\1", "\\2")} ?\\]`);

/**
 * `command: { name: 'auth', args: [ 'default', 'value' ] }` and `-> auth([ 'value' ])`, as clients print it. Called at the bracket.
 */
export function authArguments(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  if (!ARGUMENTS.test(latin1(text, Math.max(from, bracket - 48), bracket))) return undefined;
  const found = LAST_OF_LIST.exec(latin1(text, bracket, Math.min(to, bracket + 216)));
  const said = found?.groups?.value;
  if (said === undefined || isStatus(said) || keyStrength(said) !== "none") return undefined;
  const start = bracket + found![0].lastIndexOf(said);
  return accept(window, { start, end: start + said.length, isQuoted: true }, "strong", "password", "certain");
}
