import { findSpacing } from "./lines/damage/double-spacing.ts";
import { untickLines } from "./lines/damage/paste.ts";
import { unwrapPowerShell } from "./lines/damage/powershell.ts";
import { mayHoldError, mayHoldStack } from "./lines/error-words.ts";
import { parseNodeStacks } from "./node/stack.ts";
import type { ParsedError, ParserOptions } from "./parser.ts";
import { parsePythonTracebacks } from "./python/traceback.ts";

/** The errors in the lines, in order; lines that one parser claims are not passed to the next. */
export function parseErrors(printed: readonly string[], options?: ParserOptions): ParsedError[] {
  if (!mayHoldError(printed)) return [];
  const lines = untickLines(printed);
  const shell = unwrapPowerShell(lines);
  if (shell)
    return parseSpaced(shell.texts, options).map((error) => ({
      ...error,
      first: shell.origins[error.first]!,
      last: shell.origins[error.last]!,
    }));
  return parseSpaced(lines, options);
}

function parseSpaced(lines: readonly string[], options?: ParserOptions): ParsedError[] {
  const blank = findSpacing(lines);
  if (blank === undefined) return parseInTurn(lines, options);
  const origin = (at: number) => 2 * at + 1 - blank;
  const texts = lines.filter((_, at) => at % 2 !== blank);
  return parseInTurn(texts, options).map((error) => ({
    ...error,
    first: origin(error.first),
    last: origin(error.last),
  }));
}

function parseInTurn(lines: readonly string[], options?: ParserOptions): ParsedError[] {
  const python = parsePythonTracebacks(lines, options);
  const found = [...python];
  let from = 0;
  for (const { first, last } of [...python, { first: lines.length, last: lines.length }]) {
    const rest = lines.slice(from, first);
    if (mayHoldStack(rest))
      for (const error of parseNodeStacks(rest, from === 0 ? options : { ...options, failed: false }))
        found.push({ ...error, first: error.first + from, last: error.last + from });
    from = last + 1;
  }
  return found.sort((a, b) => a.first - b.first);
}
