import type { Anchor, Rule, RuleEntry, Span, Window } from "../../rule.ts";
import { alphanumerics, wideLetter } from "../../text/bytes.ts";
import { escapeEnd, isLeftEdge } from "../../text/edges.ts";
import type { Form } from "./forms.ts";

const anchorOf = ({ bytes, anchorAt }: Form): Anchor => ({
  at: String.fromCharCode(bytes[anchorAt]!),
  ...(anchorAt > 0 && { before: String.fromCharCode(bytes[anchorAt - 1]!) }),
  ...(anchorAt > 1 && { beforeThat: String.fromCharCode(bytes[anchorAt - 2]!) }),
  ...(anchorAt > 2 && { thirdBefore: String.fromCharCode(bytes[anchorAt - 3]!) }),
  ...(anchorAt + 1 < bytes.length && { after: String.fromCharCode(bytes[anchorAt + 1]!) }),
});

/** Whether these bytes are at this place, inside the window. */
export function standsAt({ text, from, to }: Window, start: number, bytes: Uint8Array): boolean {
  if (start < from || start + bytes.length > to) return false;
  for (let i = 0; i < bytes.length; i++) if (text[start + i] !== bytes[i]) return false;
  return true;
}

/** The byte before an anchor that is the first byte of its form: any. */
const ANY = 0x100;
const pair = (before: number, at: number): number => (before << 8) | at;
const NONE: readonly Form[] = [];

/** The forms by their anchor and the byte before it, so that few of thousands have to be compared. */
function groupByAnchor(forms: readonly Form[]): ReadonlyMap<number, readonly Form[]> {
  const groups = new Map<number, Form[]>();
  for (const form of forms) {
    const { bytes, anchorAt } = form;
    const key = pair(anchorAt > 0 ? bytes[anchorAt - 1]! : ANY, bytes[anchorAt]!);
    groups.set(key, [...(groups.get(key) ?? []), form]);
  }
  return groups;
}

/** @param isWhole - Whether the match is complete, and not a part of a longer word. */
export function literalRule(
  entry: RuleEntry,
  forms: readonly Form[],
  isWhole: (window: Window, span: Span) => boolean,
): Rule {
  const groups = groupByAnchor(forms);
  return {
    ...entry,
    anchors: () => forms.map(anchorOf),
    match(window, at) {
      const { text, from } = window;
      let longest: Span | undefined;
      for (const before of at > from ? [text[at - 1]!, ANY] : [ANY])
        for (const form of groups.get(pair(before, text[at]!)) ?? NONE) {
          if (!standsAt(window, at - form.anchorAt, form.bytes)) continue;
          const span = spanOf(window, at - form.anchorAt, form);
          if (isWhole(window, span) && (longest === undefined || span.end - span.start > longest.end - longest.start))
            longest = span;
        }
      return longest;
    },
  };
}

/**
 * What is removed if a form begins at `start`: for a part of a secret, also what belongs to the same secret before and
 * after it.
 */
function spanOf({ text, from, to }: Window, start: number, { bytes, becomes, keep, partOf, beside }: Form): Span {
  let [first, end] = [start, start + bytes.length];
  if (beside !== undefined) {
    for (let left = beside[0]; left > 0 && first > from && isBase64(text[first - 1]!); left--) first--;
    for (let left = beside[1]; left > 0 && end < to && isBase64(text[end]!); left--) end++;
  }
  if (partOf !== undefined) {
    let known = partOf.length - bytes.length;
    if (partOf.indexOf(bytes) === 0) known = 0;
    for (let i = known + bytes.length; i < partOf.length && end < to && text[end] === partOf[i]; i++) end++;
    for (let i = known - 1; i >= 0 && first > from && text[first - 1] === partOf[i]; i--) first--;
  }
  const ends = first < start ? escapeEnd(text, first, from, to) : first;
  if (ends > first && ends <= start) first = ends; // the `n` of a `\\n`, not of the secret
  return { start: first + keep, end, becomes };
}

/** A character of base64, for URLs or not. */
const isBase64 = (byte: number): boolean =>
  alphanumerics[byte] === 1 || byte === 0x2b || byte === 0x2f || byte === 0x2d || byte === 0x5f;

const isLetter = (text: Uint8Array, at: number, to: number): boolean =>
  alphanumerics[text[at]!] === 1 || text[at] === 0x5f || wideLetter(text, at, to) > 0;

/** A whole word: neither a letter, a digit nor `_` on either side. */
export function isWholeWord({ text, from, to }: Window, { start, end }: Span): boolean {
  if (end < to && isLetter(text, end, to)) return false;
  if (start > from && text[start - 1]! >= 0x80) return !(start - 2 >= from && wideLetter(text, start - 2, to) === 2);
  return start <= from || (text[start - 1] !== 0x5f && isLeftEdge(text, start, from, to, alphanumerics));
}
