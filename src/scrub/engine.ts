import { addRules, compileAnchors, NO_RULE, WORD } from "./find/anchors.ts";
import { Finder } from "./find/finder.ts";
import { unpackTables } from "./find/packed-tables.ts";
import { usualTables } from "./find/usual-tables.ts";
import type { Rule } from "./rule.ts";
import { type Selection, usualRules } from "./rules/index.ts";

/** The rules, compiled. */
export interface Engine {
  readonly rules: readonly Rule[];
  /** For each kind of byte and bit of a candidate there, the index of the rule to try (`AnchorTables.ruleOf`). */
  readonly ruleOf: Uint8Array;
  /** Likewise, all bits that lead to the same rule, so that it is tried once. */
  readonly sameRule: Int32Array;
  readonly kind: Uint8Array;
  /** The rules to try in a long run of digits. */
  readonly ofRuns: readonly number[];
  readonly finder: Finder;
  /** Whether values that were found after names are removed where they appear again. */
  readonly isRepeated: boolean;
}

export function compileEngine({ fixed, literal, runs, isRepeated }: Selection): Engine {
  const rules = [...fixed, ...literal, ...runs].map(uniform);
  const known = fixed === usualRules ? unpackTables(usualTables) : compileAnchors(fixed);
  const tables = addRules(known, literal, fixed.length);
  const { kind, ruleOf } = tables;
  const ofRuns = [...rules.keys()].slice(fixed.length + literal.length);
  return { rules, kind, ruleOf, sameRule: bitsBySameRule(ruleOf), ofRuns, finder: new Finder(tables), isRepeated };
}

/** The same rule as an object of the same shape as all others: V8 reads those several times as fast. */
const uniform = ({ name, recognises, becomes, example, priority, on, anchors, match, teaches }: Rule): Rule => ({
  name,
  recognises,
  becomes,
  example,
  priority,
  on,
  anchors,
  match,
  teaches,
});

function bitsBySameRule(ruleOf: Uint8Array): Int32Array {
  const same = new Int32Array(ruleOf.length);
  const bitsOf = new Int32Array(NO_RULE + 1);
  for (let row = 0; row < same.length; row += WORD) {
    bitsOf.fill(0);
    for (let bit = 0; bit < WORD; bit++) bitsOf[ruleOf[row + bit]!]! |= 1 << bit;
    for (let bit = 0; bit < WORD; bit++) same[row + bit] = bitsOf[ruleOf[row + bit]!]!;
  }
  return same;
}
