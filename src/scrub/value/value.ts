import type { Finding } from "../finding.ts";
import type { Strings } from "../strings.ts";
import { recall } from "../text/recall.ts";
import { mayHide } from "./hidden.ts";
import type { Json } from "./json.ts";
import { type LookTogether, RowCopier } from "./rows.ts";
import type { Key, ScrubText } from "./scrubbed-text.ts";
import { Texts, TextsOfValue } from "./texts.ts";
import { Memory, type Unchanging } from "./unchanging.ts";
import { Walk } from "./walk.ts";

export interface ScrubbedValue {
  readonly value: Json;
  readonly findings: Finding[];
  /** Values found after names of secrets, for the second check. It must never be kept. */
  readonly secrets?: ReadonlySet<string>;
}

/**
 * Scrubs one value.
 *
 * @param unchanging - Lists and plain objects in it that never change: if one comes again, it is not scrubbed again,
 * and what it became stands in both results.
 */
export type ScrubValue = (input: unknown, unchanging?: ReadonlySet<object>) => ScrubbedValue;

/**
 * Copies any value as plain JSON and scrubs it: strings, keys but for `formatKeys`, and numbers that are ids. Values
 * after names of secrets become `[Filtered]`, and those that are distinct enough from other text are removed wherever
 * they appear again. Keys that become equal get `~2`, `~3`; a note replaces what cannot be read. Works without
 * recursion, so depth is no danger; a cycle becomes `[Circular]`, and what is beyond 200,000 values `[Truncated]`. A
 * `Date` holds no text: it is written as it is.
 */
export function createValueScrubber(
  strings: Strings,
  together: LookTogether,
  isRepeated: boolean,
  formatKeys: ReadonlySet<string> = new Set(),
): ScrubValue {
  const texts = new Texts(strings);
  const scrubKey =
    (scrub: ScrubText) =>
    (name: string): Key => {
      const key = formatKeys.has(name) ? { text: name, findings: [], isPlain: true } : scrub(name);
      return { ...key, mayHide: mayHide(name) || mayHide(key.text) };
    };
  const recallKey = recall(scrubKey(texts.recallShort));
  const scrubLooked = texts.scrubLooked.bind(texts);
  const copier = new RowCopier({ recallText: texts.recallShort, recallKey }, { together, scrubLooked });
  const memory = new Memory();
  return (input, containers = none) => {
    const unchanging: Unchanging = {
      has: (container) => containers.has(container),
      rows: (list) => copier.rowsOf(list),
      recall: (container) => memory.recall(container),
      remember: (container, became) => memory.remember(container, became),
    };
    const own = new TextsOfValue(texts);
    const walk = new Walk(own.scrub, recallKey, unchanging);
    const value = walk.run(input);
    const { secrets, findings } = walk;
    if (!isRepeated || secrets.size === 0) return { value, findings };
    const { scrub, mayHold } = own.without(secrets);
    const recallText = recall(scrub);
    const scrubAgain = scrubKey(recallText);
    const keyAgain = (name: string): Key => {
      const known = recallKey(name);
      return known.isPlain && !mayHold(name) ? known : scrubAgain(name);
    };
    const recalls = { recallText, recallKey: recall(keyAgain) };
    const again = new Walk(recallText, recalls.recallKey, {
      ...unchanging,
      rows: (list) => copier.rowsWithout(list, recalls, mayHold),
      recall: () => undefined,
      remember: () => {},
    });
    return { value: again.run(input), findings: again.findings, secrets };
  };
}

const none: ReadonlySet<object> = new Set();
