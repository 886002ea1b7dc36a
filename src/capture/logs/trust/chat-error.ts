import type { ParsedError } from "../../parser.ts";
import type { LogLine } from "../log-line.ts";
import { type ChatName, chatNameIn, speakerIn } from "./chat.ts";

/** A carrier's prefix in brackets, without them: it may be a name. */
const carriedName = /^(\[\d+\]|std(?:err|out)|[\w.-]+\/[\w.-]+)\n$/;

/** Calls on the line on which their error begins. */
const escapedCalls = /\\n\s+(?:File \\?"|at )/;

/** The lines around an error. */
interface Around {
  /** Of its record. */
  readonly log: LogLine | undefined;
  readonly stream: string;
  readonly lines: readonly string[];
  /** Whether chat of somebody else is above the lines. */
  readonly isAbove: (chat: SaidAs) => boolean;
}

/** How the lines of a chat message begin, and whether they are in objects. */
export interface SaidAs extends ChatName {
  readonly isInObject?: true;
}

/**
 * Whether each line of an error has a name in front of it, or the text of an object with it has one, and lines above
 * have other names like it: then they may be chat messages. Containers have few names, and all lines have one.
 */
export function isInChat({ first, isField }: ParsedError, { log, stream, lines, isAbove }: Around): boolean {
  if (isField) return isTextInChat(log, isAbove);
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

/** Whether the message of an object that names neither a level nor a logger begins with a name. */
function isTextInChat(log: LogLine | undefined, isAbove: Around["isAbove"]): boolean {
  if (log?.level !== undefined || log?.logger !== undefined) return false;
  const chat = speakerIn(log?.message ?? "");
  return chat !== undefined && isAbove({ ...chat, isInObject: true });
}
