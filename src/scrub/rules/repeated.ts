import type { Rule } from "../rule.ts";
import { BECOMES } from "./named/value/secret-looks.ts";

/**
 * Hits: values that were found after the name of a secret (`password=…`), where they appear again without it; see
 * scrub/repeat. Misses: values that are short, a word, a phrase or a small number, and places before the line with the
 * name. Costs: nothing until such a value was found; then a look at four of every five bytes.
 */
export const repeated: Rule = {
  name: "repeated-value",
  recognises: "values found next to the name of a secret, wherever else they appear",
  becomes: BECOMES,
  example: "password=0nce-Upon, and again 0nce-Upon",
  priority: 10,
  on: true,
  anchors: () => [],
  match: () => undefined,
};
