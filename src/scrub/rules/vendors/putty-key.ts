import { holdsPlaceholder } from "../../claim/placeholders.ts";
import { type Rule, undecided } from "../../rule.ts";
import { base64, hasExactly, latin1, skipWhile } from "../../text/bytes.ts";
import { privateKey } from "./private-key.ts";

const HEADER = "Private-Lines: ";
/** The number of lines, and the end of that line, real or escaped. */
const COUNT = /^Private-Lines: ([0-9]{1,3})(\r?\n|(?:\\r)?\\n)/;
/** The longest header with its line end. */
const MAX_HEADER = 24;
/** A longer key is not read further. */
const MAX_LINES = 128;
const MAX_LINE = 64;
/** The private part of the shortest kind of key has more. */
const MIN_BODY = 16;

/**
 * The private part of a key file of PuTTY: the lines of base64 after `Private-Lines: 8`, as many as it says; line ends
 * may be escaped.
 *
 * Misses the public part, and the header with no base64 after it. Costs a look at the header after its first word, and
 * at the lines of a key.
 */
export const puttyKey: Rule = {
  ...privateKey,
  recognises: "private keys of PuTTY",
  example: "Private-Lines: 1\nb25jZSB1cG9uIGEgdGltZSB0aGVyZSB3YXMgYSBrZXk=",
  anchors: () => [{ at: "-", before: "e", beforeThat: "t", thirdBefore: "a", after: "L" }],
  match({ text, from, to, last }, at) {
    const start = at - 7;
    if (start < from || !hasExactly(text, start, at, "Private")) return undefined;
    const header = latin1(text, start, Math.min(to, start + MAX_HEADER));
    const found = COUNT.exec(header);
    if (found === null)
      return !last && to - start < MAX_HEADER && HEADER.startsWith(header.slice(0, 15)) ? undecided : undefined;
    const body = start + found[0].length;
    const lineEnd = found[2]!;
    let end = body;
    for (let line = body, count = Math.min(MAX_LINES, Number(found[1])); count > 0; count--) {
      const runEnd = skipWhile(text, line, Math.min(to, line + MAX_LINE + 1), base64);
      if (runEnd === to && !last) return undecided;
      if (runEnd === line || runEnd - line > MAX_LINE || text[runEnd] === 0x2d) break;
      if (holdsPlaceholder(text, line, runEnd)) break;
      end = runEnd;
      if (!hasExactly(text, runEnd, to, lineEnd)) {
        if (!last && to - runEnd < lineEnd.length) return undecided;
        break;
      }
      line = runEnd + lineEnd.length;
    }
    return end - body >= MIN_BODY ? { start: body, end } : undefined;
  },
};
