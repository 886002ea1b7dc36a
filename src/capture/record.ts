import type { LogLine } from "./log-line.ts";

/** One line of a record, latin1, without what carried it. */
export interface RecordLine {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
}

/** A log line and what follows it until the next one; without a log line: text of an unknown kind. */
export interface LogRecord {
  readonly log: LogLine | undefined;
  /** When its carrier took it, if a carrier said so. */
  readonly carrierTime: string | number | undefined;
  /** Whether a line of it hints at an error. Others keep their newest lines only. */
  readonly hot: boolean;
  readonly lines: readonly RecordLine[];
  /** Whether lines between the first and the rest, or at the end, were not kept. */
  readonly cut: boolean;
}

/** What a record without an error keeps in front of one that may come: lines. */
export const tailLines = 24;

/** A record that hints at an error is closed when it is longer than this, or when so many lines have hinted at nothing. */
export const recordLimits = { lines: 20_000, bytes: 4 * 1024 * 1024, quietLines: 400 } as const;

/** A record while lines are still added to it. */
export class OpenRecord implements LogRecord {
  readonly lines: RecordLine[] = [];
  hot = false;
  cut = false;
  #bytes = 0;
  #quiet = 0;
  #prefixed = false;

  constructor(
    readonly log: LogLine | undefined,
    readonly carrierTime: string | number | undefined,
  ) {}

  /** @param prefixed - Whether it came as a log line of its own. */
  add(line: RecordLine, hot: boolean, prefixed = false): void {
    if (prefixed) this.#prefixed = true;
    this.lines.push(line);
    this.#bytes += line.text.length + 64;
    this.#quiet = hot ? 0 : this.#quiet + 1;
    if (hot) this.hot = true;
    else if (!this.hot && this.lines.length > 2 * tailLines) this.#trim();
  }

  /**
   * Whether a log line is only one more line of the error that is open here: some handlers put time, level and logger
   * in front of every line of a traceback.
   */
  continuesWith(log: LogLine): boolean {
    if (!this.hot || !this.log || log.level !== this.log.level || log.logger !== this.log.logger) return false;
    return /^(?:\s|$)/.test(log.message) || isLink(log.message) || (this.#prefixed && awaitsMore(this.lines));
  }

  /** Whether it breaks off within a traceback: what somebody else logs meanwhile does not end it. */
  get awaitsMore(): boolean {
    return this.hot && awaitsMore(this.lines);
  }

  /** Whether a line without time or level is how the traceback goes on that breaks off here. */
  resumesWith(text: string): boolean {
    const last = lastText(this.lines);
    if (isLink(last)) return text.includes("Traceback (most recent call last)");
    if (/^\s+(?:File "|\[Previous line |[\^~][\^~\s]*$)/.test(text)) return true;
    return /^\s/.test(text) ? /^\s+File "/.test(last) : /^(?:\w+\.)*_*[A-Z]\w*(?::\s|$)/.test(text);
  }

  /** Whether it must be closed now, whatever follows. */
  get full(): boolean {
    return (
      this.hot &&
      (this.#quiet > recordLimits.quietLines ||
        this.lines.length >= recordLimits.lines ||
        this.#bytes >= recordLimits.bytes)
    );
  }

  #trim() {
    const first = this.log ? 1 : 0;
    for (const { text } of this.lines.splice(first, this.lines.length - first - tailLines))
      this.#bytes -= text.length + 64;
    this.cut = true;
  }
}

const isLink = (text: string) =>
  /^(?:The above exception was the direct|During handling of the above exception)/.test(text);

const lastText = (lines: readonly RecordLine[]) => lines.findLast(({ text }) => text.trim() !== "")?.text ?? "";

/** Whether a line without indentation still belongs to the traceback: its exception, or the next of the chain. */
function awaitsMore(lines: readonly RecordLine[]): boolean {
  const last = lastText(lines);
  return isLink(last) || /Traceback \(most recent call last\):?\s*$/.test(last) || /^\s+(?!at )\S/.test(last);
}
