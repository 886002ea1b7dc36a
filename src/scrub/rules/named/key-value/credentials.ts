import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack, skipWhile } from "../../../text/bytes.ts";
import { accept } from "../secret-looks.ts";
import { valueAt } from "../value-extent.ts";
import { startOfValue } from "../value-start.ts";

const quotes = byteClass("\"'");
const backslashes = byteClass("\\");
/** The characters of an account name. */
const accountBytes = byteClass("0-9a-zA-Z_.@+%-");
const MAX_ACCOUNT = 64;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
/** Calls and settings with an account name and its password. */
const CALLS =
  /(?:\bauth ?= ?|[bB]asic_?[aA]uth|HTTPDigestAuth|\.login|PlainAuthenticator|Credentials?|username_pw_set)$/;

/** `auth=("ada", "…")`, `BasicAuth("ada", "…")`, `smtp.login("ada", "…")`. Called at the comma. */
export function credentials(window: Window, comma: number): Span | undefined {
  const { text, from, to } = window;
  const mark = text[comma - 1]!;
  if (quotes[mark] !== 1) return undefined;
  const close = skipBack(text, comma - 1, Math.max(from, comma - 4), backslashes);
  const quote = skipBack(text, close, Math.max(from, comma - MAX_ACCOUNT), accountBytes) - 1;
  const open = skipBack(text, quote, Math.max(from, quote - 4), backslashes);
  if (open - 1 < from || text[quote] !== mark || text[open - 1] !== OPEN) return undefined;
  if (!CALLS.test(latin1(text, Math.max(from, open - 24), open - 1))) return undefined;
  const value = valueAt(window, startOfValue(text, comma + 1, to), "text");
  const last = skipWhile(text, value.end, Math.min(to, value.end + 4), backslashes);
  if (!value.isQuoted || last + 1 >= to || quotes[text[last]!] !== 1) return undefined;
  const behind = text[last + 1];
  return behind === CLOSE || behind === COMMA ? accept(window, value, "strong", "password", "certain") : undefined;
}
