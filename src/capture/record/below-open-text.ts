import { parseLevel } from "../logs/level.ts";
import type { LogLine } from "../logs/log-line.ts";
import type { LogRecord } from "../logs/record.ts";
import { chatIn, chatNameIn, fewestPlain, isPlainText } from "../logs/trust/chat.ts";
import type { Open } from "../logs/trust/open-texts.ts";
import type { ParsedError } from "../parser.ts";

/**
 * Whether chat is between an error and the log line above it or, if there is none, a text of a user may be open there.
 *
 * @param log - The log line, if it is believed.
 */
export function isBelowOpenText(
  { lines: own, firstText }: LogRecord,
  log: LogLine | undefined,
  firstError: number,
  openAbove: () => Open | undefined,
): (parsed: ParsedError) => boolean {
  const lines = own.map(({ text }, at) => (at === 0 && !log ? firstText : text));
  const chat = new ChatBetween(lines, log ? 1 : 0);
  const isBelowPlain = lines.slice(0, firstError).filter((line) => isPlainText(line)).length >= fewestPlain;
  let isOpen: boolean | undefined;
  const isBelowOpen = () => {
    isOpen ??= isBelowPlain || openAbove() !== undefined;
    return isOpen;
  };
  return ({ first, isField }) => {
    if (isField) return false;
    const carrier = carrierOf(lines, first);
    if (chat.isAbove(first, carrier)) return true;
    if (!carrier && !(log && first === 0) && isNamedError(lines[first]!)) return true;
    return !log && isBelowOpen();
  };
}

/** The name in front of the lines of an error, if it is in front of each: a program that runs others has one. */
function carrierOf(lines: readonly string[], first: number): string | undefined {
  const name = chatNameIn(lines[first]!)?.name;
  return name !== undefined && chatNameIn(lines[first + 1] ?? "")?.name === name ? name : undefined;
}

/** Whether a name is in front of the first line of an error. */
function isNamedError(text: string): boolean {
  const found = chatNameIn(text);
  if (!found || !/[a-z]/.test(found.name) || parseLevel(found.name)) return false;
  return /Error|Exception|Traceback/.test(text.slice(text.indexOf(found.name) + found.name.length));
}

/** A line that may be chat. */
interface ChatLine {
  readonly at: number;
  /** The name in front of it, if that is read without what follows. */
  readonly name: string | undefined;
}

/** The first lines of a record that may be chat. Each line is read once, however many errors are below. */
class ChatBetween {
  readonly #lines: readonly string[];
  #read: number;
  #first: ChatLine | undefined;
  /** The first with another name than that of the first. */
  #other: ChatLine | undefined;

  /** @param from - Lines before this one are no chat. */
  constructor(lines: readonly string[], from: number) {
    this.#lines = lines;
    this.#read = from;
  }

  /**
   * Whether any line before line `at` may be chat.
   *
   * @param carrier - A name that is no user's.
   */
  isAbove(at: number, carrier: string | undefined): boolean {
    while (this.#read < at && !this.#other) this.#readLine(this.#read++);
    const found = carrier !== undefined && this.#first?.name === carrier ? this.#other : this.#first;
    return found !== undefined && found.at < at;
  }

  #readLine(at: number): void {
    const text = this.#lines[at]!;
    if (chatIn(text) < 1 || parseLevel(chatNameIn(`${text}x`)!.name)) return;
    const line = { at, name: chatNameIn(text)?.name };
    if (!this.#first) this.#first = line;
    else if (line.name !== this.#first.name) this.#other = line;
  }
}
