import type { Rule } from "../rule.ts";
import { BECOMES } from "./named/secret-looks.ts";

/**
 * Hits: what was found behind the name of a secret (`password=…`), wherever the same stands again without it; see
 * scrub/repeat. Misses: what is short, a word, a phrase or a small number, and places before the line with the name.
 * Costs: nothing before such a value was found; then one look at four of every five bytes.
 */
export const repeated: Rule = {
  name: "repeated-value",
  recognises: "values that stood behind the name of a secret, where they stand again without it",
  becomes: BECOMES,
  example: "password=0nce-Upon, and again 0nce-Upon",
  priority: 10,
  on: true,
  anchors: () => [],
  match: () => undefined,
};
