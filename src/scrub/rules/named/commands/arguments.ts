import type { Anchor, Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { Ending } from "../../../text/ending.ts";
import { acceptWord, SECRET_WORD, STRING_END, WORD } from "./positional.ts";

/** The blank after the name of a program. */
export const argumentAnchors = (beginnings: string): Anchor[] => [
  { at: " ", before: "w", beforeThat: "b", thirdBefore: beginnings, after: "lu" },
  { at: " ", before: "e", beforeThat: "n", thirdBefore: "o", fourthBefore: "l", after: "oc" },
  { at: " ", before: "k", beforeThat: "o", thirdBefore: "r", fourthBefore: "g", after: "ca" },
  { at: " ", before: "t", beforeThat: "e", thirdBefore: "g", fourthBefore: "u", after: "sp" },
  { at: " ", before: "t", beforeThat: "i", thirdBefore: "g", fourthBefore: beginnings, after: "c" },
  { at: " ", before: "c", beforeThat: "m", thirdBefore: beginnings, after: "a" },
  { at: " ", before: "c", beforeThat: "x", thirdBefore: "l", fourthBefore: beginnings, after: "c" },
  { at: " ", before: "t", beforeThat: "l", thirdBefore: "u", fourthBefore: "a", after: "es" },
  { at: " ", before: "m", beforeThat: "s", thirdBefore: "s", fourthBefore: " ", after: "p" },
  { at: " ", before: "d", beforeThat: "e", thirdBefore: "r", fourthBefore: "a", after: "s" },
  { at: " ", before: "r", beforeThat: "e", thirdBefore: "s", fourthBefore: "o", after: "c" },
];

const MAX_COMMAND = 192;
const SECRET = `(?!\\\\*["']?[-<$])(${SECRET_WORD})`;
const LAST_WORD = `(?=\\s*$|\\s*[\\r\\n;&|]| -|${STRING_END})`;
const OPTIONS = "(?:--?[\\w-]{1,16} ){0,3}";

/** The last word of the name of a secret. */
const NAME = "(?:token|password|passwd|secret|api[_-]?key)";

/** The last word of these is a secret. */
const FORMS: Readonly<Record<string, RegExp>> = {
  bw: new RegExp(`^ (?:login ${WORD}|unlock) ${SECRET}${LAST_WORD}`),
  rclone: new RegExp(
    `^ (?:obscure|config (?:create|update)(?: [\\w.-]{1,48}){2,8}? (?:pass|password|token|secret_access_key)) ${SECRET}${LAST_WORD}`,
  ),
  cloudflared: new RegExp(`^ service install ${SECRET}${LAST_WORD}`),
  ssm: new RegExp(
    `^ put-parameter (?:(?=[^\\n]{0,160}--type[ =]["']?SecureString)[^\\n]{0,96}?|[^\\n]{0,64}?--name ["']?[\\w./-]{0,48}${NAME}["']? )--value[ =]${SECRET}${LAST_WORD}`,
    "i",
  ),
  keyvault: new RegExp(`^ secret set [^\\n]{0,96}?--value ${SECRET}${LAST_WORD}`),
  ngrok: new RegExp(`^ (?:config add-authtoken|config add-api-key|authtoken) ${SECRET}${LAST_WORD}`),
  mc: new RegExp(`^ alias set(?: (?!-)[\\w.:/-]{1,64}){3} ${SECRET}${LAST_WORD}`),
  lxc: new RegExp(`^ config set [\\w:-]{1,48} environment\\.\\w{0,48}${NAME}[ =]${SECRET}${LAST_WORD}`, "i"),
  nuget: new RegExp(`^ (?:setapikey|push ${WORD}) ${SECRET}${LAST_WORD}`, "i"),
  git: new RegExp(
    `^ config ${OPTIONS}(?:[\\w-]{1,32}\\.){1,3}(?:oauth-?)?(?:token|password|passwd|secret) ${SECRET}${LAST_WORD}`,
    "i",
  ),
  "ansible-vault": new RegExp(`^ encrypt_string ${OPTIONS}${SECRET}${LAST_WORD}`),
  composer: new RegExp(
    `^ config ${OPTIONS}(?:github-oauth|gitlab-oauth|gitlab-token|bearer)\\.[\\w.-]{1,48} ${SECRET}${LAST_WORD}`,
  ),
};
const PROGRAM = new Ending(
  /(?:^|[\s"'`/;&|>($:=+])(bw|mc|lxc|rclone|ngrok|nuget|git|ansible-vault|composer|cloudflared|ssm|keyvault)$/,
);

/** `bw unlock …`, `composer config github-oauth.github.com …`, `git config --global x.token …`. Called at the blank. */
export function lastArgument(window: Window, blank: number): Span | undefined {
  const { text, from, to } = window;
  const program = PROGRAM.exec(latin1Shown(text, Math.max(from, blank - 16), blank))?.[1];
  if (program === undefined) return undefined;
  const found = FORMS[program]!.exec(latin1(text, blank, Math.min(to, blank + MAX_COMMAND)));
  if (found === null) return undefined;
  const end = blank + found[0].length;
  return found[1]!.length < 6 ? undefined : acceptWord(window, end - found[1]!.length, end);
}
