import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { lineEnd } from "../lines/next-line.ts";
import { indentOf } from "../lines/setting.ts";
import { MAX_KEY } from "../name/bytes.ts";
import { isTyped, nameStrength } from "../name/secret-keys.ts";
import { isWordFor } from "../value/label.ts";
import { accept } from "../value/secret-looks.ts";

const nameBytes = byteClass("0-9a-zA-Z_-");
const blank = byteClass(" \t");
const TAB = 0x09;
const WORD = /^[^\s"'`]+(?=[ \t\r]*$)/;
/** Signs of passwords among letters and digits, and not those of paths and flags. */
const SIGNS = /^(?=.*[0-9])[\w.-]+[!@#$%^&*+?~][\w!@#$%^&*+?~.-]+$|^[A-Za-z]{2,}[!#$%^*~?][\w!#$%^*~?]+$/;
/** The name of a variable of the environment. */
const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]{2,8}PASSWORD$/;
/** Letters and digits, as people make up passwords. */
const MIXED = /^(?=[^A-Za-z]*[A-Za-z])(?=[^0-9]*[0-9])[A-Za-z0-9!#$%^&*+?~]{8,}$/;
const STRING = /^(["'])([^\s"']+)\1(?=[ \t\r]*$)/;

/**
 * `DISCORD_TOKEN   value`, `password   value`, as tables of the environment and of Vault have it: two blanks or a tab,
 * and one word that looks random or stands in quotes, alone on their line. Called at the first blank.
 */
export function printed(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const value = skipWhile(text, at, Math.min(to, at + MAX_KEY), blank);
  if (value - at < 2 && text[at] !== TAB) return undefined;
  const start = skipBack(text, at, Math.max(from, at - MAX_KEY), nameBytes);
  const name = latin1(text, start, at);
  if (
    !(name.includes("_") || /[a-z]$/.test(name) || VARIABLE.test(name)) ||
    nameStrength(name) !== "strong" ||
    indentOf(window, start) < 0
  )
    return undefined;
  const end = lineEnd(window, value);
  if (end === undefined) return undecided;
  const said = latin1(text, value, end);
  const string = STRING.exec(said)?.[2];
  if (string !== undefined) {
    const inside = { start: value + 1, end: value + 1 + string.length, isQuoted: true };
    return isWordFor(window, inside, name) ? undefined : accept(window, inside, "strong", name, "certain");
  }
  const word = WORD.exec(said)?.[0];
  if (word === undefined) return undefined;
  const isPassword = (isTyped(name) && SIGNS.test(word)) || (VARIABLE.test(name) && MIXED.test(word));
  const strength = isPassword ? "strong" : "weak";
  return accept(window, { start: value, end: value + word.length, isQuoted: false }, strength, name);
}
