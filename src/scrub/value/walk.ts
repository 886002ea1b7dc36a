import { isTelling } from "../claim/telling.ts";
import type { Finding } from "../finding.ts";
import { isContainer, openContainer, type Parts, primitiveOf } from "../json/like.ts";
import type { Repeats } from "../repeat/repeats.ts";
import { hidesValue } from "./hidden.ts";
import type { Json } from "./json.ts";
import type { Unchanging } from "./unchanging.ts";

/** Scrubs one string; what `repeats` knows is removed wherever it is in it. */
export type ScrubText = (input: string, repeats?: Repeats) => ScrubbedText;

interface ScrubbedText {
  readonly text: string;
  readonly findings: Finding[];
  /** The values after names of secrets in it, if they are distinct enough from other text. */
  readonly secrets?: readonly string[];
}

/** A container that is being copied. */
interface Frame {
  readonly source: object;
  readonly parts: Parts;
  readonly target: Json[] | { [key: string]: Json };
  next: number;
  /** The previous part, unchanged. */
  before: unknown;
  /** Where it is in the whole, as a JSON pointer. */
  readonly pointer: string;
  /** For each repeated key, its next number. */
  copies?: Map<string, number>;
  /** How many findings and values there were before it, if it is unchanging. */
  readonly since?: { readonly findings: number; readonly left: number };
}

/** The most values that are visited; an object in several places counts in each. */
const MAX_VALUES = 200_000;
/** A longer value is not repeated by people. */
const MAX_SECRET = 4_096;
const TRUNCATED = "[Truncated]";

/** What a key becomes, and whether its name may hide a value. */
export interface Key {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly secrets?: readonly string[];
  readonly mayHide: boolean;
}

/** The copy of a value, and the findings. */
export class Walk {
  readonly findings: Finding[] = [];
  /** Values hidden because of their key, or found after a name in a text. */
  readonly secrets = new Set<string>();
  readonly #stack: Frame[] = [];
  readonly #ancestors = new Set<object>();
  #left = MAX_VALUES;

  /** @param unchanging - What containers that never change became before. */
  constructor(
    private readonly scrubText: ScrubText,
    private readonly scrubKey: (name: string) => Key,
    private readonly unchanging?: Unchanging,
  ) {}

  run(input: unknown): Json {
    const holder: Json[] = [];
    this.#put(holder, "", input);
    for (let frame = this.#stack.at(-1); frame !== undefined; frame = this.#stack.at(-1)) {
      if (frame.next < frame.parts.length && this.#left > 0) {
        this.#left--;
        this.#step(frame, frame.next++);
      } else {
        if (frame.next < frame.parts.length) cutOff(frame);
        else if (frame.since) this.#remember(frame, frame.since);
        this.#ancestors.delete(frame.source);
        this.#stack.pop();
      }
    }
    return holder[0] ?? null;
  }

