import { isPlaceholderAt } from "../../../claim/placeholders.ts";
import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipWhile } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { isOptionOf, WEB_CLIENTS } from "../commands/options.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { mayTellAt } from "../name/ends.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept, acceptArgument } from "../value/secret-looks.ts";
import { argumentBelow } from "./argument-below.ts";

const keyBytes = byteClass("0-9a-zA-Z_.-");
const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
const COLON = 0x3a;

/** What may follow a flag: a space, or the quote around it. */
const behindFlag = byteClass(" \t\"'`\r\n");

/** `gh secret set NAME --body`, also `-b`; `Set-Item Env:NAME -Value`. */
function isBody({ text, from }: Window, hyphen: number, name: string): boolean {
  if (name !== "Value" && name !== "body" && name !== "b") return false;
  const before = latin1(text, Math.max(from, hyphen - 112), hyphen);
  return name === "Value" ? nameStrength(SET_ITEM.exec(before)?.[1] ?? "") === "strong" : SET_SECRET.test(before);
}
/** The last letters of these options. */
const bodyEnds = byteClass("eyb");
const SET_ITEM = new Ending(/\bSet-Item (?:-Path )?["']?[Ee]nv:(?:\\)?(\w{2,64})["']? $/);
const SET_SECRET = new Ending(/\bgh secret set [^\n|;&]{1,80} -?$/);

/** `pulumi config set --secret name value`: over the name. */
function behindSetName({ text, from, to }: Window, hyphen: number, end: number): number {
  if (!hasExactly(text, hyphen - 12, hyphen, "config set -") || hyphen - 12 < from) return end;
  if (isPlaceholderAt(text, end + 1, to)) return end; // a value, not a name
  return end + (SET_NAME.exec(latin1(text, end, Math.min(to, end + 72)))?.[0].length ?? 0);
}
const SET_NAME = /^ [\w:.-]{1,64}(?= [^-\s])/;

/** `"--token" "value"`, as npm logs the arguments of a command. */
const isArgument = (text: Uint8Array, quote: number): boolean =>
  text[quote + 1] === 0x20 && text[quote + 2] === text[quote] && text[quote + 3] !== 0x2d;

/** `--auth name:value` of HTTPie. */
function behindUser(window: Window, { start, end, isQuoted }: Value): Span | undefined {
  const user = USER.exec(latin1(window.text, start, Math.min(end, start + 64)))?.[0].length ?? 0;
  return accept(window, { start: start + user, end, isQuoted }, user > 0 ? "strong" : "weak", "password", "certain");
}

const USER = /^[\w.@-]{1,48}:(?=[^\s])/;

/** `--password value`, `'--token', 'value'`, `-Password value`: a flag whose value is the next word. */
export function flag(window: Window, hyphen: number): Span | undefined {
  const { text, to } = window;
  const keyEnd = skipWhile(text, hyphen + 1, Math.min(to, hyphen + MAX_KEY), keyBytes);
  if (behindFlag[text[keyEnd] ?? 0] !== 1) return undefined;
  if (!mayTellAt(text, keyEnd) && bodyEnds[text[keyEnd - 1]!] !== 1) return undefined;
  const name = latin1(text, hyphen + 1, keyEnd);
  const strength = isBody(window, hyphen, name) ? "strong" : nameStrength(name);
  if (strength === "none" || name === "Pw") return undefined; // `grep -Pw`
  const below = argumentBelow(window, hyphen, keyEnd, strength);
  if (below !== undefined) return below;
  let start = name === "secret" ? behindSetName(window, hyphen, keyEnd) : keyEnd;
  const isListed = quotes[text[start] ?? 0] === 1 && (text[start + 1] === 0x2c || isArgument(text, start));
  if (isListed) start += 2;
  const value = skipWhile(text, start, Math.min(to, start + 4), blank);
  if ((value === start && !(isListed && quotes[text[start] ?? 0] === 1)) || value >= to || text[value] === 0x2d)
    return undefined;
  const said = valueAt(window, value, "text");
  if (name === "auth" && isOptionOf(window, hyphen, WEB_CLIENTS)) return behindUser(window, said);
  if (hasExactly(text, value, to, "id=") || hasExactly(text, value, to, "type=")) return undefined; // of `docker`
  if (isListed && (!said.isQuoted || text[said.end + 1] === COLON)) return undefined; // `"--token", help="…"`, `"n":"--token","m":`
  // `pulumi config set --secret token`: the value is asked for
  if (name === "secret" && !said.isQuoted && isAskedFor(window, hyphen, said)) return undefined;
  if (said.isQuoted && said.end - said.start === 2 && text[said.start] === 0x2d) return undefined; // `"--token", "-t"`
  if (!said.isQuoted && ABOUT_OPTIONS.test(latin1(text, said.start, Math.min(said.end + 1, said.start + 16))))
    return undefined;
  if (value - start > 1 && isDescription(window, said)) return undefined;
  return acceptArgument(window, said, strength, name);
}

/** `--password  ask for a password`: a list of options, in columns. */
function isDescription({ text, to }: Window, { start, end, isQuoted }: Value): boolean {
  return (
    !isQuoted && /^[a-z]{1,16} [a-z]{1,16}(?:[ \n]|$)/.test(latin1(text, start, Math.min(to, start + 34))) && end < to
  );
}

/** Whether a name alone is behind `config set --secret`; other programs take the secret itself. */
function isAskedFor({ text, from }: Window, hyphen: number, { start, end }: Value): boolean {
  const said = latin1(text, start, Math.min(end, start + 64));
  if (!/^[A-Za-z:._-]{3,48}$/.test(said) || nameStrength(said) !== "strong") return false;
  return CONFIG_SET.test(latin1(text, Math.max(from, hyphen - 112), hyphen));
}

const CONFIG_SET = new Ending(/\bconfig set (?:[^\n|;&]{0,80} )?-?$/);

/** `the --password option`: words of documentation. */
const ABOUT_OPTIONS = /^(?:commands?|options?|flags?|arguments?|switch(?:es)?|parameters?|settings?)(?!\w)/;
