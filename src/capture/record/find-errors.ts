import { stripAnsi } from "../lines/ansi.ts";
import { cutData } from "../logs/formats/json.ts";
import { isInOtherField } from "../logs/formats/own-fields.ts";
import type { LogLine } from "../logs/log-line.ts";
import type { LogRecord } from "../logs/record.ts";
import { whyMixed } from "../logs/trust/uncertain.ts";
import type { ParsedError, ParserOptions } from "../parser.ts";
import { parseErrors } from "../parsers.ts";
import { withoutReprints } from "../reprints.ts";

/** Whether it is data of a kind in which programs print no errors, or two that look like one; in words. */
export function whyDoubted({ log }: LogRecord, parsed: ParsedError, lines: readonly string[]): string | undefined {
  if (log?.isOpen && log.ownTexts === 0) return inOtherField;
  if (parsed.isField) return parsed.doubt;
  return isInOtherField(lines[parsed.first] ?? "") ? inOtherField : whyMixed(parsed, lines);
}

const inOtherField = "it is in a field that is not for errors";

/**
 * The errors in the texts of a structured line, or of the data that follows a message; otherwise those of the lines.
 */
export function findErrors(
  record: LogRecord,
  lines: readonly string[],
  options: ParserOptions,
): readonly ParsedError[] {
  const { log } = record;
  const inTexts = withoutReprints(parseTexts(log), [], true);
  if (inTexts.length > 0) return inTexts;
  const inLines = withoutReprints(parseErrors(lines, options), lines, false);
  if (inLines.length > 0 || !log || record.lines.length < 2) return inLines;
  return withoutReprints(parseTexts(cutData(record.lines.at(-1)!.text)), [], true);
}

const parseTexts = ({ texts = [], ownTexts = texts.length }: Pick<LogLine, "texts" | "ownTexts"> = {}) =>
  texts.flatMap((text, at) => {
    const lines = stripAnsi(text).split(/\r?\n/);
    const found = parseErrors(lines, { whole: true });
    return found.map((parsed) => {
      const doubt = at >= ownTexts ? inOtherField : found.length > 1 ? withAnother : whyMixed(parsed, lines);
      return { ...parsed, first: 0, last: 0, isField: true as const, doubt };
    });
  });

const withAnother = "the same field holds another error";
