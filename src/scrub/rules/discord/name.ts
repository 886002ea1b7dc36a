import { isPlaceholderAt } from "../../claim/placeholders.ts";
import { type Rule, type Span, undecided, type Window } from "../../rule.ts";
import { byteClass, digits, hasExactly, hasWord, latin1, skipBack, skipWhile } from "../../text/bytes.ts";
import { endsColour, escapeEnd } from "../../text/edges.ts";
import type { Phrase } from "../../text/memo.ts";

/** Classes of libraries whose printed forms contain names. */
const CLASSES =
  /<(?:\w{1,16}\.){0,4}(?:Client|Partial)?(?:Member|User|Guild|Role|Emoji|Thread|Message|Invite|GuildSticker|Sticker|Team|TeamMember|AppInfo|ScheduledEvent|Object|DMChannel|GroupChannel|InviteGuild|InviteChannel|(?:Text|Voice|Stage|Category|Forum|News|Media|Messageable|Store)Channel|Webhook)\b[^<>\n]*$/;
const nameBytes = byteClass("a-zA-Z_");
const backslashes = byteClass("\\");
const quotes = byteClass("\"'");
const OWN = new Set(["global_name", "globalname", "display_name", "displayname", "nick", "nickname"]);
const PRINTED = new Set(["name", "username", "tag", "topic"]);
const tagBytes = byteClass("0-9a-zA-Z_");
/** Words before a number sign that are not persons. */
const NO_PERSON =
  /^(?:issue|issues|pr|pull|gh|build|ticket|bug|line|shard|port|job|task|case|run|c|f|fixes|closes|see|id|no|nr|error|code|page|step|attempt|worker|thread|process|pid|version|channel|color|colour|bmo|bmc|bnc|bsc|boo|bz|rhbz|lp|cve)$/i;
const MAX_NAME = 128;

/**
 * Names in the printed forms of Discord's objects: `<Member id=… name='ada' global_name='Ada' nick=…>` of discord.py
 * and its relatives, `User { username: 'ada', globalName: 'Ada' }` of discord.js, `ada#4821`; and of users in what the
 * gateway and the API send.
 *
 * Misses names in messages and prose, and `name=` in other objects. Costs a look at the name before the sign.
 */
