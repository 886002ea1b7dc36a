import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack } from "../../../text/bytes.ts";
import { behindOwnEscape } from "../../../text/edges.ts";
import { Ending } from "../../../text/ending.ts";
import { LastLetters } from "../../../text/last-letters.ts";
import { wholeString } from "./whole-string.ts";

const QUOTES = "\"'`\\";
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
const nameBytes = byteClass("0-9a-zA-Z_$.:");
/** The arguments before the secret are not longer. */
const MAX_ARGUMENTS = 160;

/** The ends of the names of these calls, and what may begin their arguments. */
const ENDS: readonly (readonly [end: string, after: string])[] = [
  ...["ault", "ight", "eate", ".New", "lder", "Eris", "ient", "yBot", "eBot", "tApp", "graf", "Kord", "auth"].map(
    (end) => [end, QUOTES] as const,
  ),
  ...["Hmac", "Sync", "asic", ":run", "rser"].map((end) => [end, QUOTES] as const),
  ["sync", LETTERS],
  ["ogin", `${LETTERS}0123456789\r\n`],
  ["auth", "\r\n"],
  ["gin ", QUOTES],
  ["rnet", `b${QUOTES}`],
  [".new", "b"],
];
const lastLetters = new LastLetters(ENDS.map(([end]) => end));

/** Their brackets, and two capitals. */
export const clientAnchors = (): Anchor[] => [
  ...ENDS.map(([end, after]) => opens(end, after)),
  { at: "C", before: "t", beforeThat: "e", thirdBefore: "g", after: "o" },
  { at: "A", before: "d", beforeThat: "r", thirdBefore: "o", fourthBefore: "w", after: "u" },
];

const opens = (end: string, after: string): Anchor => ({
  at: "(",
  before: end.at(-1)!,
  beforeThat: end.at(-2)!,
  thirdBefore: end.at(-3)!,
  fourthBefore: end.at(-4)!,
  after,
});

/** Calls with a token or a secret alone: what makes the client of a bot, and reads cookies. */
const CLIENTS =
  /(?:^|\.|::?)(?:(?:JDABuilder|DefaultShardManagerBuilder)\.create(?:Default|Light)|DiscordClient(?:Builder)?\.create|discordgo\.New|Client::builder|Eris(?:\.Client)?|interactions\.Client|GatewayBot|BotApp|TeleBot|Telegraf|Kord)$|^cookieParser$|(?:^|[.:])(?:client|bot):run$/;
