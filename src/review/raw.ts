import { createMark, type Place } from "../preview/placeholders.ts";
import type { Tree } from "../preview/render.ts";
import type { Span } from "../preview/terminal/line.ts";

/**
 * A scrubbed payload with the text as it was before: the same fields in the same order. A field that cannot be found in
 * the raw payload, because it was cut or its owner changed it, stays as it is. Pure.
 *
 * @param raw - The unscrubbed payload.
 * @param places - The places where something was removed from the payload.
 * @returns The payload, and the places in it of the text that was removed.
 */
export function unscrub(scrubbed: Tree, raw: unknown, places: readonly Place[]): { payload: Tree; places: Place[] } {
  const mark = createMark(places);
  const found: Place[] = [];
  const copy = (value: unknown, before: unknown, pointer: string, isAligned: boolean): unknown => {
    if (typeof value === "string") {
      const text = typeof before === "string" ? before : typeof before === "number" ? String(before) : undefined;
      const pieces = text === undefined ? undefined : align(mark(value, pointer), text);
      if (pieces) found.push(...pieces.map(({ raw: placeholder, rule }) => withRule({ pointer, placeholder }, rule)));
      return pieces || (isAligned && text !== undefined) ? text : value;
    }
    if (Array.isArray(value)) {
      const all = Array.isArray(before) ? before : [];
      const shift = all.length - value.length; // text that does not fit is cut off at the beginning
      return value.map((item, at) => copy(item, all[at + shift], `${pointer}/${at}`, isAligned && shift === 0));
    }
    if (typeof value !== "object" || value === null) return value;
    const old = typeof before === "object" && before !== null ? (before as Tree) : {};
    const entries = Object.entries(value).map(([key, item]) => {
      const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return [key, copy(item, Object.hasOwn(old, key) ? old[key] : undefined, at, isAligned)];
    });
    return Object.fromEntries(entries);
  };
  return { payload: copy(scrubbed, raw, "", true) as Tree, places: found };
}

const withRule = (place: Place, rule: string | undefined): Place => (rule === undefined ? place : { ...place, rule });

/** The text that each placeholder replaced: the text between them is the same in both. `undefined` if it is not. */
function align(spans: readonly Span[], raw: string): { raw: string; rule: string | undefined }[] | undefined {
  const texts = spans.filter((span) => typeof span === "string"); // one before each mark, and one at the end
  const marks = spans.filter((span) => typeof span !== "string");
  const pieces: { raw: string; rule: string | undefined }[] = [];
  let from = texts[0]!.length;
  if (!raw.startsWith(texts[0]!)) return undefined;
  for (const [index, [, , rule]] of marks.entries()) {
    const [next, isLast] = [texts[index + 1]!, index === marks.length - 1];
    if (next === "" && !isLast) return undefined; // two adjacent ones cannot be distinguished
    const at = isLast ? raw.length - next.length : raw.indexOf(next, from);
    if (at < from || !raw.startsWith(next, at)) return undefined;
    pieces.push({ raw: raw.slice(from, at), rule });
    from = at + next.length;
  }
  return from === raw.length ? pieces : undefined;
}
