/** A place in a text; line and column are counted from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The places of the values of a JSON text. */
export interface Places {
  /**
   * The place of a key, if the value has one, otherwise of the value; for something absent, the nearest value around
   * it.
   */
  placeOf(path: readonly string[]): Place;
  /** Keys that appear twice in their object: only the last one counts. */
  readonly twice: readonly (readonly string[])[];
}

/** @returns `brokenAt`: where the text stops being valid JSON. */
export function findPlaces(text: string): Places | { readonly brokenAt: Place } {
  const scanner = new Scanner(text);
  const placeAt = (offset: number): Place => {
    const before = text.slice(0, offset).split("\n");
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
  if (!scanner.scan()) return { brokenAt: placeAt(scanner.at) };
  return {
    twice: scanner.twice,
    placeOf(path) {
      for (let length = path.length; length > 0; length--) {
        const offset = scanner.offsets.get(nameOf(path.slice(0, length)));
        if (offset !== undefined) return placeAt(offset);
      }
      return placeAt(scanner.offsets.get(nameOf([]))!);
    },
  };
}

const nameOf = (path: readonly string[]) => JSON.stringify(path);

const space = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
const other = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** A manifest is not nested more deeply. */
const deepest = 200;

/** Reads JSON (RFC 8259) only to find out places. */
class Scanner {
  /** The current position; after a failure, where it failed. */
  at = 0;
  readonly offsets = new Map<string, number>();
  readonly twice: string[][] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): boolean {
    return this.#value([]) && this.at === this.#text.length;
  }

  /** A value and the white space around it. */
  #value(path: readonly string[]): boolean {
    this.#take(space);
    const name = nameOf(path);
    if (!this.offsets.has(name)) this.offsets.set(name, this.at);
    const isRead = this.#inner(path);
    if (isRead) this.#take(space);
    return isRead;
  }

  #inner(path: readonly string[]): boolean {
    if (path.length > deepest) return false;
    if (this.#takeCharacter("{")) return this.#members(path);
    if (this.#takeCharacter("[")) return this.#items(path);
    return this.#take(string) !== undefined || this.#take(other) !== undefined;
  }

  #members(path: readonly string[]): boolean {
    const seen = new Set<string>();
    this.#take(space);
    if (this.#takeCharacter("}")) return true;
    do {
      this.#take(space);
      const start = this.at;
      const key = this.#take(string);
      if (key === undefined) return false;
      const inner = [...path, JSON.parse(key) as string];
      if (seen.has(inner.at(-1)!)) this.twice.push(inner);
      seen.add(inner.at(-1)!);
      this.offsets.set(nameOf(inner), start);
      this.#take(space);
      if (!this.#takeCharacter(":") || !this.#value(inner)) return false;
    } while (this.#takeCharacter(","));
    return this.#takeCharacter("}");
  }

  #items(path: readonly string[]): boolean {
    this.#take(space);
    if (this.#takeCharacter("]")) return true;
    for (let index = 0; index === 0 || this.#takeCharacter(","); index++)
      if (!this.#value([...path, String(index)])) return false;
    return this.#takeCharacter("]");
  }

  #takeCharacter(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}
