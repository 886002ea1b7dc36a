import { type Anchor, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1 } from "../../../text/bytes.ts";
import { isDull } from "../arguments/whole-string.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";
import { isLabel } from "./cell.ts";

/** The tag that closes a cell after the name of a secret. */
export const htmlAnchors = (last: string): Anchor[] => [{ at: "<", before: `${last}:`, after: "/" }];

const MAX_CELL = 320;
const BREAK = "[ \\t]{0,16}(?:\\r?\\n[ \\t]{0,40})?";
const MARKS = "(?:b|strong|em|i|code|span|label|kbd|pre|tt)";
const CLOSE = new RegExp(`^(?:</${MARKS}>)?:?</(?:td|th|dt)>`);
const NEXT = new RegExp(
  `^${BREAK}<(?:td|dd)(?: [^<>\\n]{0,80})?>${BREAK}(?:<${MARKS}(?: [^<>\\n]{0,60})?>)?(?!&\\w{2,8};\\s{0,8}<)([^\\s<>]{4,128})(?=\\s{0,8}</)`,
);
const quotes = byteClass("\"'");

/**
 * `<td>password</td><td>…</td>`, `<th>Token</th>`, `<dt>Token:</dt><dd>…</dd>`. Called at the tag that closes the name.
 */
export function nextCell(window: Window, at: number): Span | undefined {
  const { text, to, last } = window;
  const close = CLOSE.exec(latin1(text, at, Math.min(to, at + 24)))?.[0];
  if (close === undefined) return undefined;
  const key = nameBefore(window, text[at - 1] === 0x3a ? at - 1 : at);
  if (key === undefined || key.isQuoted || quotes[text[key.start - 1] ?? 0] === 1) return undefined;
  const strength = nameStrength(key.name);
  if (strength === "none") return undefined;
  if (at + MAX_CELL > to && !last) return undecided;
  const found = NEXT.exec(latin1(text, at + close.length, Math.min(to, at + MAX_CELL)));
  if (found === null || isDull(found[1]!)) return undefined;
  const end = at + close.length + found[0].length;
  const value = { start: end - found[1]!.length, end, isQuoted: true };
  return isLabel(window, value, key.name) ? undefined : accept(window, value, strength, key.name, "certain");
}
