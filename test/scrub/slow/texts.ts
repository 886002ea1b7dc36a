import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Anchor } from "../../../src/scrub/rule.ts";
import { rules, usualRules } from "../../../src/scrub/rules/index.ts";
import { vendorFormats } from "../../../src/scrub/rules/vendors/formats.ts";

/** A repeated text, perhaps in lines of one length, after a beginning. */
export interface Recipe {
  readonly unit: string;
  readonly head: string;
  /** Bytes of each line; 0 for a single line. */
  readonly line: number;
}

export function cook({ unit, head, line }: Recipe, size: number): Buffer {
  const body = line === 0 ? unit : `${Buffer.alloc(line, unit, "latin1").toString("latin1")}\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.alloc(size, body, "latin1")]).subarray(0, size);
}

const separators = [..." \n.,:;=/\\|\"'`-_%&?@#<>()[]{}*~^+$!\t"];
const fillers = ["a", "A", "0", "1", "f", "-", "_", ".", " ", "%41", "\\", "\\\\n", "*", "/", ":", "aB3", "1.", "\n"];
const moreFillers = ["x\n", "\xc3\xa9", "a-", "a.", "{", "[", ",", "(", "<", "@", "#", "^", "&", "\x1b[0m", "8.8.8.8"];
const heads = ["", '{"a":"', '"', "-----BEGIN PRIVATE KEY-----\n", "sk-1", 'token="', "https://a:", "[1,"];
const lengths = [0, 0, 0, 0, 80, 500, 4_000];

/** The words of the rules, from their anchors, examples and sources, so that words of new rules are included. */
export const words: readonly string[] = [
  ...new Set([
    ...usualRules.flatMap(({ anchors }) => (anchors === "runs" ? [] : anchors().map(around))),
    ...rules.map(({ example }) => example),
    ...rules.map(({ becomes }) => becomes),
    ...vendorFormats.map(({ prefix }) => prefix),
    ...literals(resolve(import.meta.dirname, "../../../src/scrub")),
  ]),
].filter((word) => word.length > 0 && word.length <= 120);

/** An anchor with one of the possible bytes at each of its places. */
function around({ at, before = "", beforeThat = "", thirdBefore = "", after = "" }: Anchor): string {
  return [thirdBefore, beforeThat, before, at, after].map((bytes) => bytes[0] ?? "").join("");
}

function literals(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/usual-tables|kernel-bytes|top-level|frequency/.test(name))
    .flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(/"((?:[^"\\\n]|\\.)+)"|`([^`$\n]+)`/g)])
    .flatMap(([, quoted, code]) => (quoted ?? code!).split(" "))
    .filter((word) => !/^\.{1,2}\//.test(word));
}

/** Numbers from 0 to below 1, always the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Composes recipes from the words, and changes them a little. */
export class Kitchen {
  constructor(private readonly random: () => number) {}

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }

  #part(): string {
    const kind = this.random();
    if (kind < 0.5) return this.#pick(words);
    if (kind < 0.75) return this.#pick(separators);
    return this.#pick(this.random() < 0.5 ? fillers : moreFillers).repeat(this.#pick([1, 3, 7, 16, 24, 64, 100, 400]));
  }

  invent(): Recipe {
    const parts = Array.from({ length: 1 + Math.floor(this.random() * 4) }, () => this.#part());
    return { unit: parts.join(""), head: this.random() < 0.2 ? this.#pick(heads) : "", line: this.#pick(lengths) };
  }

  change({ unit, head, line }: Recipe, other: Recipe): Recipe {
    const at = Math.floor(this.random() * (unit.length + 1));
    const kind = this.random();
    if (kind < 0.1) return { unit, head: this.#pick(heads), line };
    if (kind < 0.15) return { unit, head, line: this.#pick(lengths) };
    const cut = 1 + Math.floor(this.random() * 8);
    const changed =
      kind < 0.5
        ? unit.slice(0, at) + this.#part() + unit.slice(at)
        : kind < 0.75
          ? unit.slice(0, at) + unit.slice(at + cut)
          : kind < 0.9
            ? unit.slice(0, at) + this.#pick(separators) + unit.slice(at + 1)
            : unit + other.unit;
    return { unit: changed.slice(0, 2_000) || "a", head, line };
  }
}

/** Each word alone, and next to others. */
export function* plainRecipes(): Generator<Recipe> {
  for (const word of words) {
    yield { unit: word, head: "", line: 0 };
    for (const mark of separators) {
      yield { unit: word + mark, head: "", line: 0 };
      yield { unit: mark + word, head: "", line: 0 };
    }
    for (const filler of [...fillers, ...moreFillers])
      for (const times of [7, 24, 100]) yield { unit: word + filler.repeat(times), head: "", line: 0 };
    for (const head of heads.slice(1)) yield { unit: word, head, line: 0 };
    yield { unit: word, head: "", line: 4_000 };
  }
}
