import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import { base64url, byteClass, membersOf, skipWhile, wordBytes } from "../../text/bytes.ts";
import { isLeftEdge } from "../../text/edges.ts";

/** The four characters of base64 that three decimal digits give, one class each. */
const quad = [byteClass("MNO"), byteClass("DTjz"), byteClass("AEIMQUYcgk"), byteClass("wxyz0-5")] as const;
const lastOfTwo = byteClass("AQgw");
/** Length of the first part, longest first: ids of 19, 18 and 17 digits. */
const LENGTHS = [26, 24, 23];

/**
 * Tokens of bots and users: `base64(id) . time . signature`. The first part is base64 of 17 to 19 decimal digits, so
 * each of its characters is one of a few: random text never fits, and no keyword or left boundary is needed. The last
 * part may be masked with stars. Also `mfa.` and a long word, the form of users' tokens until 2022.
 *
 * Misses dotted names, hashes and placeholders, which do not spell digits.
 *
 * Costs a look at the 26 bytes before a dot after what may end the first part.
 */
export const botToken: Rule = {
  name: "bot-token",
  recognises: "tokens of Discord bots and users",
  becomes: "BOT-TOKEN",
  example: "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007",
  priority: 90,
  on: true,
  anchors: () => [
    { at: ".", before: "AEIMQUYcgkwxyz012345", beforeThat: "AEIMQUYcgkDTjzMNO", after: membersOf(base64url) },
    { at: ".", before: "a", beforeThat: "f", after: membersOf(base64url) },
  ],
  match: (window, at) => token(window, at) ?? mfaToken(window, at),
};

function token(window: Window, dot: number): Span | undefined {
  const { text, from, to } = window;
  const start = idStart(text, dot, from);
  if (start < 0) return undefined;
  const middleEnd = skipWhile(text, dot + 1, Math.min(to, dot + 10), base64url);
  if (middleEnd - dot - 1 < 5 || middleEnd - dot - 1 > 8 || middleEnd >= to || text[middleEnd] !== 0x2e)
    return undefined;
  const last = middleEnd + 1;
  let end = window.runEnd(base64url, last);
  if (end - last >= 20) return { start, end, ...openAt(end, to, base64url) };
  end = window.runEnd(stars, last);
  return end - last >= 3 ? { start, end } : undefined;
}

const stars = byteClass("*");

/** Where the base64 of an id begins that ends just before `dot`, or -1. */
function idStart(text: Uint8Array, dot: number, from: number): number {
  for (const length of LENGTHS) {
    const start = dot - length;
    if (start >= from && spellsDigits(text, start, length)) return start;
  }
  return -1;
}

function spellsDigits(text: Uint8Array, start: number, length: number): boolean {
  for (let i = length - 1; i >= 0; i--) {
    const members = length === 26 && i === 25 ? lastOfTwo : quad[(i & 3) as 0 | 1 | 2 | 3];
    if (members[text[start + i]!] !== 1) return false;
  }
  return true;
}

function mfaToken(window: Window, dot: number): Span | undefined {
  const { text, from, to } = window;
  const start = dot - 3;
  if (start < from || text[start] !== 0x6d || text[start + 1] !== 0x66 || text[start + 2] !== 0x61) return undefined;
  if (!isLeftEdge(text, start, from, to, wordBytes)) return undefined;
  const end = window.runEnd(base64url, dot + 1);
  return end - dot - 1 >= 60 ? { start, end, ...openAt(end, to, base64url) } : undefined;
}
