import { isTelling } from "../claim/telling.ts";
import type { Finding } from "../finding.ts";
import { isContainer, openContainer, primitiveOf } from "../json/like.ts";
import { cutOff, Frame, place, TRUNCATED, unusedKey } from "./frame.ts";
import { hidesValue, nameInside } from "./hidden.ts";
import type { Json } from "./json.ts";
import type { Row } from "./rows.ts";
import type { Key, ScrubbedText, ScrubText } from "./scrubbed-text.ts";
import type { Unchanging } from "./unchanging.ts";

/** The most values that are visited; an object in several places counts in each. */
const MAX_VALUES = 200_000;
/** A longer value is not repeated by people. */
const MAX_SECRET = 4_096;

/** The copy of a value, and the findings. */
export class Walk {
  readonly findings: Finding[] = [];
  /** Values hidden because of their key, or found after a name in a text. */
  readonly secrets = new Set<string>();
  /** The innermost container that is being copied, and those around it. */
  #top: Frame | undefined;
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
    for (let frame = this.#top; frame !== undefined; frame = this.#top) {
      if (frame.next < frame.parts.length && this.#left > 0) {
        this.#left--;
        this.#step(frame, frame.next++);
      } else {
        if (frame.next < frame.parts.length) cutOff(frame);
        else if (frame.findingsBefore >= 0) this.#remember(frame);
        this.#close(frame);
      }
    }
    return holder[0] ?? null;
  }

  #close(frame: Frame): void {
    if (frame.isAncestor) this.#ancestors.delete(frame.source);
    this.#top = this.#stack.pop();
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
      index > 0 &&
      typeof before === "string" &&
      isNameBefore(before, parts.length) &&
      hidesBehind(before, target[index - 1] as string, value);
    this.#put(target, name, isHidden ? this.#hide(name, value) : value);
  }

  #stepObject(frame: Frame, target: { [key: string]: Json }, name: string, value: unknown): void {
    const { text, findings, secrets, mayHide } = this.scrubKey(name);
    if (findings.length > 0) this.#find(findings, text);
    if (secrets !== undefined) for (const secret of secrets) this.secrets.add(secret);
    const key = unusedKey(frame, target, text);
    const isHidden = (mayHide && hidesBehind(name, text, value)) || (isValue(name) && isNamedInside(frame, value));
    this.#put(target, key, isHidden ? this.#hide(key, value) : value);
  }

  #hide(key: string, value: unknown): string {
    if (typeof value === "string" && value.length <= MAX_SECRET && isTelling(value)) this.secrets.add(value);
    if (isContainer(value)) this.#learnWithin(value);
    this.#find([{ rule: "key-value", placeholder: "[Filtered]" }], key);
    return "[Filtered]";
  }

  /** Secrets that are named in what is hidden as a whole may be elsewhere as well. */
  #learnWithin(hidden: object): void {
    const seen = new Set([hidden]);
    for (const container of seen) {
      const parts = openContainer(container);
      for (let i = 0; i < parts.length && this.#left > 0; i++) {
        this.#left--;
        const part = primitiveOf(parts.at(i));
        if (isContainer(part)) seen.add(part);
        if (typeof part !== "string") continue;
        for (const secret of this.scrubText(part).secrets ?? []) this.secrets.add(secret);
        const isNamed = parts.names !== undefined && hidesValue(parts.names[i]!, part);
        if (isNamed && part.length <= MAX_SECRET && isTelling(part)) this.secrets.add(part);
      }
    }
  }

  /** Puts a value into its place: at once if it is a leaf, otherwise by opening a frame. */
  #put(target: Frame["target"], key: string, value: unknown): void {
    if (typeof value === "string") {
      place(target, key, this.#text(value, key));
      return;
    }
    const isUnchanging = this.unchanging !== undefined && isContainer(value) && this.unchanging.has(value);
    if (isUnchanging && this.#putKnown(this.unchanging!, target, key, value as object)) return;
    const json = primitiveOf(value);
    if (!isContainer(json)) place(target, key, isTime(json, value) ? json : this.#leaf(json, key));
    else if (this.#isAround(json)) place(target, key, "[Circular]");
    else if (this.#left <= 0) place(target, key, TRUNCATED);
    else this.#open(target, key, json, isUnchanging && json === value);
  }

  /** Whether a container is one of those that are being copied. */
  #isAround(json: object): boolean {
    const top = this.#top;
    if (top === undefined) return false;
    if (!top.isAncestor) {
      top.isAncestor = true;
      this.#ancestors.add(top.source);
    }
    return this.#ancestors.has(json);
  }

  #open(target: Frame["target"], key: string, json: object, isToRemember: boolean): void {
    const parts = openContainer(json);
    const copy: Frame["target"] = parts.names === undefined ? [] : {};
    place(target, key, copy);
    const frame = new Frame(json, parts, copy, this.#pointer(key));
    if (isToRemember) {
      frame.findingsBefore = this.findings.length;
      frame.leftBefore = this.#left;
    }
    if (this.#top !== undefined) this.#stack.push(this.#top);
    this.#top = frame;
  }

  #putKnown(unchanging: Unchanging, target: Frame["target"], key: string, json: object): boolean {
    const rows = Array.isArray(json) ? unchanging.rows(json) : undefined;
    return rows ? this.#putRows(target, key, rows) : this.#recall(unchanging, target, key, json);
  }

  /** Puts a list of rows, unless too many values are visited by it. */
  #putRows(target: Frame["target"], key: string, rows: readonly Row[]): boolean {
    let left = this.#left - rows.length;
    for (const { count } of rows) left -= count;
    if (left <= 0) return false;
    this.#left = left;
    place(
      target,
      key,
      rows.map(({ value }) => value),
    );
    for (let index = 0; index < rows.length; index++)
      for (const [name, text] of rows[index]!.found) this.#findInRow(text, `${this.#pointer(key)}/${index}`, name);
    return true;
  }

  #findInRow({ findings, secrets = [] }: ScrubbedText, row: string, name: string): void {
    const pointer = `${row}/${escapePart(name)}`;
    for (const { rule, placeholder } of findings) this.findings.push({ rule, placeholder, pointer });
    for (const secret of secrets) this.secrets.add(secret);
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

  #remember({ source, target, pointer, findingsBefore, leftBefore }: Frame): void {
    if (this.secrets.size > 0) return; // what it found is looked for in all other parts
    const findings = this.findings.length > findingsBefore ? this.findings.slice(findingsBefore) : [];
    this.unchanging?.remember(source, { value: target, findings, pointer, count: leftBefore - this.#left });
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
    return this.#top === undefined ? "" : `${this.#top.pointer}/${escapePart(key)}`;
  }

  /** Records a finding and its place: the pointer is that of the scrubbed value, so it reveals nothing. */
  #find(findings: readonly Finding[], key: string): void {
    const pointer = this.#pointer(key);
    let [last, placed]: (Finding | undefined)[] = [];
    for (const finding of findings) {
      if (finding !== last) placed = { rule: finding.rule, placeholder: finding.placeholder, pointer };
      last = finding;
      this.findings.push(placed!); // equal ones are one object: a value may have many
    }
  }
}

/** Whether a date was written as nothing but its time. */
export const isTime = (json: unknown, value: unknown): json is string =>
  value instanceof Date && typeof json === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(json);

/** As in RFC 6901. */
const escapePart = (part: string): string =>
  /[~/]/.test(part) ? part.replaceAll("~", "~0").replaceAll("/", "~1") : part;

/** A name may have become a placeholder that is itself the name of a secret: it would hide the value the next time. */
const hidesBehind = (name: string, became: string, value: unknown): boolean =>
  hidesValue(name, value) || (became !== name && hidesValue(became, value));

const isValue = (name: string): boolean => name === "value" || name === "Value";

/** Whether the object that holds the value names it as a secret in another member. */
function isNamedInside({ parts }: Frame, value: unknown): boolean {
  const name = nameInside(parts.names!, (index) => parts.at(index));
  return name !== undefined && hidesValue(name, value);
}

/** `["Authorization", "…"]`, `["--token", "…"]`: an element that names the next one. */
const isNameBefore = (text: string, length: number): boolean => length === 2 || /^--?[\w-]+$/.test(text);
