import { isPlaceholderAt } from "../../claim/placeholders.ts";
import type { Rule, Span, Window } from "../../rule.ts";
import { byteClass, digits, hasWord, latin1, skipBack, skipWhile } from "../../text/bytes.ts";
import { endsColour, escapeEnd } from "../../text/edges.ts";

/** Classes of libraries whose printed forms contain names. */
const CLASSES =
  /<(?:\w{1,16}\.){0,4}(?:Client|Partial)?(?:Member|User|Guild|Role|Emoji|Thread|Message|Invite|GuildSticker|Sticker|Team|TeamMember|AppInfo|ScheduledEvent|Object|DMChannel|GroupChannel|InviteGuild|InviteChannel|(?:Text|Voice|Stage|Category|Forum|News|Media|Messageable|Store)Channel|Webhook)\b[^<>]*$/;
const nameBytes = byteClass("a-zA-Z_");
const backslashes = byteClass("\\");
const OWN = new Set(["global_name", "globalname", "display_name", "displayname", "nick", "nickname"]);
const PRINTED = new Set(["name", "username", "tag", "topic"]);
const tagBytes = byteClass("0-9a-zA-Z_");
/** Words before a number sign that are not persons. */
const NO_PERSON =
  /^(?:issue|issues|pr|pull|gh|build|ticket|bug|line|shard|port|job|task|case|run|c|f|fixes|closes|see|id|no|nr|error|code|page|step|attempt|worker|thread|process|pid|version|channel|color|colour)$/i;
const MAX_NAME = 128;

/**
 * Names in the printed forms of Discord's objects: `<Member id=… name='ada' global_name='Ada' nick=…>` of discord.py and
 * its relatives, `User { username: 'ada', globalName: 'Ada' }` of discord.js, and `ada#4821`.
 *
 * Misses names in messages and prose, and `name=` in other objects. Costs a look at the name before the sign.
 */
export const discordName: Rule = {
  name: "discord-name",
  recognises: "names in the printed representations of Discord objects",
  becomes: "DISCORD-NAME",
  example: "<Member id=1 name='ada' global_name='Ada Lovelace'>",
  priority: 35,
  on: true,
  anchors: () => [
    { at: "=:", before: "e", beforeThat: "m", thirdBefore: "a", after: "'\" \\" },
    { at: "=:", before: "k", beforeThat: "c", thirdBefore: "i", after: "'\" \\" },
    { at: "#", before: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", after: "0123456789" },
  ],
  match: (window, at) => (window.text[at] === 0x23 ? tagged(window, at) : printed(window, at)),
};

/** `name='ada'`, `globalName: 'Ada'`, also with escaped quotes */
function printed({ text, from, to }: Window, at: number): Span | undefined {
  const open = text[at + 1] === 0x20 ? at + 2 : at + 1;
  const quote = skipWhile(text, open, Math.min(to, open + 8), backslashes);
  const mark = text[quote];
  if (mark !== 0x27 && mark !== 0x22) return undefined;
  const start = quote + 1;
  const key = latin1(text, skipBack(text, at, Math.max(from, at - 16), nameBytes), at).toLowerCase();
  if (!OWN.has(key) && !(PRINTED.has(key) && isObject(latin1(text, Math.max(from, at - 300), at)))) return undefined;
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

const isObject = (before: string): boolean => CLASSES.test(before) || OBJECT.test(before) || CALL.test(before);

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
