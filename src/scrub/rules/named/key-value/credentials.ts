import type { Anchor, Span, Window } from "../../../rule.ts";
import { byteClass, skipWhile } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { accept } from "../secret-looks.ts";
import { valueAt } from "../value-extent.ts";
import { startOfValue } from "../value-start.ts";

const quotes = byteClass("\"'");
const backslashes = byteClass("\\");
/** The characters of an account name. */
const accountBytes = byteClass("0-9a-zA-Z_.@+%-");
const MAX_ACCOUNT = 64;
const CLOSE = 0x29;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
/** Calls and settings with an account name and its password. */
const CALLS =
  /(?:\bauth ?= ?|["']auth["'] ?=> ?|[bB]asic_?[aA]uth|HTTPDigestAuth|\.login|PlainAuthenticator|Credentials?|username_pw_set)$/;

/** The last three characters of these. */
const ENDS = ["th=", "h =", "h= ", " = ", "uth", "gin", "tor", "ial", "als", "set"];
/** The brackets behind them. */
export const credentialsAnchors: readonly Anchor[] = [
  ...ENDS.map((end) => ({
    ...{ at: "(", thirdBefore: end[0]!, beforeThat: end[1]!, before: end[2]!, after: "\"'\\" },
  })),
  { at: "[", before: " ", beforeThat: ">", thirdBefore: "=", after: "\"'" },
];

/** `auth=("ada", "…")`, `'auth' => ['ada', '…']`, `BasicAuth("ada", "…")`, `smtp.login("ada", "…")`. Called at the bracket. */
export function credentials(window: Window, open: number): Span | undefined {
  const { text, from, to } = window;
  const quote = skipWhile(text, open + 1, Math.min(to, open + 4), backslashes);
  const mark = text[quote] ?? 0;
  if (quotes[mark] !== 1) return undefined;
  const end = skipWhile(text, quote + 1, Math.min(to, quote + MAX_ACCOUNT), accountBytes);
  const close = skipWhile(text, end, Math.min(to, end + 4), backslashes);
  if (close + 1 >= to || text[close] !== mark || text[close + 1] !== COMMA) return undefined;
  if (!CALLS.test(latin1Shown(text, Math.max(from, open - 24), open))) return undefined;
  const value = valueAt(window, startOfValue(text, close + 2, to), "text");
  const last = skipWhile(text, value.end, Math.min(to, value.end + 4), backslashes);
  if (!value.isQuoted || last + 1 >= to || quotes[text[last]!] !== 1) return undefined;
  const behind = text[last + 1];
  return behind === CLOSE || behind === COMMA || behind === CLOSE_LIST
    ? accept(window, value, "strong", "password", "certain")
    : undefined;
}
