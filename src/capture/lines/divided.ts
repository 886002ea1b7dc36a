import { unwrap } from "./carriers/carrier.ts";

/**
 * The line that a lone CR divides, up to an LF: a program wrote it as one, and a message in it may contain the CR.
 */
export interface Divided {
  /** Its beginning: with the prefix of its carrier, if there is one. */
  readonly start: string;
  /** Its line number, and its byte offset. */
  readonly line: number;
  readonly offset: number;
  /** Whether everything before the CR is blank, or progress that the program draws again and again in one place. */
  readonly isDrawn: boolean;
}

/** How much of a line is kept, or looked at: bytes. */
const mostBytes = 512;

/** A label of several words without a level, and a count: `Loading cogs:  50%|`, `[download]  4.2% of`, `(3/9)`. */
const progress =
  /^(?:\[[a-z]{2,20}\] {1,3})?(?!(?:debug|info|log|notice|warn(?:ing)?|error|critical|fatal)\b)[\w .-]{0,40}(?:[:|] {0,9})?[[(]? {0,3}\d{1,9}(?:\.\d+)?(?: ?%|\/\d| ?[KkMG]i?B\b)/i;

/** The same where a name may be in front of a message: a label fills up the number's column, and no text of a user does. */
const firstProgress =
  /^(?:[^:[\]]{0,40}: {2}|\[[a-z]{2,20}\] {2}|[A-Z][a-z]{2,20} )?[[(]? {0,3}\d{1,9}(?:\.\d+)?(?: ?%|\/\d| ?[KkMG]i?B\b)/;

function isDrawn(part: string, pattern: RegExp): boolean {
  const text = part.trim();
  return text === "" || pattern.test(text);
}

/**
 * What is known of a line behind a lone CR.
 *
 * @param before - What is known of the line in front of the CR; `undefined` if no lone CR is in front of that.
 * @param text - The line in front of it.
 */
export function divideAt(
  before: Divided | undefined,
  text: string,
  { line, offset }: Pick<Divided, "line" | "offset">,
): Divided {
  const part = text.slice(0, mostBytes);
  if (!before) return { start: part, line, offset, isDrawn: isDrawn(unwrap(part, true).text, firstProgress) };
  return before.isDrawn && !isDrawn(part, progress) ? { ...before, isDrawn: false } : before;
}