const TOKEN = /^\((\\{0,3}["'`])(?:Bot (?:\1 ?\+ ?(?=\\{0,3}["'`]))?)?/;
/** Calls with a password after the name of a user. */
const LOGINS = /(?:^|\.|::?)(?:\w{0,24}\.(?:login|auth)|login|Credentials\.basic|PasswordAuthentication)$/;
/** Calls with a password after the address and the name of a user. */
const CONNECTIONS = /(?:^|\.|::?)getConnection$/;
/** Between arguments, which may have a line each. */
const GAP = "[ \\t]{0,2}(?:\\r?\\n[ \\t]{0,48})?";
const ARGUMENT = `(?:\\\\{0,3}"[^"\\n]{1,120}"|'[^'\\n]{1,120}'|[\\w.$]{1,48}(?:\\([^()\\n]{0,40}\\))?),${GAP}`;
const ONE = new RegExp(`^\\(${GAP}${ARGUMENT}(?=\\\\{0,3}["'\`])`);
const TWO = new RegExp(`^\\(${GAP}(?:${ARGUMENT}){2}(?=\\\\{0,3}["'\`])`);
const CUT_GAP = "[ \\t]{0,2}(?:\\r|\\r?\\n[ \\t]{0,48})?";
const CUT_ARGUMENT = `(?:\\\\{0,3}(?:"[^"\\n]{0,120}"?)?|'[^'\\n]{0,120}'?|[\\w.$]{0,48}(?:\\([^()\\n]{0,40}\\)?)?)(?:,${CUT_GAP})?`;
/** The beginning of such arguments. */
const CUT = new RegExp(`^\\(${CUT_GAP}(?:${ARGUMENT}){0,2}(?:${CUT_ARGUMENT})?\\\\{0,3}$`);
/** Calls with a key, perhaps after the name of a digest, and other arguments. */
const CIPHERS = /(?:^|[.:])(?:createHmac|scryptSync|pbkdf2Sync|Fernet|hmac\.new)$/;
const DIGEST = /^\((?:\\{0,3}["'](?:sha|md|ripemd|blake)[\w-]{1,12}\\{0,3}["'], ?(?=\\{0,3}["'])|b?(?=\\{0,3}["']))/;
const BOT = /^\(TokenType\.Bot, ?(?=\\{0,3}["'`])/;
/** What has a password alone. */
const STORES = new Ending(/(?:^|[^A-Za-z])\w{0,24}(?:[rR]edis|[cC]lient|[cC]onn(?:ection)?)\.auth$|^r\.auth$/);

/**
 * `JDABuilder.createDefault("…")`, `discordgo.New("Bot …")`, `LoginAsync(TokenType.Bot, "…")`, `smtp.login(user, "…")`,
 * `redis.auth("…")`, `createHmac("sha256", "…")`, `DriverManager.getConnection(url, "ada", "…")`. Called at the
 * bracket, or the capital of `getConnection` and `PasswordAuthentication`.
 */
export function givenToClient(window: Window, at: number): Span | undefined {
  const { text, from, to, last } = window;
  const rest = text[at] === 0x43 ? "Connection" : text[at] === 0x41 ? "Authentication" : "";
  const bracket = at + rest.length;
  if (bracket >= to || text[bracket] !== 0x28 || (bracket === at && !lastLetters.mayEnd(text, at))) return undefined;
  const end = text[bracket - 1] === 0x20 ? bracket - 1 : bracket;
  const start = skipBack(text, end, Math.max(from, end - 56), nameBytes);
  const name = latin1(text, behindOwnEscape(text, start, end), end);
  if (CLIENTS.test(name)) return token(window, bracket);
  if (CIPHERS.test(name)) {
    const digest = DIGEST.exec(latin1(text, bracket, Math.min(to, bracket + 32)))?.[0];
    const isHmac = name.endsWith("createHmac");
    return digest === undefined || (isHmac && digest.length < 5)
      ? undefined
      : wholeString(window, bracket + digest.length, "secret");
  }
  const form = name.endsWith("LoginAsync") ? BOT : CONNECTIONS.test(name) ? TWO : LOGINS.test(name) ? ONE : undefined;
  const said = form === undefined ? "" : latin1(text, bracket, Math.min(to, bracket + MAX_ARGUMENTS));
  const found = form?.exec(said);
  if (!last && isCut(window, bracket, said, found?.[0].length)) return undecided;
  if (found) return wholeString(window, bracket + found[0].length, "password");
  return form === ONE && STORES.test(name) ? wholeString(window, bracket + 1, "password") : undefined;
}

/** Whether the arguments before the secret, of this length, or the line of the secret may go on behind the window. */
function isCut(window: Window, bracket: number, said: string, length: number | undefined): boolean {
  if (length !== undefined) return window.next(lineEnds, bracket + length) === window.to;
  return bracket + said.length === window.to && CUT.test(said);
}

const lineEnds = byteClass("\n");

function token(window: Window, bracket: number): Span | undefined {
  const { text, to } = window;
  const found = TOKEN.exec(latin1(text, bracket, Math.min(to, bracket + 24)))?.[0] ?? "";
  if (/^\(\\*.?$/.test(found)) return wholeString(window, bracket + 1, "token");
  return found.endsWith("Bot ")
    ? wholeString(window, bracket + 1, "token", "Bot ".length)
    : wholeString(window, bracket + found.length, "token");
}
