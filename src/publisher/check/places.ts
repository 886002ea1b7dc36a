/** A place in a text, both from 1; columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the values of a JSON text stand. */
export interface Places {
  /** Of a key, if the value has one, else of the value; of what is not there, the nearest thing around it. */
  placeOf(path: readonly string[]): Place;
  /** Keys that stand twice in their object: the last one counts, the others mislead. */
  readonly twice: readonly (readonly string[])[];
}

/** @returns `brokenAt` for what is not JSON: where it ceases to be. */
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

/** What is nested deeper is no manifest. */
const deepest = 200;

/** Reads JSON (RFC 8259) for the sake of its places alone. */
class Scanner {
  /** Where the reading stands; if it failed, where it did. */
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

  /** A value with the space around it. */
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
