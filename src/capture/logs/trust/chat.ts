import { isErrorName } from "../head/parts.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";

/** The name in front of a text that may be a chat message, and the sign with which a bot prints it. */
export interface ChatName {
  readonly name: string;
  /** `[`, `(`, `<`, or what separates them. */
  readonly sign: string;
}

const brackets = "[(<";

/** In front of a warning of Node's. */
const process = /^node:\d+$/;
/** What the daemon of a host says while it starts a server. */
const daemon = /^\[(?:Pterodactyl|Pelican) Daemon\]: [A-Z]/;
const clock = /^(?:[[(]?(?:\d{4}-\d\d-\d\d[ T])?\d\d?:\d\d(?::\d\d)?(?: [AP]M)?[\])]?(?: -)? ){1,2}/;
const bracketed = /^(?:(\[)([^\]]{1,40})\]|(\()([^)]{1,40})\)|(<)([^>]{1,40})>)(?: in #[\w-]{1,40})?:? +(?=\S)/;
const separated =
  /^([^\s:<>"'{}()[\]=/\\][^:<>"'{}()[\]=/\\]{1,40}?)(?: in #[\w-]{1,40})? ?([:>]|(?<= )[-|\xbb]) +(?=\S*[A-Za-z\x80-\xff]|[[(]?\d+[:-]\d)/;

/**
 * Reads a line as bots print chat: `[nick] text`, `<nick> text`, `#channel [nick] text`, `nick: text`, with a time or
 * without.
 */
export function chatNameIn(text: string): ChatName | undefined {
  if (daemon.test(text)) return undefined;
  const said = text.replace(clock, "").replace(/^#[\w-]{1,40} (?=[[(<\w])/, "");
  const [first, sign, name] = bracketed.exec(said)?.filter((part) => part !== undefined) ?? [];
  if (first === undefined) return named(separated.exec(said));
  const inner = name!.includes(" ") ? named(separated.exec(said.slice(first.length))) : undefined; // behind a server's name
  return inner ?? (isName(name!) ? { name: name!, sign: sign! } : undefined);
}

function named(found: readonly string[] | null): ChatName | undefined {
  const [, name, sign] = found ?? [];
  return name !== undefined && isName(name) ? { name: name.trim(), sign: sign! } : undefined;
}

/** In front of what a package says: `[dotenv@17.2.3] `. */
const versioned = /^[a-z][\w./-]*@\d+\.\d/;
const isName = (name: string) =>
  /[A-Za-z\x80-\xff]/.test(name) && !isErrorName(name) && !process.test(name) && !versioned.test(name);

/** What bots print while they start. */
const startUp = /^(?:Bot |Connect|Initiali[sz]|Load|Logg|Ready|Regist|Start|Success|Sync)/i;

/** Somebody's name that begins like what bots print of themselves. */
const botName =
  /^Bot (?!(?:activity|client|commands|connected|guilds|has|id|info|intents|invite|is|language|latency|loaded|logged|mode|name|online|owner|permissions|ping|prefix|presence|ready|servers|shards|started|status|tag|token|uptime|user|username|users|version)\b)[A-Za-z\x80-\xff]/i;

/**
 * How much a line that is no log line, or has only a time, shows that a bot prints chat: 1 if there is a name in front.
 * A name of several words without brackets may be a sentence: ½, and 0 if it is `Loaded command` while the bot starts.
 *
 * @param isStart - Whether it starts. Default: no.
 */
export function chatIn(text: string, isStart = false): number {
  const found = chatNameIn(/[:>\])|\xbb-] +$/.test(text) ? `${text}x` : text);
  if (!found) return 0;
  if (!found.name.includes(" ") || brackets.includes(found.sign)) return 1;
  return isStart && startUp.test(found.name) && !botName.test(found.name) ? 0 : 0.5;
}

/**
 * Whether a log line may be a chat message that the bot logged, which may have further lines below: at the levels at
 * which bots log chat, anything may be, except what libraries and, while it starts, bots print.
 *
 * @param isStart - Whether the bot starts.
 */
export function mayBeMessage({ level = "info", logger, message, said = message }: LogLine, isStart: boolean): boolean {
  if (level !== "info" && level !== "debug") return false;
  if (isStart && (startUp.test(said) ? !botName.test(said) : isOfStart(said))) return false;
  return logger === undefined || !library.test(logger) || !ofLibrary.test(said);
}

/** The modules of libraries that log while a bot runs: bots themselves use `discord` and `discord.bot`. */
const library = /^(?:discord|disnake|nextcord)\.(?:client|gateway|player|shard|voice_client|voice_state)$/;

/** What they log, complete, so that it ends with its line. */
const ofLibrary = new RegExp(
  `^(?:${[
    "logging in using static token",
    String.raw`Shard ID (?:None|\d+) has connected to Gateway \(Session ID: [0-9a-f]{1,64}\)\.`,
    String.raw`Shard ID (?:None|\d+) has successfully RESUMED session [0-9a-f]{1,64}\.`,
    String.raw`Shard ID (?:None|\d+) session has been invalidated\.`,
    String.raw`Connecting to voice\.\.\.`,
    String.raw`Starting voice handshake\.\.\. \(connection attempt \d+\)`,
    String.raw`Voice handshake complete\. Endpoint found:? [\w.:-]{1,80}`,
    String.raw`Voice connection complete\.`,
    String.raw`Handling channel move while connecting\.\.\.`,
    "Timed out connecting to voice",
    String.raw`Disconnect(?:ing from voice normally|ed from voice by discord), close code \d+\.`,
    String.raw`Disconnected from voice(?: by force\.\.\. potentially reconnecting\.|, attempting a resume\.\.\.)`,
    String.raw`Reconnect was unsuccessful, disconnecting from voice normally\.\.\.`,
    String.raw`Could not resume the voice connection\.\.\. Disconnecting\.\.\.`,
    "Successfully resumed voice connection",
    String.raw`The voice handshake is being terminated for Channel ID \d+ \(Guild ID \d+\)`,
    String.raw`ffmpeg process \d+ (?:has not terminated\. Waiting to terminate\.\.\.|(?:successfully|should have) terminated with (?:a )?return code of -?\d+\.)`,
    String.raw`(?:Cleaning up tasks|Cleaning up after \d+ tasks|All tasks finished cancelling|Closing the event loop)\.`,
  ].join("|")})$`,
);

/** Whether a line says that the bot is there: users can write from now on. */
export const isReady = (message: string): boolean => ready.test(message);

const ready =
  /\blogged in (?:as|to)\b|\b(?:is|am|are) (?:now |up and )*(?:ready|online|running)\b|^\W*(?:Ready|Online)\b|\bconnected to (?:the )?(?:Discord|gateway)\b/i;

/** Whether a line says that the bot has just signed in, in the words that libraries and their guides use for it. */
export const isSignedIn = (message: string): boolean => signedIn.test(message);

const signedIn =
  /^\W{0,8}(?:Bot |Client |Successfully |Ready! )?(?:logged in (?:as|to)|(?:is )?(?:now )?(?:ready|online)\b|connected to (?:the )?(?:Discord|gateway)\b|Shard ID \S+ has connected to Gateway)/i;

/** The name in front of a message, whatever follows it: a fence, a time, nothing. */
export const speakerIn = (message: string): ChatName | undefined =>
  chatNameIn(message.replace(clock, "").replace(afterName, "$1 x"));

const afterName = /^(.{2,60}?[:>\])|\xbb-])(?:\s.*)?$/s;

