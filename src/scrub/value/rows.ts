import type { Looked } from "../strings.ts";
import { Overlap } from "../text/overlap.ts";
import { LONGEST, type Recalled } from "../text/recall.ts";
import { hidesValue } from "./hidden.ts";
import type { Json } from "./json.ts";
import type { Key, ScrubbedText, ScrubText } from "./scrubbed-text.ts";
import { timeText } from "./time-text.ts";

/** Looks at many texts at once. */
export interface LookTogether {
  /** What is found in each text; `undefined` if it has to be looked at by itself. */
  look(texts: readonly string[]): readonly (Looked | undefined)[];
}

/** How texts and keys are scrubbed. */
export interface Recalls {
  readonly recallText: Recalled<ScrubbedText>;
  readonly recallKey: (name: string) => Key;
}

/** How texts are looked at, many at once, and what they become by what was found in them. */
export interface ScrubTogether {
  readonly together: LookTogether;
  readonly scrubLooked: (text: string, looked: Looked) => ScrubbedText;
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

/** A copy of an object whose texts are not scrubbed yet. */
interface Copy {
  readonly value: FlatCopy;
  /** The number of its texts that are looked at together with those of others. */
  readonly texts: number;
  /** The keys of texts that are known to change. */
  readonly changing: readonly string[];
  readonly count: number;
}

/**
 * Longer texts are seldom repeated: to look at one again costs no more than to look it up, unless it is of a column of
 * texts that change, such as paths.
 */
const longestLookedUp = 32;

const nothing: Row["found"] = [];
const none: readonly string[] = [];

/** Copies lists of objects that hold no other object, such as breadcrumbs: their texts are looked at together. */
export class RowCopier {
  readonly #recallText: Recalled<ScrubbedText>;
  readonly #names: RowNames;
  readonly #together: LookTogether;
  readonly #scrubLooked: ScrubTogether["scrubLooked"];
  readonly #known = new Overlap<object, Row>();
  /** The last text of each column that is known to stay as it is: that of the next row is often the same. */
  readonly #lastPlain: string[] = [];
  /** Of each column whether the last text in it that was looked at changed. */
  readonly #isChanging: boolean[] = [];

  constructor({ recallText, recallKey }: Recalls, { together, scrubLooked }: ScrubTogether) {
    this.#recallText = recallText;
    this.#names = new RowNames(recallKey);
    this.#together = together;
    this.#scrubLooked = scrubLooked;
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
    const known = this.rowsOf(list);
    const rows: Row[] = [];
    for (let index = 0; index < list.length; index++) {
      const keys = names.read(list[index]!);
      if (known === undefined || keys === undefined) return undefined;
      const row = known[index]!;
      const isSame = row.isPlain && !keys.some((key) => mayHoldText(row.value[key], mayHold));
      rows.push(isSame ? row : scrubRow({ ...list[index] }, keys, recallText));
    }
    return rows;
  }

  #copyAll(sources: readonly object[]): readonly Row[] | undefined {
    const texts: string[] = [];
    const columns: number[] = [];
    const copies: Copy[] = [];
    for (const source of sources) {
      const copy = this.#copy(source, texts, columns);
      if (copy === undefined) return undefined;
      copies.push(copy);
    }
    const looked = this.#together.look(texts);
    let at = 0;
    return copies.map(({ value, texts: own, changing, count }) => {
      let all = changing;
      for (const end = at + own; at < end; at++) {
        const isPlain = this.#learn(texts[at]!, looked[at]);
        this.#isChanging[columns[at]!] = !isPlain;
        if (!isPlain) all = [...all, Object.keys(value)[columns[at]!]!];
      }
      if (all.length === 0) return { value, found: nothing, isPlain: true, count };
      const keys = all.length === 1 ? all : Object.keys(value).filter((key) => all.includes(key));
      return scrubRow(value, keys, this.#recallText);
    });
  }

  /** Remembers what a text becomes. Returns whether it stays as it is. */
  #learn(text: string, looked: Looked | undefined): boolean {
    const isPlain = looked?.claims.length === 0 && looked.groups.length === 0;
    if (looked !== undefined && text.length <= (isPlain ? longestLookedUp : LONGEST))
      this.#recallText.learn(text, this.#scrubLooked(text, looked));
    return isPlain;
  }

  /** Adds the texts that are not known yet to `texts`, and their columns; `undefined` for what is no row. */
  #copy(source: object, texts: string[], columns: number[]): Copy | undefined {
    const names = this.#names.read(source);
    if (names === undefined) return undefined;
    const { mayHide } = this.#names;
    const value: { [key: string]: unknown } = { ...source };
    const before = texts.length;
    let changing = none;
    for (let column = 0; column < names.length; column++) {
      const name = names[column]!;
      const part = value[name];
      if (mayHide[column] && hidesValue(name, part)) return undefined;
      if (typeof part === "string") {
        if (part === this.#lastPlain[column]) continue;
        const isLookedUp = part.length <= longestLookedUp || this.#isChanging[column];
        const became = isLookedUp ? this.#recallText.known(part) : undefined;
        if (became === undefined) {
          texts.push(part);
          columns.push(column);
        } else if (became.isPlain === true) this.#lastPlain[column] = part;
        else changing = [...changing, name];
      } else if (!isLeaf(part)) return undefined;
      else if (part instanceof Date) value[name] = timeText(part);
    }
    return { value: value as FlatCopy, texts: texts.length - before, changing, count: names.length };
  }
}

const mayHoldText = (part: Json | undefined, mayHold: (text: string) => boolean): boolean =>
  typeof part === "string" && mayHold(part);

/**
 * Scrubs texts of a copy.
 *
 * @param keys - Those of the texts that may change.
 */
function scrubRow(copy: object, keys: readonly string[], scrubText: ScrubText): Row {
  const value = copy as { [key: string]: unknown };
  const found: [string, ScrubbedText][] = [];
  for (const key of keys) {
    const part = value[key];
    if (part instanceof Date) value[key] = timeText(part);
    if (typeof part !== "string") continue;
    const became = scrubText(part);
    value[key] = became.text;
    if (became.isPlain !== true) found.push([key, became]);
  }
  return { value: value as FlatCopy, found, isPlain: false, count: Object.keys(value).length };
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
    if (!hasNames(source, this.#names)) {
      const names = Object.keys(source);
      const keys = names.map((name) => this.scrubKey(name));
      this.#names = names;
      this.#areKept =
        !names.includes("__proto__") &&
        keys.every(({ text, findings }, at) => findings.length === 0 && text === names[at]);
      this.mayHide = keys.map(({ mayHide }) => mayHide);
    }
    return this.#areKept ? this.#names : undefined;
  }
}

/** Whether these are the names of its keys. A loop costs a fraction of a list of them. */
function hasNames(source: object, names: readonly string[]): boolean {
  let count = 0;
  for (const name in source) if (name !== names[count++]) return false;
  return count === names.length;
}

/** Whether a value is written as it is, and holds no text. */
function isLeaf(part: unknown): boolean {
  if (typeof part === "number") return Math.abs(part) < 1e15;
  return typeof part === "boolean" || part === null || (part instanceof Date && !Number.isNaN(part.getTime()));
}
