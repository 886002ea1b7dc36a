import { limits } from "../../../report/limits.ts";
import { isBracketed } from "../../logs/trust/chat-below.ts";
import { isBoxTitle } from "../rich/box.ts";
import { type Columns, cutLeft, jointOf } from "../rich/wrap.ts";
import { isBlank, parseHeader, parseLink, skipBlank } from "../text/lines.ts";
import { looksLikeException } from "../text/type.ts";

export interface Message {
  readonly value: string;
  /** Index of the first line that is not part of it. */
  readonly end: number;
}

export interface MessageOptions {
  /** Whether blank lines may be part of the message. */
  readonly whole: boolean;
  /** The error's type. */
  readonly type: string;
  /** Where rich wrote it. */
  readonly columns?: Columns | undefined;
  /** White space before every line of the traceback: units. */
  readonly indent?: number | undefined;
  /** As in `ChainOptions`. */
  readonly logged?: RegExp | undefined;
  /** As in `ChainOptions`. */
  readonly said?: ((line: string) => boolean) | undefined;
}

/** Lines that Python, shells, hosts or people who paste its output write directly after an exception. */
const trailer = new RegExp(
  `^(?:${[
    "Call stack:|Stack \\(most recent |Exception ignored |Exception in |Future exception |Error in atexit",
    `${String.raw`Ignoring exception |Fatal Python error|sys:\d+: |future: |Task exception |\s*\+-\+?-{3}|`}\`\`\``,
    String.raw`Process [\w-]+:|--- Logging error ---|The above excep$|_{3,} .* _{3,}$|={10,}|-{3,} Captured `,
    String.raw`\s*[\u256d\u250c]\u2500`,
    // prompts
    String.raw`(?:\([\w.-]+\) )?(?:>>>(?: |$)|[$#] |[\w.-]+@[\w.-]+[:~].{0,80}[$#](?: |$)|(?:PS )?[A-Z]:\\[^>]{0,200}>)|In \[\d+\]: `,
    // the next message of a chat or section of an issue that it was copied from
    String.raw`\[\d\d?:\d\d(?::\d\d)?(?: [AP]M)?\] <?[\w.-]{2,32}>?: |#{2,3} [A-Z]`,
    String.raw`.{1,60} \u2014 (?:(?:Today|Yesterday) at |\d\d?[/.]\d\d?[/.]\d{4},? )\d`,
    // how a program ended, and that it starts again
    String.raw`==> |\[PYI-\d+:|\[\d+\] Failed to execute script|Failed to execute script |npm (?:ERR!|error) |error: script `,
    `Process (?:finished|completed) with exit code|(?:Program|Process|Container|Application) (?:exited|stopped|crashed)`,
    String.raw`Press (?:any key|ENTER)|[\w.-]+ exited with code \d|\[?[Pp]terodactyl(?: Daemon)?[\]~:]|container@pterodactyl`,
    String.raw`(?:Logged|Logging) in (?:as|using) |Shard (?:ID )?\d|Restarting (?:in|with) |START RequestId: |END RequestId: |REPORT RequestId: `,
    String.raw`\^[CZ\\]|-- (?:Reboot --|Boot [0-9a-f]{32})|[\w@.\\-]+\.service: |exited with code \d|error Command failed with exit code`,
    String.raw`(?:The )?[Bb]ot is (?:now )?(?:ready|online|running)|Sentry is attempting to send \d`,
    // requests and warnings
    String.raw`(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})? - (?:\S+ \[|")|\S+\.py:\d+: [A-Z]\w*Warning: `,
    String.raw`(?:Killed|Terminated|Aborted|Stopped)$|Segmentation fault|PM2 +\| |Reconnecting in \d`,
  ].join("|")})`,
);

/** Errors whose message Python itself writes, on one line: the following lines are from others. */
const oneLine =
  /^(?:KeyError|IndexError|AttributeError|NameError|UnboundLocalError|ZeroDivisionError|ModuleNotFoundError|RecursionError|UnicodeDecodeError|SyntaxError|IndentationError|TabError)$/;

/** Reads the lines of a message that begins with `first` on line `from - 1`; notes that follow belong to it. */
export function readMessage(lines: readonly string[], from: number, first: string, options: MessageOptions): Message {
  if (!options.whole && !options.columns && first !== "" && oneLine.test(options.type))
    return { value: first, end: from };
  const parts = [first];
  let units = first.length;
  const { columns, indent = 0 } = options;
  const left = columns ?? (indent > 0 ? { left: indent } : undefined);
  const textOf = (at: number) => (left ? cutLeft(lines[at]!, left) : lines[at]!);
  let previous = from > 0 ? textOf(from - 1) : "";
  let certain = options.whole && !oneLine.test(options.type) ? Number.POSITIVE_INFINITY : from;
  /** Whether the message continues with a traceback that it quotes. */
  let quotes = false;
  const isSaid =
    columns || isBracketed(first) ? undefined : (options.said ?? (options.whole ? undefined : isBracketed));
  let at = from;
  while (at < lines.length) {
    const next = skipBlank(lines, at);
    if (next >= lines.length || options.logged?.test(lines[next]!)) break;
    quotes ||= options.whole && next === at && /[^:]:$/.test(parts.at(-1)!) && isHeader(lines[next]!);
    if (!quotes && (endsMessage(lines, next) || isSaid?.(textOf(next)))) break;
    if (next > at && next >= certain) {
      certain = linkAhead(lines, next);
      if (next >= certain) break;
    }
    const line = textOf(next);
    if (units <= limits.messageUnits) {
      parts.push("\n".repeat(next - at), columns && next === at ? jointOf(previous, line, columns) : "\n");
      parts.push(line.trimEnd());
      units += line.length + next - at + 1;
    }
    previous = line;
    at = next + 1;
  }
  const value = parts.join("").trimEnd();
  return { value: closeQuote(columns ? value.trimStart() : value), end: at };
}

function endsMessage(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  if (parseLink(line) !== undefined) return linkEnd(lines, at) !== undefined;
  return isHeader(line) || trailer.test(line);
}

const isHeader = (line: string) => line.includes("Traceback") && (parseHeader(line) !== undefined || isBoxTitle(line));

/** The most lines after a blank one that are searched for the next exception of the chain. */
const lookAhead = 60;

/** The line of the sentence that links to the next exception, if it is near; otherwise -1. */
function linkAhead(lines: readonly string[], from: number): number {
  for (let at = from; at < Math.min(lines.length, from + lookAhead); at++) {
    const line = lines[at]!;
    if (parseLink(line) !== undefined && (linkEnd(lines, at) ?? lines.length) < lines.length) return at;
    if (line.includes('File "') || line.includes("Traceback (most") || looksLikeException(line)) return -1;
  }
  return -1;
}

/**
 * Where the next exception of a chain begins, if line `at` is the sentence between two. A message may contain the same
 * sentence, but no traceback follows it there. `lines.length` if the text ends with the sentence.
 */
export function linkEnd(lines: readonly string[], at: number): number | undefined {
  if (parseLink(lines[at]!) === undefined) return undefined;
  const next = skipBlank(lines, at + 1);
  if (next >= lines.length) return next;
  const line = lines[next]!;
  return parseHeader(line) || isBoxTitle(line) || isNamed(lines, at) || isUncalled(lines, at, next) ? next : undefined;
}

/**
 * Whether an exception that was made and not raised follows between blank lines, as nextcord wraps those of commands:
 * with its module and a message.
 */
const isUncalled = (lines: readonly string[], at: number, next: number) =>
  next === at + 2 && isBlank(lines[at - 1] ?? "") && /^(?:[a-z_]\w*\.)+_*[A-Z]\w*: /.test(lines[next]!);

/** Whether only names of exceptions are around a sentence, also directly below it: a traceback without calls. */
const isNamed = (lines: readonly string[], at: number) =>
  at > 1 && looksLikeException(lines[at + 1] ?? "") && isBlank(lines[at - 1]!) && isBare(lines, at - 2);

/** Whether the message that ends on this line belongs to an exception without a traceback. */
function isBare(lines: readonly string[], last: number): boolean {
  for (let at = last; at >= Math.max(0, last - bareLines); at--) {
    const line = lines[at]!;
    if (isBlank(line) || /^\s/.test(line)) return false;
    if (looksLikeException(line)) return at === 0 || isBlank(lines[at - 1]!) || !/^\s/.test(lines[at - 1]!);
  }
  return false;
}

/** The most lines of such a message. */
const bareLines = 20;

/** Drops the backtick of a chat message that ended with the error. */
function closeQuote(value: string): string {
  if (!value.endsWith("`")) return value;
  const tail = /(?<!`)`+$/.exec(value)?.[0] ?? "";
  const odd = tail.length > 0 && value.split("`").length % 2 === 0;
  return odd ? value.slice(0, -tail.length).trimEnd() : value;
}