/** Whether a line that looks like chat announces a start: `[Commands] Loaded 12`. */
export function isOfStart(text: string): boolean {
  const said = text.replace(clock, "");
  const [name] = bracketed.exec(said) ?? [];
  if (name === undefined || parseLevel(name.slice(1).split(/[\])>]/, 1)[0]!) !== undefined) return false;
  return tools.test(name) || startUp.test(said.slice(name.length).replace(/^[\x80-\xff]+ */, ""));
}

/** What prints lines with its name in front before a bot starts. */
const tools = /^\[(?:dotenv|nodemon|ts-node-dev|tsx)\] /;

/** What installers and hosts print before a program starts. */
const installing =
  /^(?:==> |container@|npm |Requirement already |Collecting |Downloading |added \d|audited \d|changed \d|found \d|removed \d|run `npm |up to date|\d+ packages )/;

/**
 * Whether a line without a head may be a message that a bot prints as it is: several words.
 *
 * @param isStart - Whether the bot starts. Default: no.
 */
export const isPlainText = (text: string, isStart = false): boolean =>
  /^(?!\d+ \| )[^\s>].*\S \S/.test(text) && !(isStart && startUp.test(text)) && !installing.test(text);

/** The fewest such lines that show that a bot may print messages so: a program says less before its first log line. */
export const fewestPlain = 3;

/**
 * Whether what looks like the prefix of a container or a stream may be the name in front of a chat message:
 * `nick | text`.
 */
export const isNamed = (stream: string) => /^[^\n|]+\n$/.test(stream);
