import { decodeUtf8 } from "../../lines/decode.ts";
import type { ReadLine } from "../read-line.ts";
import type { LogRecord } from "../record.ts";
import { chatIn, chatNameIn, isNamed } from "../trust/chat.ts";
import { isSpoken } from "../trust/chat-below.ts";
import type { SaidAs } from "../trust/chat-error.ts";
import type { Forms } from "../trust/forms.ts";
import { isHead, type Open, OpenTexts } from "../trust/open-texts.ts";
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

/**
 * The text of a user that may be open above a line.
 *
 * @param below - That line.
 * @param isWithin - Whether a message may be open above the oldest of these lines.
 */
export function openAbove(
  newestFirst: Iterable<Entry>,
  said: readonly SaidLine[],
  below: Pick<ReadLine, "stream" | "carrierTime">,
  { own, isWithin }: { readonly own: Forms; readonly isWithin: () => boolean },
): Open | undefined {
  const { stream } = below;
  const lines: ReadLine[] = [];
  let isKnown = false;
  for (const entry of newestFirst) {
    const read = lookAt(entry);
    if (read.stream !== stream && !(isNamed(stream || read.stream) && (stream === "" || read.stream === ""))) continue;
    lines.push(read);
    isKnown = read.stream === stream && isHead(read) && own.begins({ text: read.text, log: read.log }, read.raw.line);
    if (isKnown) break;
  }
  const texts = new OpenTexts(own.copy());
  if (!isKnown && isWithin()) texts.beginWithin(stream);
  let from = 0;
  for (const read of lines.reverse()) {
    while (from < said.length && said[from]!.line < read.raw.line) texts.listen(said[from++]!);
    texts.read(read);
  }
  for (const line of said.slice(from)) texts.listen(line);
  texts.pause(below);
  return texts.open(stream);
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
