import type { Parts } from "../json/like.ts";
import type { Json } from "./json.ts";

/** Stands where something is missing. */
export const TRUNCATED = "[Truncated]";

/** A container that is being copied. */
export class Frame {
  next = 0;
  /** The previous part, unchanged. */
  before: unknown = undefined;
  /** For each repeated key, its next number. */
  copies: Map<string, number> | undefined;
  /** Whether it is among the ancestors: it is as soon as it has a container in it. */
  isAncestor = false;
  /** How many findings and values there were before it, if it is unchanging; otherwise -1. */
  findingsBefore = -1;
  leftBefore = 0;

  constructor(
    readonly source: object,
    readonly parts: Parts,
    readonly target: Json[] | { [key: string]: Json },
    /** Where it is in the whole, as a JSON pointer. */
    readonly pointer: string,
  ) {}
}

/** Records that something is missing, without looking at it. */
export function cutOff({ target }: Frame): void {
  if (Array.isArray(target)) target.push(TRUNCATED);
  else target[TRUNCATED] = TRUNCATED;
}

/** Puts a value under a key, or at the end of a list. */
export function place(target: Frame["target"], key: string, value: Json): void {
  if (Array.isArray(target)) target.push(value);
  else if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

/** The key itself, or with the first number that makes it a new one. */
export function unusedKey(frame: Frame, target: { [key: string]: Json }, key: string): string {
  if (!Object.hasOwn(target, key)) return key;
  frame.copies ??= new Map();
  let copy = frame.copies.get(key) ?? 2;
  while (Object.hasOwn(target, `${key}~${copy}`)) copy++;
  frame.copies.set(key, copy + 1);
  return `${key}~${copy}`;
}
