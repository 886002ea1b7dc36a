import { carrierTimeMs } from "../../lines/carriers/carrier.ts";
import type { LogLine } from "../log-line.ts";
import type { ReadLine } from "../read-line.ts";
import { chatIn, fewestPlain, isNamed, isOfStart, isPlainText, mayBeMessage } from "./chat.ts";
import { formOf, type HeadedLine, mayBeQuoted } from "./form.ts";
import type { Forms } from "./forms.ts";

/** The text of a user that may not have ended: a message that the bot logged, chat that it printed, or plain text. */
export type Open = "message" | "chat" | "text";

/** The lines of a stream since the newest that ended all texts. */
interface Stream {
  isMessage: boolean;
  /** When its carrier wrote the newest line, epoch milliseconds; infinite if it did not write that for every line. */
  timeMs: number;
  chat: number;
  /** The log lines with a name in front, as in chat. */
  named: number;
  plain: number;
  /** The form of the first log line below plain text: if it is a message, those of other forms may be lines of it. */
  belowPlain: string | undefined;
  /** The lines that announce a start, like chat. */
  ofStart: number;
}

/** The longest pause within one text. */
export const mostPauseMs = 2_000;

/** The most lines that announce a start and are no chat: a user can write such lines as well. */
const mostOfStart = 16;

/**
 * Follows the lines of a log, and knows where a text of a user may not have ended: a message has several lines, which
 * may look like anything. One that the bot logged begins with a line of the log's own form, at a level at which bots log
 * chat; it ends at the next line of the log's own. A line of another form that is in no such text is the log's own.
 */
export class OpenTexts {
  readonly #own: Pick<Forms, "begins" | "isNamed" | "isStart" | "learn" | "learnNamed">;
  readonly #suspect: (line: HeadedLine) => void;
  readonly #streams = new Map<string, Stream>();
  /** What lines without a prefix say of streams whose prefix may be a name. */
  readonly #bare: Stream = { ...closed };
  /** Whether any line was chat. */
  hasChat = false;
  /** Whether the newest line was in a text of a user. */
  #isWithin = false;

  /**
   * @param own - Learns the forms of lines that are in no text of a user.
   * @param suspect - Called for each other log line: a user may have written it.
   */
  constructor(
    own: Pick<Forms, "begins" | "isNamed" | "isStart" | "learn" | "learnNamed">,
    suspect: (line: HeadedLine) => void = () => {},
  ) {
    this.#own = own;
    this.#suspect = suspect;
    this.#streams.set("", { ...closed });
  }

  /** A message may be open in a stream already. */
  beginWithin(stream: string): void {
    this.#streams.set(stream, { ...closed, isMessage: true });
  }

  /** The text that may be open in a stream. */
  open(stream: string): Open | undefined {
    const { isMessage, chat, named, plain } = this.#of(stream);
    if (isMessage) return "message";
    return chat + named >= 1 ? "chat" : plain >= fewestPlain ? "text" : undefined;
  }

  /** Whether the newest line, which is this one, may be in a text of a user. */
  isWithin({ stream }: ReadLine): boolean {
    return this.#isWithin || (this.open(stream) ?? "message") !== "message";
  }

  read(read: ReadLine): void {
    const { log, stream, raw, text } = read;
    this.pause(read);
    this.#isWithin = this.open(stream) !== undefined;
    if (isHead(read)) this.#readHead(read);
    else {
      if (log?.time !== undefined && !this.#isWithin) this.#own.learn({ text, log }, raw.line);
      this.listen({ stream, text: log?.message ?? text, line: raw.line });
    }
    this.#compare(read);
  }

  /** A program prints all lines of a text at once: the texts above a line that its carrier got later have ended. */
  pause({ stream, carrierTime }: Pick<ReadLine, "stream" | "carrierTime">): void {
    const timeMs = carrierTimeMs(carrierTime) ?? Number.POSITIVE_INFINITY;
    const state = this.#of(stream);
    if (timeMs - state.timeMs > mostPauseMs) this.#streams.set(stream, { ...closed, timeMs });
    else if (state.timeMs !== Number.POSITIVE_INFINITY) state.timeMs = timeMs;
  }

  /** A line that has no head. */
  listen({ stream, text, line }: { readonly stream: string; readonly text: string; readonly line: number }): void {
    const state = this.#of(stream);
    const isStart = this.#own.isStart(line);
    const chat = chatIn(text, isStart);
    if (chat > 0 && state.ofStart < mostOfStart && isStart && isOfStart(text)) state.ofStart += 1;
    else {
      state.chat += chat;
      this.hasChat ||= state.chat >= 1;
      if (isPlainText(text, isStart)) state.plain += 1;
    }
  }

  /** What looks like the prefix of a container may be a name, where other lines have none. */
  #compare({ stream, raw, text, log }: ReadLine): void {
    if (isNamed(stream) && this.#streams.has("")) this.listen({ stream: "", text: raw.text, line: raw.line });
    if (stream !== "") return;
    const chat = Number(isHead({ log }) || chatIn(text) >= 1);
    const plain = Number(isPlainText(text, this.#own.isStart(raw.line)));
    if (chat + plain === 0) return;
    const add = (state: Stream) => {
      state.chat += chat;
      state.plain += plain;
    };
    add(this.#bare);
    for (const [other, state] of this.#streams) if (isNamed(other)) add(state);
  }

  #readHead({ text, log, stream, raw }: ReadLine & { readonly log: LogLine }): void {
    const line = { text, log };
    const state = this.#of(stream);
    if (!this.#own.begins(line, raw.line) && !this.#learn(line, raw.line, state)) {
      this.#suspect(line);
      if (this.#own.isNamed(line, raw.line) && !this.#isOfStart(text, raw.line)) state.named += 1;
      else if (mayBeQuoted(line)) state.isMessage = true;
      if (state.plain >= fewestPlain) state.belowPlain ??= formOf(line);
      return;
    }
    this.#isWithin = false;
    const isMessage = mayBeMessage(log, this.#own.isStart(raw.line));
    this.#streams.set(stream, { ...closed, timeMs: state.timeMs, isMessage });
  }

  #learn(line: HeadedLine, at: number, { isMessage, chat, named, plain, belowPlain }: Stream): boolean {
    if (isMessage || chat >= 1) return false;
    if (plain >= fewestPlain) return (belowPlain ?? formOf(line)) === formOf(line) && this.#own.learnNamed(line, at);
    return (named === 0 || this.#own.isNamed(line, at)) && this.#own.learn(line, at);
  }

  #isOfStart = (text: string, line: number) => this.#own.isStart(line) && isOfStart(text);

  #of(stream: string): Stream {
    const known = this.#streams.get(stream);
    if (known) return known;
    const state = isNamed(stream) ? { ...this.#bare } : { ...closed };
    this.#streams.set(stream, state);
    return state;
  }
}

const closed: Stream = {
  isMessage: false,
  timeMs: Number.NaN,
  chat: 0,
  named: 0,
  plain: 0,
  belowPlain: undefined,
  ofStart: 0,
};

/** Whether a line has a head that names a level or a logger. */
export const isHead = (read: Pick<ReadLine, "log">): read is ReadLine & { readonly log: LogLine } =>
  read.log !== undefined && !read.log.isWeak && (read.log.level !== undefined || read.log.logger !== undefined);
