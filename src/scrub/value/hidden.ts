import { endsInPlaceholder, isNothing } from "../claim/placeholders.ts";
import { namesCookies } from "../rules/named/cookies.ts";
import { keyStrength } from "../rules/named/name/secret-keys.ts";
import { isRandomWord } from "../rules/named/value/randomness.ts";

/** Whether values may be hidden because of this name before them. */
export const mayHide = (name: string): boolean => keyStrength(name) !== "none" || namesCookies(name);

/**
 * Whether a value is hidden because of the name before it. Values that reveal nothing stay: nothing at all, yes and no,
 * a mask, a template, a placeholder. After a weak name (`key`, `session_id`) only what looks random is hidden, after
 * that of cookies lists of them, too.
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

/** Members with the name of what is in `value` beside them. */
const NAMING = ["name", "key", "Name", "Key", "variable", "custom_id", "customId", "id"];

/**
 * The name that an object has for its member `value`: `{ name: "password", value: "…" }`, as options of commands,
 * fields of forms and variables of containers are described; undefined if there is none.
 */
export function nameInside(names: readonly string[], at: (index: number) => unknown): string | undefined {
  for (const naming of NAMING) {
    const index = names.indexOf(naming);
    const name = index < 0 ? undefined : at(index);
    if (typeof name === "string" && name.length <= 128 && !endsInPlaceholder(name)) return name;
  }
  return undefined;
}

/** Whether one of the values in a list of cookies may identify a person: `sid=…; theme=dark`. */
const holdsCookie = (value: string): boolean => /=["']?[^\s;,"']{6}/.test(value) || isRandomWord(value);
