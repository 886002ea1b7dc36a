import { holdsPlaceholder, isStandIn } from "../../claim/placeholders.ts";
import { endInJson, quoteForNumber } from "../../json/context.ts";
import { openAt, type Span, type Window } from "../../rule.ts";
import { latin1 } from "../../text/bytes.ts";
import { type Value, valueBytes, wholeEnd } from "./key-value-extent.ts";
import { type KeyStrength, keyStrength } from "./secret-keys.ts";

const QUOTE = 0x22;
/** What takes the place of the value of a key. */
export const BECOMES = "API-SECRET";

/** The claim on the value of a key, if it looks like a secret behind a name that says so much. */
export function accept(window: Window, value: Value, strength: KeyStrength, key = ""): Span | undefined {
  const { text, to } = window;
  const { start, isQuoted } = value;
  const end = isQuoted && text[start - 1] !== QUOTE ? endInJson(window, start, value.end) : value.end;
  if (end - start < 6 || isStandIn(text, start, end)) return undefined;
  const beginning = latin1(text, start, Math.min(end, start + 256));
  if (strength === "weak" ? !isRandomWord(beginning) : !isSecret(beginning, isQuoted)) return undefined;
  if (isQuoted ? text[start - 1] === 0x60 && / /.test(beginning) : isExpression(beginning, key)) return undefined;
  if (isQuoted && / /.test(beginning) && holdsPlaceholder(text, start, end)) return undefined;
  const whole = end < value.end ? end : wholeEnd(window, value);
  const quote =
    !isQuoted && /^-?[0-9.]+(?:e[+-]?[0-9]+)?$/i.test(beginning) ? quoteForNumber(window, start, whole) : "";
  return { start, end: whole, becomes: `${quote}${BECOMES}${quote}`, ...openAt(whole, to, valueBytes) };
}

/** The same for what follows an authorization scheme: a digit, a sign or mixed case is enough. */
export function acceptCredentials(window: Window, value: Value): Span | undefined {
  const { text, to } = window;
  const { start, end } = value;
  if (end - start < 8 || isStandIn(text, start, end) || holdsPlaceholder(text, start, end)) return undefined;
  const beginning = latin1(text, start, Math.min(end, start + 256));
  if (/ /.test(beginning) || !(/[0-9]/.test(beginning) || (/[a-z]/.test(beginning) && /[A-Z]/.test(beginning))))
    return undefined;
  const whole = wholeEnd(window, value);
  return { start, end: whole, ...openAt(whole, to, valueBytes) };
}

/** Sixteen letters and digits in a row, with some of either. */
export function isRandomWord(value: string): boolean {
  if (!/^[\w~+/%.:-]+={0,2}$/.test(value)) return false;
  return value
    .split(/[^0-9A-Za-z]+/)
    .some((word) => word.length >= 16 && /[0-9].*[0-9]/.test(word) && /[A-Za-z].*[A-Za-z]/.test(word));
}

const OWNERS =
  /^(?:self|this|cls|config|conf|cfg|settings|os|process|env|ctx|bot|client|app|args|options|opts|secrets|data|module|var|local|req|request|res|user|kwargs|[a-z])\./;
/** References to where the secret is kept. */
const REFERENCES = /^(?:vault|op|ssm|kms|sops|env|file|ref|secretsmanager):[\w/]/;

function isSecret(value: string, isQuoted: boolean): boolean {
  if (/^\.{0,2}~?\/[^/]*\/|^[A-Za-z]:\\|^[a-z][a-z0-9+.-]*:\/\//i.test(value) || REFERENCES.test(value)) return false;
  if (/ .* /.test(value) || /^[!&*]\w* /.test(value)) return false;
  const hasDigit = /[0-9]/.test(value);
  if (!isQuoted && (/^@?[A-Za-z_][\w.]*[([]/.test(value) || /^(?:\(|#\{)/.test(value) || OWNERS.test(value)))
    return false;
  if (hasDigit) return true;
  if (/[!@#$%^&*+=~?|]/.test(value) && /[A-Za-z]{3}/.test(value)) return !/^[!@#$%&*]\w+$/.test(value);
  return value.length >= 16 && /^[A-Za-z_-]+$/.test(value) && (value.match(/[a-z][A-Z]/g)?.length ?? 0) >= 3;
}

/** `token = old_token_2`, `token => token.id1`: a variable that is named like the key, or an attribute of one. */
function isExpression(value: string, key: string): boolean {
  if (!/^[a-z_][\w.]*$/i.test(value)) return false;
  const [first = "", ...rest] = value.toLowerCase().split(".");
  const word = /[a-z]+$/.exec(key.toLowerCase())?.[0] ?? "";
  if (word.length < 3) return false;
  if (rest.length > 0) return first === word || keyStrength(rest.at(-1)!) !== "none";
  return /^[a-z_]+[0-9]{0,3}$/.test(first) && endsInWord(value.replace(/_?[0-9]{1,3}$/, ""), word);
}

/** The words of a name before its last: `old`, `myOld`, `OldBot`, `AWS`, `bot_`. */
const WORDS = /^(?:[A-Z]*|(?:[A-Z][a-z0-9]+|[a-z0-9]{2,})(?:[A-Z][a-z0-9]+)*|.*_)$/;

/** `old_token`, `oldToken`, `AWSToken`, `OLD_TOKEN`; what is spelled like none of these (`qXtOKen`) ends so by chance. */
function endsInWord(name: string, word: string): boolean {
  const before = name.slice(0, -word.length);
  const last = name.slice(-word.length);
  if (last === word) return /^[a-z0-9_]*$|_$/.test(before);
  if (last === word.toUpperCase()) return !/[a-z]/.test(before);
  return last === word[0]!.toUpperCase() + word.slice(1) && WORDS.test(before);
}
