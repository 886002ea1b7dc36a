import type { Writable } from "../../report/writable.ts";
import { shapeOf } from "../lines/prefix.ts";
import type { ParsedError, Parser, ParserOptions } from "../parser.ts";
import { isRemote } from "./chain/block.ts";
import { readChain } from "./chain/chain.ts";
import { endOfStack } from "./chain/stack.ts";
import { cellPlaceAbove } from "./forms/cell.ts";
import { isFailure, readFailure } from "./forms/failure.ts";
import { isFault, readFault } from "./forms/fault.ts";
import { isTestTitle, readFailures, readOneLine } from "./forms/pytest.ts";
import { isBoxTitle, isMemberTitle, openingOfPlace } from "./rich/box.ts";
import { unwrapColumns } from "./rich/column.ts";
import { isStackDump, parseFrameLine, parseHeader, parseLink, skipBlankBack } from "./text/lines.ts";
import { cutPrefix } from "./text/prefix.ts";
import { type Chain, missing } from "./text/raised.ts";
import { isClassName, isSyntaxError, looksLikeException, parseExceptionLine } from "./text/type.ts";
import { unfoldPython } from "./text/unfold.ts";

/** Finds errors as CPython 2.7 to 3.14, rich and loguru print them, complete or cut off at either end. */
export const parsePythonTracebacks: Parser = (lines, options) => {
  const column = unwrapColumns(lines);
  const { texts, origins } = unfoldPython(column?.texts ?? lines);
  const found = findErrors(texts, options ?? {});
  if (!column && !origins) return found;
  const before = (at: number) => origins?.[at] ?? at;
  const origin = (at: number) => column?.origins?.[before(at)] ?? before(at);
  return found.map((error) => ({ ...error, first: origin(error.first), last: origin(error.last) }));
};

function findErrors(lines: readonly string[], options: ParserOptions): ParsedError[] {
  const found: ParsedError[] = [];
  let floor = 0;
  for (let at = 0; at < lines.length; at = Math.max(floor, at + 1)) {
    const cut = cutPrefix(lines, at);
    if (cut) {
      for (const error of findErrors(cut.inner, { whole: true }))
        found.push({ ...error, first: error.first + at, last: error.last + at });
      floor = cut.end;
    } else if (isStackDump(lines[at]!)) floor = endOfStack(lines, at + 1);
    else {
      const begin = beginningOf(lines, at, floor);
      const chain = begin === undefined ? undefined : readError(lines, begin, options);
      if (chain && chain.end > at) found.push(toParsedError(chain, begin!, lines));
      // calls without an error are skipped together, so that they are not read again from each call on
      floor = Math.max(floor, chain?.end ?? (begin === at ? endOfStack(lines, at) : 0));
    }
  }
  return found;
}

function readError(lines: readonly string[], at: number, { whole = false, said }: ParserOptions): Chain | undefined {
  if (isFault(lines[at]!)) return readFault(lines, at);
  if (isTestTitle(lines[at]!)) return readFailures(lines, at);
  const failure = readFailure(lines, at);
  if (failure) return failure;
  const oneLine = readOneLine(lines, at);
  if (oneLine) return oneLine;
  const logged = whole ? undefined : beginningOfLog(lines[at - 1] ?? "");
  return readChain(lines, at, { whole, depth: 0, said, ...(logged && { logged }) });
}

/**
 * The beginning of the lines of an unknown log, if the line above a traceback is from one: `owls.nest: `, `1970-01-01
 * `, `   812 `.
 */
function beginningOfLog(line: string): RegExp | undefined {
  const word = /^ *(?:[^\s\d]*\d\S*|\S{2,}[:\]|>]) /.exec(line.slice(0, maxWordUnits))?.[0];
  return word === undefined || line.startsWith("future: ") ? undefined : shapeOf(word);
}

/** Where the error begins that is indicated by line `at`: on this line, or above if it has no traceback. */
function beginningOf(lines: readonly string[], at: number, floor: number): number | undefined {
  const line = lines[at]!;
  if (line.includes("Traceback (most") || isBoxTitle(line))
    return isBoxTitle(line) || parseHeader(line) ? at : undefined;
  if (isFailure(line)) return at;
  if (isRemote(lines, at) || isTestTitle(line) || readOneLine(lines, at)) return at;
  if (line.includes("Error: ") && isSyntaxError(parseExceptionLine(line.trim())?.type ?? ""))
    return placeAbove(lines, at, floor);
  if (parseLink(line) || isMemberTitle(line)) return nameAbove(lines, at, floor);
  if (isFault(line) || isFutureAbove(lines, at)) return at;
  return parseFrameLine(line) && !isExample(lines, at) ? at : undefined;
}

/**
 * The message of asyncio about a future whose exception was never retrieved; an exception that was never raised has no
 * traceback.
 */
const isFutureAbove = (lines: readonly string[], at: number) =>
  at > 0 && lines[at - 1]!.startsWith("future: <") && looksLikeException(lines[at]!);

/** doctest prints the place of an example like CPython that of a call. */
const isExample = (lines: readonly string[], at: number) => lines[at + 1]?.startsWith("Failed example:") ?? false;

function placeAbove(lines: readonly string[], at: number, floor: number): number | undefined {
  if (cellPlaceAbove(lines, at)) return at;
  const box = openingOfPlace(lines, at - 1);
  return box !== undefined && box >= floor ? at : undefined;
}

/** A longer word is not the beginning of a log line. */
const maxWordUnits = 80;

/** The most lines above a sign that are searched for the name of an exception without a traceback. */
const linesAbove = 40;

function nameAbove(lines: readonly string[], at: number, floor: number): number | undefined {
  const last = skipBlankBack(lines, at - 1);
  const names: number[] = [];
  for (let up = last; up >= Math.max(floor, at - linesAbove) && lines[up]!.trim() !== ""; up--)
    if (isClassName(parseExceptionLine(lines[up]!.trim())?.type ?? "")) names.unshift(up);
  return names.find((name) => looksLikeException(lines[name]!.trim())) ?? names[0];
}

/** Python's message about an unhandled error. */
const unhandled = /^(?:Exception in thread |Exception ignored in|Unhandled exception in)/;

function toParsedError({ error, end, incomplete }: Chain, at: number, lines: readonly string[]): ParsedError {
  const announced = unhandled.test(lines[at - 1] ?? "") || unhandled.test(lines[at]!);
  const above = skipBlankBack(lines, at - 1);
  const orphaned = above >= 0 && parseLink(lines[above]!) !== undefined;
  const absent = new Set(orphaned ? [missing.beginning, ...incomplete] : incomplete);
  const parsed: Writable<ParsedError> = {
    platform: "python",
    error,
    first: at,
    last: end - 1,
    handled: !announced,
  };
  if (isFault(lines[at]!)) parsed.level = "fatal";
  if (absent.size > 0) parsed.incomplete = [...absent];
  return parsed;
}
