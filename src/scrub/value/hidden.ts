import { isNothing } from "../claim/placeholders.ts";
import { namesCookies } from "../rules/named/cookies.ts";
import { isRandomWord } from "../rules/named/randomness.ts";
import { keyStrength } from "../rules/named/secret-keys.ts";

/** Whether values may be hidden because of this name before them. */
export const mayHide = (name: string): boolean => keyStrength(name) !== "none" || namesCookies(name);

/**
 * Whether a value is hidden because of the name before it. Values that reveal nothing stay: nothing at all, yes and no,
 * a mask, a template, a placeholder. After a weak name (`key`, `session_id`) only what looks random is hidden, after that
 * of cookies lists of them, too.
 */
export function hidesValue(name: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === "boolean" || typeof value === "function") return false;
  if (name.length > 128) return false;
  if (namesCookies(name)) return typeof value === "object" || (typeof value === "string" && holdsCookie(value));
  const strength = keyStrength(name);
  if (strength === "none" || value === "") return false;
  if (typeof value !== "string") return strength === "strong";
  return strength === "strong" ? !isNothing(value) : isRandomWord(value);
}

/** Whether one of the values in a list of cookies may identify a person: `sid=…; theme=dark`. */
const holdsCookie = (value: string): boolean => /=["']?[^\s;,"']{6}/.test(value) || isRandomWord(value);