  #step(frame: Frame, index: number): void {
    const { parts, target } = frame;
    const value = parts.at(index);
    if (Array.isArray(target)) this.#stepList(frame, target, index, value);
    else if (value !== undefined && typeof value !== "function" && typeof value !== "symbol")
      this.#stepObject(frame, target, parts.names![index]!, value);
  }

  #stepList(frame: Frame, target: Json[], index: number, value: unknown): void {
    const { before, parts } = frame;
    const name = String(index);
    frame.before = value;
    const isHidden =
      index > 0 && typeof before === "string" && isNameBefore(before, parts.length) && hidesValue(before, value);
    this.#put(target, name, isHidden ? this.#hide(name, value) : value);
  }

  #stepObject(frame: Frame, target: { [key: string]: Json }, name: string, value: unknown): void {
    const { text, findings, secrets, mayHide } = this.scrubKey(name);
    if (findings.length > 0) this.#find(findings, text);
    if (secrets !== undefined) for (const secret of secrets) this.secrets.add(secret);
    const key = unusedKey(frame, target, text);
    this.#put(target, key, mayHide && hidesValue(name, value) ? this.#hide(key, value) : value);
  }

  #hide(key: string, value: unknown): string {
    if (typeof value === "string" && value.length <= MAX_SECRET && isTelling(value)) this.secrets.add(value);
    this.#find([{ rule: "key-value", placeholder: "[Filtered]" }], key);
    return "[Filtered]";
  }

  /** Puts a value into its place: at once if it is a leaf, otherwise by opening a frame. */
  #put(target: Frame["target"], key: string, value: unknown): void {
    const json = typeof value === "string" ? value : primitiveOf(value);
    if (!isContainer(json)) place(target, key, isTime(json, value) ? json : this.#leaf(json, key));
    else if (this.#ancestors.has(json)) place(target, key, "[Circular]");
    else if (this.#left <= 0) place(target, key, TRUNCATED);
    else if (!this.unchanging?.has(json)) this.#open(target, key, json);
    else if (!this.#recall(this.unchanging, target, key, json)) this.#open(target, key, json, true);
  }

  #open(target: Frame["target"], key: string, json: object, isToRemember = false): void {
    const parts = openContainer(json);
    const copy: Frame["target"] = parts.names === undefined ? [] : {};
    place(target, key, copy);
    this.#ancestors.add(json);
    const since = isToRemember ? { findings: this.findings.length, left: this.#left } : undefined;
    const frame = { source: json, parts, target: copy, next: 0, before: undefined, pointer: this.#pointer(key) };
    this.#stack.push(since === undefined ? frame : { ...frame, since });
  }

  /** Puts what a container that never changes became before, if it is known and would be the same here. */
  #recall(unchanging: Unchanging, target: Frame["target"], key: string, json: object): boolean {
    const known = unchanging.recall(json);
    if (known === undefined || known.count >= this.#left) return false;
    if (known.findings.length > 0 && known.pointer !== this.#pointer(key)) return false;
    this.#left -= known.count;
    for (const finding of known.findings) this.findings.push(finding);
    place(target, key, known.value);
    return true;
  }

  #remember({ source, target, pointer }: Frame, since: NonNullable<Frame["since"]>): void {
    if (this.secrets.size > 0) return; // what it found is looked for in all other parts
    const findings = this.findings.length > since.findings ? this.findings.slice(since.findings) : [];
    this.unchanging?.remember(source, { value: target, findings, pointer, count: since.left - this.#left });
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

  #text(input: string, key: string): string {
    const { text, findings, secrets } = this.scrubText(input);
    if (findings.length > 0) this.#find(findings, key);
    if (secrets !== undefined) for (const secret of secrets) this.secrets.add(secret);
    return text;
  }

  /** A pointer continues from that of the parent, whose text it shares: a long one costs no more than a short one. */
  #pointer(key: string): string {
    const parent = this.#stack.at(-1);
    return parent === undefined ? "" : `${parent.pointer}/${escapePart(key)}`;
  }

  /** Records a finding and its place: the pointer is that of the scrubbed value, so it reveals nothing. */
  #find(findings: readonly Finding[], key: string): void {
    const pointer = this.#pointer(key);
    for (const { rule, placeholder } of findings) this.findings.push({ rule, placeholder, pointer });
  }
}

/** Whether a date was written as nothing but its time. */
const isTime = (json: unknown, value: unknown): json is string =>
  value instanceof Date && typeof json === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(json);

/** As in RFC 6901. */
const escapePart = (part: string): string =>
  /[~/]/.test(part) ? part.replaceAll("~", "~0").replaceAll("/", "~1") : part;

/** `["Authorization", "…"]`, `["--token", "…"]`: an element that names the next one. */
const isNameBefore = (text: string, length: number): boolean => length === 2 || /^--?[\w-]+$/.test(text);

/** Records that something is missing, without looking at it. */
function cutOff({ target }: Frame): void {
  if (Array.isArray(target)) target.push(TRUNCATED);
  else target[TRUNCATED] = TRUNCATED;
}

function place(target: Frame["target"], key: string, value: Json): void {
  if (Array.isArray(target)) target.push(value);
  else if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

function unusedKey(frame: Frame, target: { [key: string]: Json }, key: string): string {
  if (!Object.hasOwn(target, key)) return key;
  frame.copies ??= new Map();
  let copy = frame.copies.get(key) ?? 2;
  while (Object.hasOwn(target, `${key}~${copy}`)) copy++;
  frame.copies.set(key, copy + 1);
  return `${key}~${copy}`;
}
