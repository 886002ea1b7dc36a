import { parseLevel } from "../level.ts";
import { chatNameIn } from "./chat.ts";

/** A name in brackets in front of a text, or a channel and a name: a message of an error hardly ever has such lines. */
const bracketed =
  /^(?:#[\w-]{1,40} +)?(?:<(?=[^>]*[\p{L}\d])[^<>"'=/\\{}()[\]:]{2,40}>|\[(?!Errno |WinError |[^\]]* 0x|\d)(?=[^\]]*\p{L})[^[\]"'=/\\{}()<>:,]{2,40}\]):? [^\s\]>]/u;
/** A container's prefix, as Docker Compose numbers them, where the error itself has none. */
const inContainer = /^[a-z][\w.-]{0,60}[-_]\d{1,3} +\| \S/;
const inChannel = /^#[\w-]{1,40} +\S[^:"'={}()[\]]{0,40}: +\S/;

/**
 * Whether a line below an error shows by itself that it is chat or from a tool, and is not part of the error's message.
 */
export const isBracketed = (line: string) =>
  /^[<[#]/.test(line) ? bracketed.test(line) || inChannel.test(line) : inContainer.test(line);

/** The fewest lines of the same sign that show that a log has chat: above an error, or below it if a name returns. */
const fewestAbove = 2;
const fewestBelow = 4;

/**
 * Whether a line below an error is chat, and not part of the error's message. Many messages have lines like
 * `nick: text`: they are chat if there is chat with the same sign above, or if a conversation follows.
 *
 * @param lines - Of the record with the error.
 * @param chatAbove - How many of the lines above the record may be chat with a sign; see `isSpoken`.
 */
export function chatBelow(lines: readonly string[], chatAbove: (sign: string) => number): (line: string) => boolean {
  const known = new Map<string, boolean>();
  const hasChat = (sign: string): boolean => {
    const above = lines.slice(
      1,
      Math.max(
        1,
        lines.findIndex((line) => line.includes("Traceback (most")),
      ),
    );
    const count = above.filter((line) => isSpoken(line, sign)).length;
    return count >= fewestAbove || isConversation(lines, sign) || count + chatAbove(sign) >= fewestAbove;
  };
  return (line) => {
    if (isBracketed(line)) return true;
    const found = /^\s/.test(line) ? undefined : chatNameIn(line);
    if (!found || found.name.includes(" ") || parseLevel(found.name)) return false;
    if (!known.has(found.sign)) known.set(found.sign, hasChat(found.sign));
    return known.get(found.sign)!;
  };
}

/** Whether a line is several words with a name in front: a setting, like `prefix: !`, is not. */
export function isSpoken(line: string, sign: string): boolean {
  const found = /^\s/.test(line) ? undefined : chatNameIn(line);
  return (
    found?.sign === sign &&
    !parseLevel(found.name) &&
    /\S \S/.test(line.slice(line.indexOf(found.name) + found.name.length + 2))
  );
}

/** Whether a name returns after another: the fields of a message have different names. */
function isConversation(lines: readonly string[], sign: string): boolean {
  const names = lines.filter((line) => isSpoken(line, sign)).map((line) => chatNameIn(line)!.name);
  return (
    names.length >= fewestBelow && names.some((name, at) => name !== names[at - 1] && names.indexOf(name) < at - 1)
  );
}
