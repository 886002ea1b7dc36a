import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, lineEnds } from "../../../text/bytes.ts";
import { behindMargin, marginOf } from "../lines/margin.ts";
import { loneValue, wholeLineEnd } from "../lines/next-line.ts";
import type { KeyStrength } from "../name/secret-keys.ts";
import { isLabel } from "../tables/cell.ts";
import { accept } from "../value/secret-looks.ts";

const quotes = byteClass("\"'");
/** The most bytes of the line before an option. */
const MAX_BACK = 64;
/** What is before an option that is alone on its line: an element of a list of JSON or YAML. */
const ELEMENT = /^[ \t]*(?:- ["']?|["'])--?$/;
/** The rest of its line, behind the name. */
const REST = /^["']?,?[ \t]*\r{0,2}\n/;

/**
 * `- --token`, `"--token",`, and the value on the line below, as Docker and Compose list the arguments of a command.
 *
 * @param hyphen - The last one before the name.
 * @param end - Where the name ends.
 */
export function argumentBelow(window: Window, hyphen: number, end: number, strength: KeyStrength): Span | undefined {
  const { text, from, to, last } = window;
  const said = latin1(text, end, Math.min(to, end + 8));
  const rest = REST.exec(said)?.[0];
  if (rest === undefined) return !last && end + said.length === to && /^["']?,?\s*$/.test(said) ? undecided : undefined;
  const begin = window.previous(lineEnds, hyphen, Math.max(from, hyphen - MAX_BACK)) + 1;
  const next = end + rest.length;
  const lineEnd = wholeLineEnd(window, next);
  if (lineEnd === undefined) return undecided;
  const margin = marginOf(window, hyphen, next);
  const first = Math.max(begin, margin.length > 0 ? margin.begin + margin.length : from);
  const before = latin1(text, first, hyphen + 1);
  if (before.length > MAX_BACK || !ELEMENT.test(before)) return undefined;
  const element = before.replace(/["']?--?$/, "");
  const line = behindMargin(window, margin, next);
  const start = line + element.length;
  if (latin1(text, line, Math.min(lineEnd, start)) !== element || text[start] === 0x2d || text[start]! <= 0x20)
    return undefined;
  const isQuoted = quotes[text[start] ?? 0] === 1;
  if (isQuoted ? text[start + 1] === 0x2d : !element.endsWith("- ")) return undefined;
  const value = loneValue(window, start, lineEnd);
  if (value === undefined) return undefined;
  const name = latin1(text, hyphen + 1, end);
  // `parser.add_argument("--token", "The token of the bot")`
  return isLabel(window, value, name) ? undefined : accept(window, value, strength, name, "certain");
}
