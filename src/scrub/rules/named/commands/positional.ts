import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipWhile } from "../../../text/bytes.ts";
import { isLeftEdge, latin1Shown } from "../../../text/edges.ts";
import { valueAt } from "../value/extent.ts";
import { accept, acceptArgument } from "../value/secret-looks.ts";

/** The most bytes of a command that are searched. */
const MAX_COMMAND = 160;
/** A word of the shell, perhaps in quotes. */
export const WORD = `(?:"[^"\\n]+"|'[^'\\n]+'|(?:[^\\s"'|&;<>\\\\]|\\\\(?!["'\\s]|$))+)`;
/** The same up to an escape: a line end may be written behind it. */
const ACCOUNT = `(?:"[^"\\n]+"|'[^'\\n]+'|(?:[^\\s"'|&;<>\\\\]|\\\\(?!\\\\*["'\\snrt]|$))+)`;
/** The same as a secret: in a string of JSON or a `repr`, up to an escape, also with escaped quotes; in Markdown. */
export const SECRET_WORD = `(?:"[^"\\n]+"|'[^'\\n]+'|\\\\+["'][^"'\\s\\\\]+\\\\+["']|(?:[^\\s"'\`|&;<>\\\\]|\\\\(?!\\\\*["'\`\\snrtvfeNRTVFE0]|$))+)`;
/** The end of the string around a command, or of a line in it. */
export const STRING_END = "[\"'`]|\\\\+[nr\"'`]";
const SECRET = `(?<value>${SECRET_WORD})`;

