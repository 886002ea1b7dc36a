import { isNothing } from "../claim/placeholders.ts";
import { isRandomWord } from "../rules/named/randomness.ts";
import { keyStrength } from "../rules/named/secret-keys.ts";

/**
 * Whether a value is hidden because of the name before it. Values that reveal nothing stay: nothing at all, yes and no,
 * a mask, a template, a placeholder. After a weak name (`key`, `session_id`) only what looks random is hidden.
 */
export function hidesValue(name: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === "boolean" || typeof value === "function") return false;
  if (name.length > 128) return false;
  const strength = keyStrength(name);
  if (strength === "none" || value === "") return false;
  if (typeof value !== "string") return strength === "strong";
  return strength === "strong" ? !isNothing(value) : isRandomWord(value);
}
