import type { Rule, Span, Window } from "../../rule.ts";
import { alphanumerics, byteClass, hasExactly, hasWord, latin1, skipWhile } from "../../text/bytes.ts";
import type { Phrase } from "../../text/memo.ts";
import { keyStrength } from "./secret-keys.ts";
import { accept, BECOMES } from "./secret-looks.ts";
import { valueAt } from "./value-extent.ts";

const symbolBytes = byteClass("0-9a-zA-Z_");
const userBytes = byteClass("0-9a-zA-Z_.@-");
/** Between quotes the shell reads no sign of its own. */
const quotedUserBytes = byteClass("0-9a-zA-Z_.@!#%^&*+=~?,;-");
const quotes = byteClass("\"'");
/** So far before its option a command may stand. */
const MAX_COMMAND = 160;

/**
 * Secrets that commands take without a telling name: `mysql -p'…'`, `sshpass -p …`, `curl -u name:…`, `redis-cli -a …`,
 * `requirepass …`; and arguments behind a symbol: `put(:api_key, "…")`.
 *
 * Misses the same options of other commands: ports, ids of users (`-u 1000:1000`), flags.
 *
 * Costs a look at the bytes of an option, and at 160 before those that may be one.
 */
export const commandSecret: Rule = {
  name: "key-value",
  recognises: "secrets given to commands without a name: mysql, sshpass, curl, redis-cli, zip",
  becomes: BECOMES,
  example: "curl -u ada:0nce-upon-a-time http://db.example/",
  priority: 40,
  on: true,
  anchors: () => [
    { at: "p", before: "-", beforeThat: " " },
    { at: "P", before: "-", beforeThat: " ", after: " " },
    { at: "u", before: "-", beforeThat: " " },
    { at: "u", before: "-", beforeThat: "-", thirdBefore: " ", after: "s" },
    { at: "a", before: "-", beforeThat: " ", after: " " },
    { at: "e", before: "r", beforeThat: "\n ", after: "q" },
    { at: "s", before: "a", beforeThat: "m", thirdBefore: "\n ", after: "t" },
    { at: ":", before: "({", after: "abcdefghijklmnopqrstuvwxyz" },
  ],
  teaches: (_, start) => start,
  match(window, at) {
    switch (window.text[at]) {
      case 0x70:
        return option(window, at, PASSWORD_CLIENTS);
      case 0x50:
        return option(window, at, ARCHIVERS);
      case 0x75:
        return user(window, at);
      case 0x61:
        return option(window, at, REDIS_CLIENT);
      case 0x65:
      case 0x73:
        return redisSetting(window, window.text[at] === 0x65 ? at - 1 : at - 2);
      default:
        return symbol(window, at);
    }
  },
};

/** What another option begins with, or where the shell sends what comes out. */
const noValue = byteClass("<>|&-");
const betweenWords = byteClass(" \t\n\r\"'/\\");
const lineEnds = byteClass("\n");
const blank = byteClass(" ");

/** One of these commands, as a word of its own. */
const anyOf = (commands: string): Phrase => {
  const words = commands.split(" ");
  return {
    longest: 12,
    isAt: (text, at, to) =>
      (at === 0 || betweenWords[text[at - 1]!] === 1) &&
      words.some((word) => hasExactly(text, at, to, word) && betweenWords[text[at + word.length] ?? 0] === 1),
  };
};
const WEB_CLIENTS = anyOf("curl wget http https xh");
const PASSWORD_CLIENTS = anyOf(
  "mysql mysqldump mysqladmin mysqlpump mariadb sshpass mongosh mongo mongodump cqlsh 7z 7za rar unrar login",
);
const ARCHIVERS = anyOf("zip unzip");
const REDIS_CLIENT = anyOf("redis-cli");

/** Whether one of these commands began before `at` on this line. */
function isOptionOf(window: Window, at: number, commands: Phrase): boolean {
  const low = Math.max(window.from, at - MAX_COMMAND);
  const command = window.previousPhrase(commands, at, low);
  return command >= 0 && window.previous(lineEnds, at, low) < command;
}

function option(window: Window, at: number, commands: Phrase): Span | undefined {
  const { text } = window;
  const blank = text[at + 1] === 0x20 ? 1 : 0;
  const value = valueAt(window, at + 1 + blank, "environment");
  if (value.end - value.start < 3 || noValue[text[value.start]!] === 1 || !isOptionOf(window, at - 1, commands))
    return undefined;
  return accept(window, value, "strong", "password", "certain");
}

/** `-u name:secret`, `--user name:secret`; one of both may be left out: what is there goes. */
function user(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const option = hasWord(text, at, to, "user") ? 4 : 1;
  let name = at + option;
  if (text[name] === 0x3d) name++;
  else name = skipWhile(text, name, Math.min(to, name + 4), blank);
  if (text[name] === 0x27 || text[name] === 0x22) name++;
  const isQuoted = quotes[text[name - 1]!] === 1;
  const colon = skipWhile(text, name, Math.min(to, name + 64), isQuoted ? quotedUserBytes : userBytes);
  if (text[colon] !== 0x3a || !isOptionOf(window, at - 1, WEB_CLIENTS)) return undefined;
  const value = valueAt(window, colon + 1, "environment");
  if (value.end > value.start) return accept(window, value, "strong", "password", "certain");
  const alone = { start: name, end: colon, isQuoted: true };
  return accept(window, alone, "strong", "password", "certain");
}

/** `requirepass value`, `masterauth value` in the configuration of Redis */
function redisSetting(window: Window, at: number): Span | undefined {
  const word = ["requirepass ", "masterauth "].find((name) => hasWord(window.text, at, window.to, name));
  return word === undefined
    ? undefined
    : accept(window, valueAt(window, at + word.length, "environment"), "strong", "password", "certain");
}

/** `(:api_key, "value")` */
function symbol(window: Window, colon: number): Span | undefined {
  const { text, to } = window;
  const end = skipWhile(text, colon + 1, Math.min(to, colon + 64), symbolBytes);
  if (text[end] !== 0x2c || alphanumerics[text[end - 1]!] !== 1) return undefined;
  const strength = keyStrength(latin1(text, colon + 1, end));
  if (strength === "none") return undefined;
  const value = valueAt(window, text[end + 1] === 0x20 ? end + 2 : end + 1, "text");
  return value.isQuoted ? accept(window, value, strength) : undefined;
}
