import { mayHoldError, mayHoldStack } from "../lines/error-words.ts";
import type { LogRecord } from "../logs/record.ts";

const header = "Traceback (most recent call last):";
const links: readonly string[] = [
  "The above exception was the direct cause of the following exception:",
  "During handling of the above exception, another exception occurred:",
];

/** What parsers see through, or another form begins with: anywhere in a text. */
const signs: readonly string[] = [
  ...["\\n", '\\"', "\x1b", "#012", '="', "<pre", "&lt;anonymous", "File &quot;", "```", "[0m", "[22m", "[24m"],
  ...["[39m", "[49m", "FullyQualifiedErrorId", "Bun v"],
];
/** In a log line above: what begins an error without any of the words of errors. */
const beginnings =
  /^(?:`|__|future: <)|\.py:|atal Python error|Windows fatal|The above |During handling |Sub-exception|Call stack|Stack \(most/;
/** A call, in ASCII and without further quotes. */
const callStart = '  File "';
const call = /^ {2}File "[ !#-~]+", line \d+, in [ !#-~]+$/;
const repeated = /^ {2}\[Previous line repeated \d+ more times?\]$/;
/** Source below a call that does not begin with a small letter, or markers below source. */
const oddSource = /^ {3,}[^\s](?!.*(?: In|The above|During h))/;
/** Source that begins with a small letter. */
const plainSource = /^ {3,}[a-z]/;
const className = /(?:^|\.)_*[A-Z]\w*(?:: )?$/;
const exception = /^(?!Traceback)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:: |$)/;

/** The files of the calls in a record, from the last line up; of a plain traceback they are exactly those. */
export function* pathsUpwards({ lines }: Pick<LogRecord, "lines">): Generator<string> {
  for (let at = lines.length - 1; at >= 0; at--) {
    const { text } = lines[at]!;
    if (text.startsWith(callStart)) yield text.slice(callStart.length, text.indexOf('"', callStart.length));
  }
}

/** What a record holds that was not read. */
export interface PlainTraceback {
  /** Index of the first line of the error. */
  readonly first: number;
  /** No error if it is nothing but calls, in the middle of a long traceback. */
  readonly count: 0 | 1;
}

/**
 * Finds out, without reading it, how many errors a record holds that is a traceback as CPython prints it, with its
 * causes, below a log line or nothing; its beginning or end may be missing. Every line has to be of a certain form.
 *
 * @returns `undefined` for anything else.
 */
export function findPlainTraceback({ log, lines, stitched, isTimed }: LogRecord): PlainTraceback | undefined {
  if (isTimed || stitched || log?.texts || log?.isOpen) return undefined;
  const texts = lines.map(({ text }) => text);
  const first = beginningOf(texts, log !== undefined);
  const parts = first === undefined ? undefined : countParts(texts, first);
  if (first === undefined || !parts) return undefined;
  const all = texts.join("\n"); // a few searches in it cost less than one in each line
  if (signs.some((sign) => all.includes(sign))) return undefined;
  if (countIn(all, "Traceback") !== parts.headers || countIn(all, 'File "') !== parts.calls) return undefined;
  if (texts[first] === header) return { first, count: 1 };
  if (parts.type === undefined) return mayHoldStack([all]) ? undefined : { first, count: 0 };
  return className.test(parts.type) ? { first, count: 1 } : undefined;
}

/** The index of the header or, if that is missing, of the first call. */
function beginningOf(texts: readonly string[], isLogged: boolean): number | undefined {
  if (texts[0] === header) return 0;
  if (isLogged) return texts[1] === header && isQuiet(texts[0]!) ? 1 : undefined;
  let at = 0;
  while (at < texts.length && plainSource.test(texts[at]!) && isQuiet(texts[at]!)) at++;
  return at < texts.length && call.test(texts[at]!) ? at : undefined;
}

const isQuiet = (text: string) => !mayHoldError([text]) && !beginnings.test(text);

interface Parts {
  readonly headers: number;
  readonly calls: number;
  /** The name of the first exception; absent if there is none. */
  readonly type: string | undefined;
}

/** The parts of a chain of exceptions, each of the usual form, if these lines from `first` on are one. */
function countParts(texts: readonly string[], first: number): Parts | undefined {
  let [headers, calls, at] = texts[first] === header ? [1, 0, first + 1] : [0, 0, first];
  let type: string | undefined;
  for (let isBelowCall = false; at < texts.length; at++) {
    const text = texts[at]!;
    if (call.test(text)) {
      calls += 1;
      isBelowCall = true;
    } else if (!isBelowCall || !isBelow(text)) {
      const name = exception.exec(text)?.[0];
      if (name === undefined) break;
      type ??= name;
      at += 1;
      if (!isLinked(texts, at)) break;
      headers += 1;
      isBelowCall = false;
      at += 3;
    }
  }
  return calls > 0 && isBlankFrom(texts, at) ? { headers, calls, type } : undefined;
}

/** Whether a line below a call is its source, or says that it was repeated. */
function isBelow(text: string): boolean {
  let at = 0;
  while (text.charCodeAt(at) === 32) at++;
  const code = text.charCodeAt(at);
  if (at > 2 && code >= 97 && code <= 122) return true;
  return at > 1 && (oddSource.test(text) || repeated.test(text));
}

/** Whether the next exception of the chain follows: blank line, sentence, blank line, header. */
const isLinked = (texts: readonly string[], at: number) =>
  texts[at] === "" && texts[at + 2] === "" && texts[at + 3] === header && links.includes(texts[at + 1]!);

function isBlankFrom(texts: readonly string[], from: number): boolean {
  for (let at = from; at < texts.length; at++) if (texts[at] !== "") return false;
  return true;
}

function countIn(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}
