import { decodeUtf8 } from "../../lines/decode.ts";
import type { ReadLine } from "../read-line.ts";
import type { LogRecord } from "../record.ts";
import type { OthersAbove } from "../trust/belief.ts";
import { chatIn, chatNameIn, fewestPlain, isNamed, isOfStart, isPlainText, mayBeMessage } from "../trust/chat.ts";
import { isSpoken } from "../trust/chat-below.ts";
import type { SaidAs } from "../trust/chat-error.ts";
import { formOf } from "../trust/form.ts";
import type { OwnForms } from "../trust/own-forms.ts";
import { type Entry, lookAt } from "./entry.ts";

/** A line of a closed record that may be chat: what follows an error belongs to its record. */
export interface SaidLine {
  readonly text: string;
  readonly line: number;
  readonly stream: string;
}

/** How many of them are remembered, and how many lines at the end of a record are looked at. */
const mostSaid = 64;
const lastLines = 24;

/** The newest lines of closed records that may be chat. */
export class SaidLines {
  #lines: SaidLine[] = [];

  add({ lines, stream }: Pick<LogRecord, "lines" | "stream">): void {
    const said = lines.slice(Number(lines.length > 1), lines.length).slice(-lastLines);
    for (const { text, line } of said) if (chatIn(text) > 0) this.#lines.push({ text, line, stream });
    if (this.#lines.length > mostSaid) this.#lines = this.#lines.slice(-mostSaid);
  }

  /** Those of the newest so many lines before line `at`. */
  before(at: number, most: number): readonly SaidLine[] {
    return this.#lines.filter(({ line }) => line < at && at - line <= most);
  }
}

/** The fewest lines that are more than one that looks like chat by chance. */
const fewestTalk = 2;
/** The most lines of a message that may be above a log line in it. */
const mostOfMessage = 24;
/** The most lines that announce a start and are no talk: a user can write such lines as well. */
const mostOfStart = 16;

/** A log line's stream, and its form. */
interface Place {
  readonly stream: string;
  readonly form: string;
}

/**
 * Looks for chat, and for log lines of another form, above a log line of a stream. What looks like the prefix of a
 * container may be a name, and an object of a carrier may be a message, where other lines have none.
 */
export function othersAbove(
  newestFirst: Iterable<Entry>,
  said: readonly SaidLine[],
  { stream, form }: Place,
): Omit<OthersAbove, "isInMessage"> {
  let [chat, talk, ofStart, plain, isTimed] = [0, 0, 0, 0, false];
  const listen = (text: string) => {
    const found = chatIn(text);
    chat += found;
    if (found === 0) return;
    if (ofStart < mostOfStart && isOfStart(text)) ofStart += 1;
    else talk += 1;
  };
  for (const line of said) if (line.stream === stream) listen(line.text);
  for (const entry of newestFirst) {
    if (chat >= 1 && talk >= fewestTalk && isTimed) break;
    const read = lookAt(entry);
    const isOther = read.stream !== stream;
    if (isOther && isNamed(stream || read.stream) && (stream === "" || read.stream === "")) listen(entry.raw.text);
    const isBare = read.stream === "" && isNamed(stream);
    if ((!isOther || isBare) && !read.log && isPlainText(read.text)) plain += 1;
    if (isOther) continue;
    if (isSaid(read)) listen(read.log?.message ?? read.text);
    else isTimed ||= read.log!.time !== undefined && formOf({ text: read.text, log: read.log! }) !== form;
  }
  return { isChat: chat >= 1, isTalk: talk >= fewestTalk, isTimed, isPlain: plain >= fewestPlain };
}

/**
 * Whether the newest of the log's own lines has chat as its message, and a level at which bots log chat: a log line of
 * another form may be in that message.
 */
export function isInMessage(
  newestFirst: Iterable<Entry>,
  own: Pick<OwnForms, "has">,
  { stream, form }: Place,
): boolean {
  let looks = 0;
  for (const entry of newestFirst) {
    if (++looks > mostOfMessage) return false;
    const { text, log, stream: other } = lookAt(entry);
    if (other !== stream || !log || log.isWeak) continue;
    if (formOf({ text, log }) === form || !own.has({ text, log })) continue;
    return mayBeMessage(log);
  }
  return false;
}

/** Whether a line that nothing carried, or the text of an object, may be chat of somebody else with the same sign. */
export function hasChat(
  newestFirst: Iterable<Entry>,
  said: readonly SaidLine[],
  { name, sign, isInObject }: SaidAs,
): boolean {
  const isOther = (text: string) => {
    const found = chatNameIn(text);
    return found?.sign === sign && found.name !== name;
  };
  if (said.some(({ text, stream }) => stream === "" && isOther(text))) return true;
  for (const entry of newestFirst) {
    const read = lookAt(entry);
    if (!isSaid(read)) continue;
    if (isInObject ? isOther(read.log?.message ?? read.text) : read.stream === "" && isOther(read.text)) return true;
  }
  return false;
}

/** How many lines of a stream may be chat with this sign; those below an error may be its message. */
export function countChat(newestFirst: Iterable<Entry>, stream: string, sign: string): number {
  let count = 0;
  for (const entry of newestFirst) {
    const read = lookAt(entry);
    if (read.stream === stream && isSaid(read) && isSpoken(decodeUtf8(read.log?.message ?? read.text), sign))
      count += 1;
  }
  return count;
}

const isSaid = ({ log }: ReadLine) => log?.level === undefined && log?.logger === undefined;