export const discordName: Rule = {
  name: "discord-name",
  recognises: "names in the printed representations of Discord objects, and in its payloads",
  becomes: "DISCORD-NAME",
  example: "<Member id=1 name='ada' global_name='Ada Lovelace'>",
  priority: 35,
  on: true,
  anchors: () => [
    { at: "=:", before: "e", beforeThat: "m", thirdBefore: "a", after: "'\" \\" },
    { at: "=:", before: "k", beforeThat: "c", thirdBefore: "i", after: "'\" \\" },
    { at: ":", before: "g", beforeThat: "a", thirdBefore: "t", after: " " },
    { at: ":", before: "\"'", beforeThat: "e", thirdBefore: "m" },
    { at: ":", before: "\"'", beforeThat: "k", thirdBefore: "c" },
    { at: "#", before: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", after: "0123456789" },
  ],
  match(window, at) {
    const { text } = window;
    if (text[at] === 0x23) return tagged(window, at);
    const isKey = text[at] === 0x3a && (text[at - 1] === 0x22 || text[at - 1] === 0x27);
    return isKey ? received(window, at) : printed(window, at);
  },
};

/**
 * `'global_name': 'Ada'`, `"nick":"Ada"`, and `"username":"ada"` in a user of Discord, as gateway and API send them.
 */
function received(window: Window, at: number): Span | undefined {
  const { text, from, to, last } = window;
  const keyEnd = at - 1;
  const start = text[at + 1] === 0x20 ? at + 3 : at + 2;
  const mark = text[start - 1];
  const sign = text[keyEnd - 5];
  const isOwn = text[keyEnd - 1] === 0x6b ? sign === text[keyEnd] : sign === 0x5f || sign === 0x72;
  if (!isOwn || (mark !== 0x27 && mark !== 0x22)) return undefined;
  const key = latin1(text, skipBack(text, keyEnd, Math.max(from, keyEnd - 16), nameBytes), keyEnd);
  if (!RECEIVED.test(key)) return undefined;
  const end = closing(text, start, Math.min(to, start + MAX_NAME), mark, 0);
  if (end <= start || isPlaceholderAt(text, start, end)) return undefined;
  if (key !== "username") return { start, end };
  const limit = Math.min(to, end + MAX_USER);
  if (limit === to && !last) return undecided;
  const isUser = window.nextPhrase(userField, end, limit) < limit && IN_USER.test(latin1(text, end, limit));
  return isUser ? { start, end } : undefined;
}

const RECEIVED = /^(?:global_name|username|nick)$/;
const MAX_USER = 640;
/** Fields that only users of Discord have. */
const USER_FIELDS = ["discriminator", "global_name", "public_flags"];
const userField: Phrase = {
  longest: 15,
  isAt: (text, at, to) =>
    quotes[text[at]!] === 1 &&
    USER_FIELDS.some((field) => {
      const end = at + 1 + field.length;
      return end < to && quotes[text[end]!] === 1 && hasExactly(text, at + 1, end, field);
    }),
};
/** The rest of the object has one of them. */
const IN_USER = /^["'](?:[^{}]|\{[^{}]*\}){0,600}?["'](?:discriminator|global_name|public_flags)["']/;

/** `name='ada'`, `globalName: 'Ada'`, also with escaped quotes */
function printed(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const open = text[at + 1] === 0x20 ? at + 2 : at + 1;
  const quote = skipWhile(text, open, Math.min(to, open + 8), backslashes);
  const mark = text[quote];
  if (mark !== 0x27 && mark !== 0x22) return undefined;
  const start = quote + 1;
  const key = latin1(text, skipBack(text, at, Math.max(from, at - 16), nameBytes), at).toLowerCase();
  if (!OWN.has(key) && !(PRINTED.has(key) && isInObject(window, at))) return undefined;
  const end = closing(text, start, Math.min(to, start + MAX_NAME), mark, quote - open);
  if (end <= start || isPlaceholderAt(text, start, end)) return undefined;
  return hasWord(text, start, end, "none") ? undefined : { start, end };
}

/** Where the closing quote with so many backslashes begins, or -1. */
function closing(text: Uint8Array, start: number, limit: number, mark: number, depth: number): number {
  for (let i = start; i < limit && text[i] !== 0x0a; ) {
    const behind = skipWhile(text, i, limit, backslashes);
    if (behind < limit && text[behind] === mark && behind - i <= depth) return i;
    i = behind === i ? i + 1 : depth === 0 ? i + 2 : behind + 1;
  }
  return -1;
}

/** The same of discord.js, open before the name; what is in it may have braces as well. */
const OBJECT =
  /\b(?:Client|Guild|Base|Partial)?(?:User|Member|Guild|Role|Emoji|Sticker|Webhook|ScheduledEvent|(?:Text|Voice|Stage|News|Announcement|Forum|Media|Category|Thread)?Channel) \{(?:[^{}]|\{[^{}]*\})*$/;

/** The same of hikari and interactions.py, with the id before the name. */
const CALL =
  /\b(?:Own|Partial|Client|Guild|Base|Rest|Gateway)?(?:User|Member|Guild|Role|Emoji|Sticker|Webhook|Message|\w{0,16}Channel|Guild(?:Text|Voice|Category|News|Forum|Stage))(?:Impl)?\((?:[^()]|\([^()]*\))*?\bid=(?:Snowflake\()?(?:[0-9]{17,19}|SHORTENED-ID-[0-9]{4})\)?(?:[^()]|\([^()]*\))*$/;

/** Whether the printed form of an object is open before `at`. */
function isInObject(window: Window, at: number): boolean {
  const low = Math.max(window.from, at - 300);
  return window.previous(openers, at, low) >= 0 && isObject(latin1(window.text, low, at));
}

const openers = byteClass("<{(");

/** Most text lacks the sign that opens each of them. */
const isObject = (before: string): boolean =>
  (before.includes("<") && CLASSES.test(before)) ||
  (before.includes(" {") && OBJECT.test(before)) ||
  (before.includes("(") && before.includes("id=") && CALL.test(before));

/** The end of a colour code that reaches into the run: `ESC[31mada`; otherwise its start. */
function colourEnd(text: Uint8Array, run: number, end: number, from: number): number {
  const behind = skipWhile(text, run, Math.min(end, run + 4), digits) + 1;
  return behind <= end && endsColour(text, behind, from) ? behind : run;
}

/** `ada#4821` */
function tagged({ text, from, to }: Window, at: number): Span | undefined {
  const end = skipWhile(text, at + 1, Math.min(to, at + 6), digits);
  if (end - at !== 5 || (end < to && (tagBytes[text[end]!] === 1 || text[end] === 0x2d))) return undefined;
  const run = skipBack(text, at, Math.max(from, at - 33), tagBytes);
  const start = Math.max(run, escapeEnd(text, run, from, to), colourEnd(text, run, at, from));
  if (at - start < 2 || at - start > 32 || hasWord(text, at + 1, end, "0000")) return undefined;
  const left = start > from ? text[start - 1]! : 0x20;
  if (left === 0x2f || left === 0x2e || left === 0x2d || left === 0x23 || left === 0x26 || left >= 0x80)
    return undefined;
  const name = latin1(text, start, at);
  return NO_PERSON.test(name) || /^[0-9]+$/.test(name) ? undefined : { start, end };
}
