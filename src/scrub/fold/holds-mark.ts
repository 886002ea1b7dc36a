import { endsString, followsName, isInString } from "./blocks.ts";
import { codedAt } from "./coded.ts";
import { holdsHint } from "./hints.ts";
import { wrapAt } from "./joins.ts";
import { BACKSLASH, MAX_RUN, markBytes, NO_MARK } from "./marks/mark.ts";
import { backslashesEnd, markAt } from "./marks/marks.ts";

/**
 * Whether a line may read differently when it is folded: it holds a mark, a block in a string or text that is coded as
 * a whole, with a secret in it, or a wrap whose line end is escaped. It is read once.
 */
export function holdsMark(text: Uint8Array, from: number, to: number): boolean {
  let needsHint = false;
  for (let at = from, next = from; at < to; at = next) {
    next = at + 1;
    if (markBytes[text[at]!] !== 1) continue;
    if (text[at] === BACKSLASH) next = backslashesEnd(text, at, to);
    if (markAt(text, Math.max(at, next - MAX_RUN), to) !== NO_MARK || wrapAt(text, at, from, to) !== undefined)
      return true;
    if (text[at] === BACKSLASH && isInString(text, at, from, to)) {
      if (followsName(text, at, from)) return true;
      needsHint ||= !endsString(text, at, to);
    }
    needsHint ||= codedAt(text, at, to) !== NO_MARK;
  }
  return needsHint && holdsHint(text, from, to);
}
