import { primitiveOf } from "../json/like.ts";
import type { Recalled } from "../text/recall.ts";
import { hidesValue } from "./hidden.ts";
import type { Json } from "./json.ts";
import type { Unchanging } from "./unchanging.ts";
import { isTime, type Key, type ScrubbedText } from "./walk.ts";

/** Looks at many texts at once. */
export interface FindPlain {
  /** For each text 1 if nothing is found in it and it reads as it is written, otherwise 0. */
  findPlain(texts: readonly string[]): Uint8Array;
}

/** How texts and keys are scrubbed. */
export interface Recalls {
  readonly recallText: Recalled<ScrubbedText>;
  readonly recallKey: (name: string) => Key;
}

/** A copy of an object, and how many of the new texts are in it. */
interface Copy {
  readonly source: object;
  readonly value: { [key: string]: Json };
  readonly count: number;
  readonly texts: number;
}

/**
 * Remembers the copies of those objects that hold no other object and no private text, such as most breadcrumbs: their
 * texts are looked at together. All others are left to the walk.
 */
export function copyPlain(containers: ReadonlySet<object>, known: Unchanging, recalls: Recalls, together: FindPlain) {
  const texts: string[] = [];
  const copies: Copy[] = [];
  for (const source of containers) {
    if (known.recall(source) !== undefined) continue;
    const before = texts.length;
    const copy = copyFlat(source, recalls, texts);
    if (copy === undefined) texts.length = before;
    else copies.push({ source, ...copy, texts: texts.length - before });
  }
  if (copies.length === 0) return;
  const plain = together.findPlain(texts);
  let at = 0;
  for (const { source, value, count, texts: own } of copies) {
    const end = at + own;
    while (at < end && plain[at] === 1) at++;
    if (at === end) known.remember(source, { value, findings: [], pointer: "", count, isPlain: true });
    at = end;
  }
}

/** The copy if all of it stays as it is but for `texts`, to which it adds the texts that are not known yet. */
function copyFlat(source: object, { recallText, recallKey }: Recalls, texts: string[]) {
  if (Object.getPrototypeOf(source) !== Object.prototype) return undefined;
  const value: { [key: string]: Json } = {};
  const names = Object.keys(source);
  for (const name of names) {
    const part = (source as Readonly<Record<string, unknown>>)[name];
    const { text, findings, mayHide } = recallKey(name);
    if (findings.length > 0 || text !== name || name === "__proto__" || (mayHide && hidesValue(name, part)))
      return undefined;
    if (typeof part === "string") {
      const became = recallText.known(part);
      if (became === undefined) texts.push(part);
      else if (!became.isPlain) return undefined;
      value[name] = part;
    } else {
      const json = leafOf(part);
      if (json === undefined) return undefined;
      value[name] = json;
    }
  }
  return { value, count: names.length };
}

/** A value that holds no text. */
function leafOf(part: unknown): Json | undefined {
  if (typeof part === "number") return Math.abs(part) < 1e15 ? part : undefined;
  if (typeof part === "boolean" || part === null) return part;
  const json = part instanceof Date ? primitiveOf(part) : undefined;
  return isTime(json, part) ? json : undefined;
}
