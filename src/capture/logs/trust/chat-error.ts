import type { ParsedError } from "../../parser.ts";
import { type ChatName, chatNameIn } from "./chat.ts";

/** A carrier's prefix in brackets, without them: it may be a name. */
const carriedName = /^(\[\d+\]|std(?:err|out)|[\w.-]+\/[\w.-]+)\n$/;

/** Calls on the line on which their error begins. */
const escapedCalls = /\\n\s+(?:File \\?"|at )/;

/**
 * Whether each line of an error has a name in front of it, and lines above have other names like it: then they may be
 * chat messages of one line each. Containers have few names, and all lines have one.
 *
 * @param stream - Of its lines.
 * @param isAbove - Whether chat of somebody else is above the lines.
 */
export function isInChat(
  stream: string,
  { first, isField }: ParsedError,
  lines: readonly string[],
  isAbove: (chat: ChatName) => boolean,
): boolean {
  if (isField) return false;
  const carried = carriedName.exec(stream)?.[1];
  const chat = carried === undefined ? chatNameIn(lines[first] ?? "") : { sign: "[", name: carried };
  if (!chat) return false;
  const isWhole = carried !== undefined || escapedCalls.test(lines[first]!);
  if (!isWhole && chatNameIn(lines[first + 1] ?? "")?.name !== chat.name) return false;
  const isOther = (text: string) => {
    const found = chatNameIn(text);
    return found?.sign === chat.sign && found.name !== chat.name;
  };
  return lines.slice(0, first).some(isOther) || isAbove(chat);
}
