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

type FlatCopy = { [key: string]: Json };

/** A copy of an object, and how many of the new texts are in it. */
interface Copy {
  readonly source: object;
  readonly value: FlatCopy;
  readonly count: number;
  readonly texts: number;
}

/** Longer texts are seldom repeated: to look at one again costs no more than to look it up. */
const longestLookedUp = 32;

/**
 * Remembers the copies of those objects that hold no other object and no private text, such as most breadcrumbs: their
 * texts are looked at together. All others are left to the walk.
 */
export class FlatCopier {
  readonly #recallText: Recalled<ScrubbedText>;
  readonly #recallKey: (name: string) => Key;
  readonly #together: FindPlain;
  /** The names of the last object's keys: those of the next one are mostly the same. */
  #names: readonly string[] = [];
  /** Of each of these keys whether its name may hide a value; `undefined` if one of them changes. */
  #mayHide: readonly boolean[] | undefined = [];

  constructor({ recallText, recallKey }: Recalls, together: FindPlain) {
    this.#recallText = recallText;
    this.#recallKey = recallKey;
    this.#together = together;
  }

  copyInto(known: Unchanging, containers: ReadonlySet<object>): void {
    const texts: string[] = [];
    const copies: Copy[] = [];
    for (const source of containers) {
      if (known.recall(source) !== undefined) continue;
      const before = texts.length;
      const value = this.#copy(source, texts);
      if (value === undefined) texts.length = before;
      else copies.push({ source, value, count: this.#names.length, texts: texts.length - before });
    }
    if (copies.length > 0) this.#remember(known, copies, texts);
  }

  #remember(known: Unchanging, copies: readonly Copy[], texts: readonly string[]): void {
    const plain = this.#together.findPlain(texts);
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index]!;
      if (plain[index] === 1) this.#recallText.learn(text, { text, findings: [], isPlain: true });
    }
    let at = 0;
    for (const { source, value, count, texts: own } of copies) {
      const end = at + own;
      while (at < end && plain[at] === 1) at++;
      if (at === end) known.remember(source, { value, findings: [], pointer: "", count, isPlain: true });
      at = end;
    }
  }

  /** The copy if all of it stays as it is but for `texts`, to which it adds the texts that are not known yet. */
  #copy(source: object, texts: string[]): FlatCopy | undefined {
    if (Object.getPrototypeOf(source) !== Object.prototype) return undefined;
    const mayHide = this.#readNames(Object.keys(source));
    if (mayHide === undefined) return undefined;
    const names = this.#names;
    const value: { [key: string]: unknown } = { ...source };
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      const part = value[name];
      if (mayHide[index] && hidesValue(name, part)) return undefined;
      if (typeof part === "string") {
        const became = part.length <= longestLookedUp ? this.#recallText.known(part) : undefined;
        if (became === undefined) texts.push(part);
        else if (!became.isPlain) return undefined;
      } else if (part instanceof Date) {
        const time = primitiveOf(part);
        if (!isTime(time, part)) return undefined;
        value[name] = time;
      } else if (!isLeaf(part)) return undefined;
    }
    return value as FlatCopy;
  }

  #readNames(names: readonly string[]): readonly boolean[] | undefined {
    if (!areEqual(names, this.#names)) {
      const keys = names.map((name) => this.#recallKey(name));
      const areKept = keys.every(({ text, findings }, at) => findings.length === 0 && text === names[at]);
      this.#names = names;
      this.#mayHide = areKept && !names.includes("__proto__") ? keys.map(({ mayHide }) => mayHide) : undefined;
    }
    return this.#mayHide;
  }
}

function areEqual(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false;
  for (let at = 0; at < names.length; at++) if (names[at] !== others[at]) return false;
  return true;
}

/** Whether a value holds no text. */
const isLeaf = (part: unknown): boolean =>
  typeof part === "number" ? Math.abs(part) < 1e15 : typeof part === "boolean" || part === null;
