import type { RaisedError } from "../report/report.ts";
import type { ParsedError } from "./parser.ts";

/**
 * The errors of one record without those that it prints twice: directly below and introduced by other words, as in
 * `Promise { <rejected> E } reason: E`, or in another field of the same document.
 *
 * @param isData - Whether they are in fields of one structured line.
 */
export function withoutReprints(
  found: readonly ParsedError[],
  lines: readonly string[],
  isData: boolean,
): readonly ParsedError[] {
  if (found.length < 2) return found;
  const kept: ParsedError[] = [];
  /** The newest one of each name, as indexes of `kept`. */
  const newest = new Map<string, number>();
  for (const error of found) {
    const name = nameOf(error.error);
    const above = newest.get(name);
    const before = above === undefined ? undefined : kept[above];
    if (
      above !== undefined &&
      before &&
      (isData || isBelow(before, error, lines) || isInDocument(before, error, lines))
    )
      kept[above] = merge(before, error);
    else {
      newest.set(name, kept.push(error) - 1);
    }
  }
  return kept;
}

/** Equal if both were printed from the same error object: Node omits calls that a cause has as well. */
const nameOf = ({ type, value, frames }: RaisedError) =>
  JSON.stringify([type, value.replaceAll(/\s+/g, " "), frames.slice(-newestCalls)]);

const newestCalls = 2;

/** The one with more causes and members, covering the lines of both. */
function merge(before: ParsedError, error: ParsedError): ParsedError {
  const isFuller = sizeOf(error.error) > sizeOf(before.error);
  const handled = before.handled && error.handled;
  return { ...before, error: isFuller ? error.error : before.error, handled, last: error.last, again: error.first };
}

const sizeOf = ({ cause, context, members = [] }: RaisedError): number =>
  [...(cause ? [cause] : []), ...(context ? [context] : []), ...members].length;

const isBelow = (before: ParsedError, error: ParsedError, lines: readonly string[]) =>
  error.first <= before.last + 1 && lines[before.first] !== lines[error.first];

/** A stack in JSON of several lines, as mocha's and other reporters write it. */
const field = /^\s+"[\w.]+": "/;

function isInDocument(before: ParsedError, error: ParsedError, lines: readonly string[]): boolean {
  if (!field.test(lines[before.first] ?? "") || !field.test(lines[error.first] ?? "")) return false;
  return lines.slice(before.last, error.last + 1).every((line) => /^\s/.test(line));
}
