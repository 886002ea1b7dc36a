import { parseLevel } from "../level.ts";
import { asideAt } from "./aside.ts";
import { joinedAt } from "./joined.ts";
import { isLevelHere, isTitleColumn, paddingOf } from "./level-here.ts";
import { closeOfName } from "./name.ts";
import { isErrorName, sticky } from "./parts.ts";
import type { HeadState } from "./state.ts";

/** How Deno begins an error that ends the program: not a level, although it looks like one. */
const ofDeno = /^error: Uncaught (?:\(in |["'{[]|(?!Exception\b)[A-Z][\w$.]*(?: \[\w+\])?(?::|$))/;

/** Reads the word that begins here, a level or a name; false if the message begins with it. */
export function takeWord(head: HeadState): boolean {
  const word = sticky(/[\w$<@](?:[\w.$@<>/#-]|\xc2\xb7(?=\w))*/y, head.line, head.at);
  if (word === undefined) return false;
  return takeJoined(head, word) || takeLevel(head, word) || takeName(head, word);
}

/** Reads process ids and places in the source, which are not kept. */
export function takeAside(head: HeadState): boolean {
  const { line, at, hasTime, hasLevel, separator, name, nameEnd, levelEnd, end } = head;
  if (!hasTime && !hasLevel) return false;
  const [isBehindName, isBehindLevel] = [nameEnd === end, levelEnd === end];
  const aside = asideAt(line, at, { separator, hasName: name !== undefined, isBehindName, isBehindLevel });
  if (!aside) return false;
  head.setName(aside.name, at + aside.length);
  return head.accept(at + aside.length);
}

function takeJoined(head: HeadState, word: string): boolean {
  const { line, at, end, nameEnd, hasTime, hasLevel, dated, separator } = head;
  if (!hasTime || hasLevel) return false;
  const place = { hasName: head.name !== undefined, isBehindName: nameEnd === end, dated, separator };
  const joined = joinedAt(line, at, word, place);
  if (!joined) return false;
  if (joined.level) head.setLevel(joined.level, at, at + joined.levelLength, true);
  head.setName(joined.name, at + joined.length);
  return head.accept(at + joined.length);
}

function takeLevel(head: HeadState, word: string): boolean {
  const { line, at, end, hasLevel, hasTime, dated, separator } = head;
  const letters = /^[A-Za-z]+/.exec(word)?.[0] ?? "";
  const level = hasLevel || letters !== word ? undefined : parseLevel(word);
  if (!level || (word === "error" && ofDeno.test(line.slice(at)))) return false;
  if (!isLevelHere(word, { line, at, separator, isFirst: end === 0, hasTime, dated })) return false;
  const isBetween = /[-|]/.test(separator) && sticky(/ *[-|]/y, line, at + word.length) !== undefined;
  // signale's without a badge, cat-loggr's, adze's
  const isSmall = word !== word.toUpperCase() && (separator === "\xe2\x80\xba" || (hasTime && separator === ""));
  const isFilled = isSmall || isTitleColumn(line, at);
  const wordEnd = at + word.length;
  const filled = isFilled ? (sticky(/ *(?= )/y, line, wordEnd)?.length ?? 0) : paddingOf(word, line, wordEnd);
  const levelEnd = wordEnd + filled;
  head.setLevel(level, at, levelEnd, isBetween || word === word.toUpperCase());
  return head.accept(levelEnd);
}

function takeName(head: HeadState, word: string): boolean {
  const name = word.replace(/(?<![-.])[-.]+$/, "");
  if (head.hasName || isErrorName(name) || /^\d[\d.]*$/.test(name) || isProperty(name, head)) return false;
  const close = closeOfName(name, head);
  if (close === undefined) return false;
  const end = head.at + name.length + close;
  const scopes = head.line.slice(head.at + name.length, end);
  const isScoped = head.line[end] === "\t" && /^(?::[A-Za-z][\w-]*)+$/.test(scopes);
  head.setName(isScoped ? name + scopes : name.replace(/^<(.+)>$/, "$1"), end);
  return head.accept(end);
}

/** Whether it is a property of an error that is logged line by line: `ERROR -   code: 1`. */
const isProperty = (name: string, { line, at, separator }: HeadState): boolean =>
  separator !== "" && line.startsWith("   ", at - 3) && line.startsWith(": ", at + name.length);
