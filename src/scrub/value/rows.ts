import { Overlap } from "../text/overlap.ts";
import type { Recalled } from "../text/recall.ts";
import { hidesValue } from "./hidden.ts";
import type { Json } from "./json.ts";
import type { Key, ScrubbedText, ScrubText } from "./scrubbed-text.ts";
import { timeText } from "./time-text.ts";

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

/** What an object became that holds no other object: a row of a list. */
export interface Row {
  readonly value: FlatCopy;
  /** For each text in which something was found, its key and what it became. */
  readonly found: readonly (readonly [key: string, text: ScrubbedText])[];
  /** Whether all its texts stay as they are, and read as they are written. */
  readonly isPlain: boolean;
  /** How many parts it has. */
  readonly count: number;
}

/** A copy of an object, and how many of the texts that are looked at together are in it. */
interface Copy {
  readonly value: FlatCopy;
  readonly texts: number;
  readonly isPlain: boolean;
  readonly count: number;
}

/** Longer texts are seldom repeated: to look at one again costs no more than to look it up. */
const longestLookedUp = 32;

const nothing: Row["found"] = [];

/** Copies lists of objects that hold no other object, such as breadcrumbs: their texts are looked at together. */
export class RowCopier {
  readonly #recallText: Recalled<ScrubbedText>;
  readonly #names: RowNames;
  readonly #together: FindPlain;
  readonly #known = new Overlap<object, Row>();
  /** The last text of each column that is known to stay as it is: that of the next row is often the same. */
  readonly #lastPlain: string[] = [];

  constructor({ recallText, recallKey }: Recalls, together: FindPlain) {
    this.#recallText = recallText;
    this.#names = new RowNames(recallKey);
    this.#together = together;
  }

  /** The rows of a list that never changes; `undefined` if it holds anything else. */
  rowsOf(list: readonly object[]): readonly Row[] | undefined {
    return this.#known.map(list, (fresh) => this.#copyAll(fresh));
  }

  /**
   * The same rows where other texts are private as well.
   *
   * @param mayHold - Whether a text that reads as it is written may hold one of them.
   */
  rowsWithout(list: readonly object[], { recallText, recallKey }: Recalls, mayHold: (text: string) => boolean) {
    const names = new RowNames(recallKey);
    const rows: Row[] = [];
    for (const [index, row] of this.rowsOf(list)?.entries() ?? []) {
      const { value, isPlain } = row;
      if (names.read(list[index]!) === undefined) return undefined;
      const isSame = isPlain && !Object.values(value).some((part) => typeof part === "string" && mayHold(part));
      rows.push(isSame ? row : scrubRow({ ...list[index] }, recallText));
    }
    return rows.length === list.length ? rows : undefined;
  }

  #copyAll(sources: readonly object[]): readonly Row[] | undefined {
    const texts: string[] = [];
    const copies: Copy[] = [];
    for (const source of sources) {
      const copy = this.#copy(source, texts);
      if (copy === undefined) return undefined;
      copies.push(copy);
    }
    const plain = this.#together.findPlain(texts);
    let at = 0;
    return copies.map(({ value, texts: own, isPlain, count }) => {
      const begin = at;
      let isAllPlain = isPlain;
      for (const end = begin + own; at < end; at++) isAllPlain &&= plain[at] === 1;
      for (let index = begin; index < at; index++) {
        const text = texts[index]!;
        if (plain[index] === 1 && (!isAllPlain || text.length <= longestLookedUp))
          this.#recallText.learn(text, { text, findings: [], isPlain: true });
      }
      return isAllPlain ? { value, found: nothing, isPlain, count } : scrubRow(value, this.#recallText);
    });
  }

  /** Adds the texts that are not known yet to `texts`; `undefined` for what is no row. */
  #copy(source: object, texts: string[]): Copy | undefined {
    const names = this.#names.read(source);
    if (names === undefined) return undefined;
    const { mayHide } = this.#names;
    const value: { [key: string]: unknown } = { ...source };
    const before = texts.length;
    let isPlain = true;
    for (let index = 0; index < names.length; index++) {
      const name = names[index]!;
      const part = value[name];
      if (mayHide[index] && hidesValue(name, part)) return undefined;
      if (typeof part === "string") {
        if (part === this.#lastPlain[index]) continue;
        const became = part.length <= longestLookedUp ? this.#recallText.known(part) : undefined;
        if (became === undefined) texts.push(part);
        else if (became.isPlain === true) this.#lastPlain[index] = part;
        else isPlain = false;
      } else if (!isLeaf(part)) return undefined;
      else if (part instanceof Date) value[name] = timeText(part);
    }
    return { value: value as FlatCopy, texts: texts.length - before, isPlain, count: names.length };
  }
}

/** Scrubs the texts of a copy. */
function scrubRow(copy: object, scrubText: ScrubText): Row {
  const value = copy as { [key: string]: unknown };
  const found: [string, ScrubbedText][] = [];
  const names = Object.keys(value);
  for (const name of names) {
    const part = value[name];
    if (part instanceof Date) value[name] = timeText(part);
    if (typeof part !== "string") continue;
    const became = scrubText(part);
    value[name] = became.text;
    if (became.isPlain !== true) found.push([name, became]);
  }
  return { value: value as FlatCopy, found, isPlain: false, count: names.length };
}

/** The names of rows' keys: those of the next row are mostly the same. */
class RowNames {
  #names: readonly string[] = [];
  #areKept = false;
  /** Of each key of the last row whether its name may hide a value. */
  mayHide: readonly boolean[] = [];

  constructor(private readonly scrubKey: (name: string) => Key) {}

  /** The names of a plain object; `undefined` if one of them changes. */
  read(source: object): readonly string[] | undefined {
    if (Object.getPrototypeOf(source) !== Object.prototype) return undefined;
    const names = Object.keys(source);
    if (!areEqual(names, this.#names)) {
      const keys = names.map((name) => this.scrubKey(name));
      this.#names = names;
      this.#areKept =
        !names.includes("__proto__") &&
        keys.every(({ text, findings }, at) => findings.length === 0 && text === names[at]);
      this.mayHide = keys.map(({ mayHide }) => mayHide);
    }
    return this.#areKept ? names : undefined;
  }
}

function areEqual(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false;
  for (let at = 0; at < names.length; at++) if (names[at] !== others[at]) return false;
  return true;
}

/** Whether a value is written as it is, and holds no text. */
function isLeaf(part: unknown): boolean {
  if (typeof part === "number") return Math.abs(part) < 1e15;
  return typeof part === "boolean" || part === null || (part instanceof Date && !Number.isNaN(part.getTime()));
}