const HTPASSWD_TO_OUTPUT = new RegExp(
  `^htpasswd(?= (?:-\\w{1,6} ){0,3}-\\w{0,5}b)(?= (?:-\\w{1,6} ){0,3}-\\w{0,5}n)(?: -\\w{1,6}){1,4} ${ACCOUNT} ${SECRET}`,
);
const HTPASSWD = new RegExp(
  `^htpasswd(?= (?:-\\w{1,6} ){0,3}-\\w{0,5}b)(?! (?:-\\w{1,6} ){0,3}-\\w{0,5}n)(?: -\\w{1,6}){1,4} ${WORD} ${SECRET}(?: ${SECRET.replace("value", "third")})?`,
);
const NET_USE = new RegExp(
  `^net use(?: (?:/\\w{1,12}(?::${WORD})?|\\*|[A-Za-z]:|\\\\\\\\${WORD})){1,4} (?![/*\\\\])${SECRET}`,
);
const NET_USER = new RegExp(`^net user (?!/)${WORD} (?![/*])${SECRET}(?= /)`);
const WPA = new RegExp(`^wpa_passphrase ${WORD} ${SECRET}`);
const SQLPLUS = /^sqlplus(?: -\w{1,4}){0,3} ["']?[\w.$#-]{1,64}\/(?<value>[^\s"'@\\]{2,64})@/;
const REPOSITORY = "[\\w.-]{1,48}";
const POETRY = new RegExp(
  `^poetry config(?: --?\\w[\\w-]{0,16}){0,2} (?:pypi-token\\.${REPOSITORY}|http-basic\\.${REPOSITORY} (?!-)${WORD})(?: --)? (?!-)${SECRET}`,
);

const BROKER = new RegExp(`^add_user ${WORD} (?!-)${SECRET}`);
/** Also the options before it; not what such a command says of itself. */
const LOGIN = new RegExp(
  `^login (?:--relogin )?(?![-<]|(?:succe|fail|error)[a-z]*\\b)${SECRET}(?=\\s*$|\\s*[\\r\\n;&|]|${STRING_END})`,
);
const UNSEAL = new RegExp(`^unseal (?!-)${SECRET}`);
const STEAM_LOGIN = new RegExp(`^login ${WORD} (?![+-])${SECRET}`);
const BASIC = new RegExp(`^http-basic\\.${REPOSITORY} (?!-)${WORD} (?!-)${SECRET}`);

/** `rabbitmqctl add_user name value`. Called at the underscore. */
export function brokerUser(window: Window, at: number): Span | undefined {
  return endsWith(window, at - 3, BROKERS) ? secretIn(window, at - 3, BROKER) : undefined;
}

/** `cargo login value`, `vault login value`, `wandb login value`, `steamcmd +login name value`. Called at the last letter. */
export function loginToken(window: Window, at: number): Span | undefined {
  if (window.text[at - 5] === 0x2b) return secretIn(window, at - 4, STEAM_LOGIN);
  return endsWith(window, at - 4, LOGINS) ? secretIn(window, at - 4, LOGIN) : undefined;
}

/** `vault operator unseal value`. Called at the last letter. */
export function unsealingKey(window: Window, at: number): Span | undefined {
  return endsWith(window, at - 5, VAULT) ? secretIn(window, at - 5, UNSEAL) : undefined;
}

/** `composer config http-basic.name user value`. Called at the hyphen. */
export function basicPassword(window: Window, at: number): Span | undefined {
  return endsWith(window, at - 4, COMPOSER) ? secretIn(window, at - 4, BASIC) : undefined;
}

const BROKERS = /\brabbitmqctl (?:-\S{1,32} ){0,3}$/;
const LOGINS = /\b(?:cargo|vault|fly auth|ngrok|wandb) $/;
const VAULT = /\bvault operator $/;
const COMPOSER = /\bcomposer (?:\S{1,24} ){1,4}$/;

const endsWith = ({ text, from }: Window, end: number, pattern: RegExp): boolean =>
  end >= from && pattern.test(latin1Shown(text, Math.max(from, end - 64), end));

/** What may be before the name of a command, except for escapes. */
export const BEGINNINGS = " \t\n\"'`/;&|>($:=+";
const withinNames = byteClass(BEGINNINGS).map((isBeginning) => 1 - isBeginning);

const isCommand = ({ text, from, to }: Window, at: number, name: string): boolean =>
  hasExactly(text, at, to, name) && isLeftEdge(text, at, from, to, withinNames);

/** `htpasswd -b file name value`, with `-n` without the file. */
export function accountFile(window: Window, at: number): Span | undefined {
  if (!isCommand(window, at, "htpasswd ")) return undefined;
  return secretIn(window, at, HTPASSWD_TO_OUTPUT) ?? secretIn(window, at, HTPASSWD);
}

/** `net use Z: \\server\share value`, `net user name value`. */
export function netAccount(window: Window, at: number): Span | undefined {
  if (!isCommand(window, at, "net use")) return undefined;
  return secretIn(window, at, NET_USER) ?? secretIn(window, at, NET_USE);
}

/** `wpa_passphrase network value` */
export function networkKey(window: Window, at: number): Span | undefined {
  return hasExactly(window.text, at, window.to, "wpa_passphrase ") ? secretIn(window, at, WPA) : undefined;
}

/** `sqlplus name/value@database` */
export function account(window: Window, at: number): Span | undefined {
  return isCommand(window, at, "sqlplus ") ? secretIn(window, at, SQLPLUS) : undefined;
}

/** `poetry config pypi-token.pypi value`, `poetry config http-basic.name user value` */
export function repositoryToken(window: Window, at: number): Span | undefined {
  return isCommand(window, at, "poetry config ") ? secretIn(window, at, POETRY) : undefined;
}

function secretIn(window: Window, at: number, form: RegExp): Span | undefined {
  const line = latin1(window.text, at, Math.min(window.to, at + MAX_COMMAND));
  const found = form.exec(line);
  if (found === null) return undefined;
  const { value = "", third } = found.groups!;
  const secret = third ?? value;
  const end = at + found.index + found[0].length;
  if (line[found[0].length - 1] === "@") {
    return accept(
      window,
      { start: end - 1 - secret.length, end: end - 1, isQuoted: false },
      "strong",
      "password",
      "certain",
    );
  }
  return acceptWord(window, end - secret.length, end);
}

/** A word of the shell without its quotes, if it ends where the shell would end it. */
export function acceptWord(window: Window, start: number, end: number): Span | undefined {
  const value = valueAt(window, start, "environment");
  const quote = skipWhile(window.text, value.end, Math.min(end, value.end + 8), backslashes);
  const behind = value.isQuoted ? quote + 1 : value.end;
  if (behind !== end && !trailing.test(latin1(window.text, behind, end))) return undefined;
  return acceptArgument(window, value, "strong", "password");
}

const backslashes = byteClass("\\");
/** Characters that end a word for a reader. */
const trailing = /^[.,:;!?*_~\\]{1,4}$/;
