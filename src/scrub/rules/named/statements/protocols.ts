import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import type { Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { mayBeRandom } from "../value/randomness.ts";
import { accept } from "../value/secret-looks.ts";

const MAX_WORDS = 200;
/** A word that ends where the line or the string around it ends. */
const LAST_WORD = "([^\\s\"'\\\\]{3,128})(?=\\s*$|\\s*[\\r\\n\"']|\\\\+[nr\"'])";

/** The text before the word, and after it; the last group is the secret. */
const FORMS: readonly { readonly before: RegExp; readonly behind: RegExp; readonly isRandom?: true }[] = [
  { before: /(?:[>-] ?|["']|\bsen(?:ding|t):? |\bC: )PASS$/, behind: new RegExp(`^ ${LAST_WORD}`) },
  { before: /(?:^|\n|> ?|["'])PASS$/, behind: new RegExp(`^ :?oauth:${LAST_WORD}`) },
  { before: /(?:^|\n)(?:PASS|AUTH)$/, behind: new RegExp(`^ (?:default )?${LAST_WORD}`), isRandom: true },
  { before: /(?:^|\n|> ?|["'])OPER$/, behind: new RegExp(`^ [^\\s"'/]{1,32} ${LAST_WORD}`), isRandom: true },
  { before: /\bNickServ :?identify$/i, behind: new RegExp(`^ (?:[^\\s"']{1,32} )?${LAST_WORD}`) },
  {
    before: /(?:> ?|\bredis-cli [^\n]{0,60})AUTH$/,
    behind: new RegExp(`^ (?:[\\w.@-]{1,32} )?(?![A-Z0-9-]+(?:\\s|$))${LAST_WORD}`),
  },
  {
    before: /(?:^|\n|> ?|["'])(?:AUTH (?:PLAIN|LOGIN)|AUTHENTICATE)$/,
    behind: /^ ([A-Za-z0-9+/]{8,256}={0,2})(?![\w+/=])/,
  },
  {
    before: /(?:^|\n|> ?|["'])(?=\w{0,7}[0-9])\w{1,8} LOGIN$/,
    behind: new RegExp(`^ [^\\s]{1,64} (?:["'](?![,:;)\\]}]))?${LAST_WORD}`),
  },
];

/** Signs that names of tests do not have, beside a digit. */
const SIGNED = /^(?=[^0-9]*[0-9])(?=.*[a-z])(?=[^!@#$%^&*]*[!@#$%^&*])[^\s/\\()[\]]{6,64}$/i;

/**
 * `> PASS value` of FTP, POP and IRC, `NickServ IDENTIFY name value`, `AUTH PLAIN value` of SMTP, `a1 LOGIN name value`
 * of IMAP, `> AUTH value` of Redis. Called at the blank after the word.
 */
export function saidToServer(window: Window, blank: number): Span | undefined {
  const { text, from, to } = window;
  const before = latin1Shown(text, Math.max(from, blank - 16), blank);
  if (!/(?:\bPASS|\bidentify|\bAUTH(?: PLAIN| LOGIN|ENTICATE)?|\w LOGIN|\bOPER)$/i.test(before)) return undefined;
  const said = latin1Shown(text, Math.max(from, blank - 80), blank);
  for (const form of FORMS) {
    if (!form.before.test(said)) continue;
    const found = form.behind.exec(latin1(text, blank, Math.min(to, blank + MAX_WORDS)));
    if (found === null) continue;
    const end = blank + found[0].length;
    if (holdsPlaceholder(text, blank, end)) return undefined; // not the name of an account
    if (form.isRandom && !SIGNED.test(found[1]!)) {
      const value = { start: end - found[1]!.length, end, isQuoted: false };
      return mayBeRandom(window, value) ? accept(window, value, "weak", "key", "certain") : undefined;
    }
    return accept(window, { start: end - found[1]!.length, end, isQuoted: true }, "strong", "password", "certain");
  }
  return undefined;
}
