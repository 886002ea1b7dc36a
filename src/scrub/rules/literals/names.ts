import type { Rule, RuleEntry } from "../../rule.ts";
import { escapedForms, formOf } from "./forms.ts";
import { isWholeWord, literalRule, standsAt } from "./match.ts";

const MIN_NAME = 3;
/** Very common names: removing them would protect nobody and damage words. */
const COMMON_NAMES = new Set(
  "root user users admin administrator red redbot bot app node ubuntu debian localhost home container runner discord docker git www nobody guest test default public shared python vagrant pi ec2-user server host".split(
    " ",
  ),
);

/** Whether a name identifies anybody. */
export const isName = (name: string): boolean =>
  name.trim().length >= MIN_NAME && !COMMON_NAMES.has(name.trim().toLowerCase());

/**
 * Names of one kind, as whole words; no rule if none of them identifies anybody.
 *
 * Misses: short names, very common ones, and those inside longer words. Costs: as all literals.
 */
export function namesRule(entry: RuleEntry, names: readonly string[], becomes: string): Rule[] {
  const texts = [...new Set(names.filter(isName).flatMap((name) => escapedForms(name.trim())))];
  if (texts.length === 0) return [];
  const rule = literalRule(
    entry,
    texts.map((text) => formOf(text, becomes)),
    isWholeWord,
  );
  const isPartOf = (text: string) => texts.some((other) => other.length > text.length && other.includes(text));
  return [texts.some(isPartOf) ? inLongest(rule, texts) : rule];
}

/** A name that is part of a longer one in the list is removed together with it. */
function inLongest(rule: Rule, names: readonly string[]): Rule {
  const all = names.map((name) => Buffer.from(name, "utf8")).sort((a, b) => b.length - a.length);
  return {
    ...rule,
    match(window, at) {
      const span = rule.match(window, at);
      if (span === undefined) return undefined;
      const found = Buffer.from(window.text.subarray(span.start, span.end));
      for (const longer of all.filter(({ length }) => length > found.length))
        for (let offset = longer.indexOf(found); offset >= 0; offset = longer.indexOf(found, offset + 1)) {
          const whole = { ...span, start: span.start - offset, end: span.start - offset + longer.length };
          if (standsAt(window, whole.start, longer) && isWholeWord(window, whole)) return whole;
        }
      return span;
    },
  };
}
