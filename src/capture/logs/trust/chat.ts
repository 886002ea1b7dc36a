import { isErrorName } from "../head/parts.ts";
import { parseLevel } from "../level.ts";
import type { LogLine } from "../log-line.ts";
import type { HeadedLine } from "./form.ts";

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
const clock = /^[[(]?(?:\d{4}-\d\d-\d\d[ T])?\d\d?:\d\d(?::\d\d)?(?: [AP]M)?[\])]?(?: -)? /;
const bracketed = /^(?:(\[)([^\]]{1,40})\]|(\()([^)]{1,40})\)|(<)([^>]{1,40})>)(?: in #[\w-]{1,40})?:? +(?=\S)/;
const separated =
  /^([^\s:<>"'{}()[\]=/\\][^:<>"'{}()[\]=/\\]{1,40}?)(?: in #[\w-]{1,40})? ?([:>]|(?<= )[-|\xbb]) +(?=\S*[A-Za-z\x80-\xff])/;

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
 * A name of several words without brackets may be a sentence: ½, and 0 if it is `Loaded command`.
 */
export function chatIn(text: string): number {
  const found = chatNameIn(text);
  if (!found) return 0;
  if (!found.name.includes(" ") || brackets.includes(found.sign)) return 1;
  return startUp.test(found.name) && !botName.test(found.name) ? 0 : 0.5;
}

/**
 * Whether a log line may be a chat message that the bot logged, which may have further lines below: at the levels at
 * which bots log chat, anything may be, except what they print while they start.
 */
export function mayBeMessage({ level = "info", message, said = message }: LogLine): boolean {
  return (level === "info" || level === "debug") && (!startUp.test(said) || botName.test(said));
}

/**
 * The same while a bot starts, when no users are there: whether a name is in front, as bots log chat.
 *
 * @param isOwn - Whether the log's own lines have the form of this one.
 */
export function isNamedMessage({ text, log }: HeadedLine, isOwn: (line: HeadedLine) => boolean): boolean {
  const { logger, message, said = message } = log;
  if (!mayBeMessage(log)) return false;
  if (speakerIn(said)) return true;
  const head = logger && text.endsWith(message) ? text.slice(0, text.length - message.length) : "";
  if (!head.endsWith("] ")) return false;
  const from = head.lastIndexOf(logger!);
  const name = /\[([^[\]]+)\] $/.exec(head.slice(from + logger!.length))?.[1];
  if (name !== undefined) return isName(name) && parseLevel(name.trim()) === undefined; // it was taken for a part
  if (!head.endsWith(`[${logger}] `)) return false;
  const { logger: _, ...nameless } = log;
  return isOwn({ text, log: { ...nameless, message: text.slice(from - 1) } }); // it was taken for the logger
}

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
  return name !== undefined && startUp.test(said.slice(name.length).replace(/^[\x80-\xff]+ */, ""));
}

/** What installers and hosts print before a program starts. */
const installing =
  /^(?:==> |container@|npm |Requirement already |Collecting |Downloading |added \d|audited \d|changed \d|found \d|removed \d|run `npm |up to date|\d+ packages )/;

/** Whether a line without a head may be a message that a bot prints as it is: several words. */
export const isPlainText = (text: string): boolean =>
  /^[^\s>].*\S \S/.test(text) && !startUp.test(text) && !installing.test(text);

/** The fewest such lines that show that a bot may print messages so: a program says less before its first log line. */
export const fewestPlain = 3;

/**
 * Whether what looks like the prefix of a container or a stream may be the name in front of a chat message:
 * `nick | text`.
 */
export const isNamed = (stream: string) => /^[^\n|]+\n$/.test(stream);
