import type { Finding } from "./finding.ts";
import { hidesValue } from "./hidden.ts";
import { entriesOf, isContainer, primitiveOf } from "./json-like.ts";

/** JSON as `JSON.stringify` writes it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Scrubs one string. */
export type ScrubText = (input: string) => { text: string; findings: Finding[] };

/** A container that is being copied. */
interface Frame {
  readonly source: object;
  readonly entries: readonly (readonly [string, unknown])[];
  readonly target: Json[] | { [key: string]: Json };
  next: number;
  /** Under which key it stands in its parent, as it was written. */
  readonly key: string;
}

/**
 * Copies any value as plain JSON without private parts: strings, keys, and numbers that are ids. Values behind names of
 * secrets become `[Filtered]`. Keys that become equal are told apart by `~2`, `~3`; what cannot be read says so.
 * Works without recursion, so depth is no danger; a cycle becomes `[Circular]`.
 */
export function scrubValue(input: unknown, scrubText: ScrubText): { value: Json; findings: Finding[] } {
  const walk = new Walk(scrubText);
  const root = walk.run(input);
  return { value: root, findings: walk.findings };
}

class Walk {
  readonly findings: Finding[] = [];
  readonly #stack: Frame[] = [];
  readonly #ancestors = new Set<object>();
  readonly #cleanKeys = new Set<string>();

  constructor(private readonly scrubText: ScrubText) {}

  run(input: unknown): Json {
    const holder: Json[] = [];
    this.#put(holder, "", input);
    while (this.#stack.length > 0) {
      const frame = this.#stack.at(-1)!;
      if (frame.next === frame.entries.length) {
        this.#ancestors.delete(frame.source);
        this.#stack.pop();
      } else this.#step(frame);
    }
    return holder[0] ?? null;
  }

  #step(frame: Frame): void {
    const [name, value] = frame.entries[frame.next++]!;
    if (Array.isArray(frame.target)) {
      const before = frame.next > 1 ? frame.entries[frame.next - 2]![1] : undefined;
      const isHidden =
        typeof before === "string" && isNameBefore(before, frame.entries.length) && hidesValue(before, value);
      this.#put(frame.target, name, isHidden ? this.#hide(name) : value);
      return;
    }
    const key = unusedKey(frame.target, this.#key(name));
    this.#put(frame.target, key, hidesValue(name, value) ? this.#hide(key) : value);
  }

  /** Keys come again and again: those without private parts are looked at once. */
  #key(name: string): string {
    if (this.#cleanKeys.has(name)) return name;
    const key = this.#text(name, name);
    if (key === name) this.#cleanKeys.add(name);
    return key;
  }

  #hide(key: string): string {
    this.#find([{ rule: "key-value", placeholder: "[Filtered]" }], key);
    return "[Filtered]";
  }

  /** Puts a value into its place: at once if it is a leaf, else by opening a frame. */
  #put(target: Frame["target"], key: string, value: unknown): void {
    const json = primitiveOf(value);
    if (!isContainer(json)) place(target, key, this.#leaf(json, key));
    else if (this.#ancestors.has(json)) place(target, key, "[Circular]");
    else {
      const { isList, entries } = entriesOf(json);
      const copy: Frame["target"] = isList ? [] : {};
      place(target, key, copy);
      this.#ancestors.add(json);
      this.#stack.push({ source: json, entries, target: copy, next: 0, key });
    }
  }

  #leaf(value: null | boolean | number | bigint | string, key: string): Json {
    if (typeof value === "string") return this.#text(value, key);
    if (typeof value === "bigint") return this.#text(String(value), key);
    if (typeof value !== "number" || !Number.isFinite(value)) return typeof value === "boolean" ? value : null;
    if (Math.abs(value) < 1e15) return value;
    const written = BigInt.asIntN(128, Number.isInteger(value) ? BigInt(value) : 0n).toString();
    const scrubbed = this.#text(written, key);
    return scrubbed === written ? value : scrubbed;
  }

  #text(text: string, key: string): string {
    const result = this.scrubText(text);
    if (result.findings.length > 0) this.#find(result.findings, key === text ? result.text : key);
    return result.text;
  }

  /** Notes what was found, and where: the pointer is that of the scrubbed value, so that it tells nothing. */
  #find(findings: readonly Finding[], key: string): void {
    const path = this.#stack.length === 0 ? [] : [...this.#stack.slice(1).map((frame) => frame.key), key];
    const pointer = path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    for (const { rule, placeholder } of findings) this.findings.push({ rule, placeholder, pointer });
  }
}

/** `["Authorization", "…"]`, `["--token", "…"]`: an element that names the next one. */
const isNameBefore = (text: string, length: number): boolean => length === 2 || /^--?[\w-]+$/.test(text);

function place(target: Frame["target"], key: string, value: Json): void {
  if (Array.isArray(target)) target.push(value);
  else if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

function unusedKey(target: { [key: string]: Json }, key: string): string {
  if (!Object.hasOwn(target, key)) return key;
  let copy = 2;
  while (Object.hasOwn(target, `${key}~${copy}`)) copy++;
  return `${key}~${copy}`;
}
