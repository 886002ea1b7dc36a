import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, skipWhile } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";

const quotes = byteClass("\"'");
const backslashes = byteClass("\\");
/** The characters of an account name. */
const accountBytes = byteClass("0-9a-zA-Z_.@+%-");
const MAX_ACCOUNT = 64;
const COMMA = 0x2c;
/** Calls and settings with an account name and its password. */
const CALLS =
  /(?:\bauth ?= ?|["']auth["'] ?=> ?|[bB]asic_?[aA]uth|HTTPDigestAuth|\.login|PlainAuthenticator|Credentials?|username_pw_set)$/;

/** The last three characters of these. */
const ENDS = ["th=", "h =", "h= ", " = ", "uth", "gin", "tor", "ial", "als", "set"];
/** The brackets behind them. */
export const credentialsAnchors: readonly Anchor[] = [
  ...ENDS.map((end) => ({
    ...{ at: "(", thirdBefore: end[0]!, beforeThat: end[1]!, before: end[2]!, after: "\"'\\\r\n" },
  })),
  { at: "[", before: " ", beforeThat: ">", thirdBefore: "=", after: "\"'" },
];

/**
 * `auth=("ada", "…")`, `'auth' => ['ada', '…']`, `BasicAuth("ada", "…")`, `smtp.login("ada", "…")`, also with a line
 * for each. Called at the bracket.
 */
export function credentials(window: Window, open: number): Span | undefined {
  const { text, from, to, last } = window;
  const begin = behindLine(text, open + 1, to);
  if (begin === open + 1 && !mayBegin[text[begin] ?? 0]) return undefined;
  const isCall = () => CALLS.test(latin1Shown(text, Math.max(from, open - 24), open));
  if (begin > open + 1 && !isCall()) return undefined;
  const quote = skipWhile(text, begin, Math.min(to, begin + 3), backslashes);
  const end = skipWhile(text, quote + 1, Math.min(to, quote + MAX_ACCOUNT), accountBytes);
  const close = skipWhile(text, end, Math.min(to, end + 4), backslashes);
  if (close + 1 >= to) return last || begin === open + 1 ? undefined : undecided;
  const mark = text[quote]!;
  if (quotes[mark] !== 1 || text[close] !== mark || text[close + 1] !== COMMA || !isCall()) return undefined;
  const second = behindLine(text, startOfValue(text, close + 2, to), to);
  const value = valueAt(window, second, "text");
  const valueEnd = skipWhile(text, value.end, Math.min(to, value.end + 4), backslashes);
  if (valueEnd + 1 >= to && !last) return undecided;
  if (!value.isQuoted || quotes[text[valueEnd] ?? 0] !== 1) return undefined;
  return ends[text[valueEnd + 1] ?? 0] === 1 ? accept(window, value, "strong", "password", "certain") : undefined;
}

const mayBegin = byteClass("\"'\\");
const ends = byteClass("),]\r\n");
const blanks = byteClass(" \t");

/** Behind the line end at this place and the blanks below it; the same place if there is none. */
function behindLine(text: Uint8Array, at: number, to: number): number {
  const feed = text[at] === 0x0d ? at + 1 : at;
  return text[feed] === 0x0a ? skipWhile(text, feed + 1, Math.min(to, feed + 65), blanks) : at;
}
