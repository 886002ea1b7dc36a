import type { Finding } from "../finding.ts";
import { markBytes } from "../fold/escapes.ts";
import { Repeats } from "../repeat/repeats.ts";
import { keyStrength } from "../rules/named/secret-keys.ts";
import { recall } from "../text/recall.ts";
import { copyPlain, type FindPlain } from "./flat.ts";
import type { Json } from "./json.ts";
import { Memory } from "./unchanging.ts";
import { type Key, type ScrubText, Walk } from "./walk.ts";

export interface ScrubbedValue {
  readonly value: Json;
  readonly findings: Finding[];
  /** Values found after names of secrets, for the second check. It must never be kept. */
  readonly secrets?: ReadonlySet<string>;
}

/**
 * Scrubs one value.
 *
 * @param unchanging - Lists and plain objects in it that never change: if one comes again, it is not scrubbed again, and
 * what it became stands in both results.
 */
export type ScrubValue = (input: unknown, unchanging?: ReadonlySet<object>) => ScrubbedValue;

/** Scrubs one text, and looks at many at once. */
export interface TextScrubbers {
  readonly scrubText: ScrubText;
  readonly together: FindPlain;
}

/**
 * Copies any value as plain JSON and scrubs it: strings, keys but for `formatKeys`, and numbers that are ids. Values
 * after names of secrets become `[Filtered]`, and those that are distinct enough from other text are removed wherever
 * they appear again. Keys that become equal get `~2`, `~3`; a note replaces what cannot be read. Works without
 * recursion, so depth is no danger; a cycle becomes `[Circular]`, and what is beyond 200,000 values `[Truncated]`. A
 * `Date` holds no text: it is written as it is.
 */
export function createValueScrubber(
  { scrubText, together }: TextScrubbers,
  isRepeated: boolean,
  formatKeys: ReadonlySet<string> = new Set(),
): ScrubValue {
  const recallText = recall(scrubText);
  const scrubKey =
    (scrub: ScrubText) =>
    (name: string): Key => ({
      ...(formatKeys.has(name) ? { text: name, findings: [] } : scrub(name)),
      mayHide: keyStrength(name) !== "none",
    });
  const recallKey = recall(scrubKey(recallText));
  const memory = new Memory();
  return (input, containers) => {
    const unchanging = containers && memory.of(containers);
    if (containers && unchanging) copyPlain(containers, unchanging, { recallText, recallKey }, together);
    const walk = new Walk(recallText, recallKey, unchanging);
    const value = walk.run(input);
    const { secrets, findings } = walk;
    if (!isRepeated || secrets.size === 0) return { value, findings };
    const repeats = new Repeats();
    for (const secret of secrets) repeats.learn(secret);
    const mayHold = holderOf(secrets);
    const scrubAll = recall((text) => {
      const known = recallText.known(text);
      return known?.isPlain && !mayHold(text) ? known : scrubText(text, repeats);
    });
    const again = new Walk(scrubAll, recall(scrubKey(scrubAll)), unchanging && memory.without(containers!, mayHold));
    return { value: again.run(input), findings: again.findings, secrets };
  };
}

/** A value that was learned is found by more than these units of it. */
const beginning = 8;

/** Whether a text that reads as it is written may hold one of these values; values with marks may be written otherwise. */
function holderOf(secrets: ReadonlySet<string>): (text: string) => boolean {
  const all = [...secrets];
  if (all.some((secret) => Buffer.from(secret).some((byte) => markBytes[byte] === 1))) return () => true;
  const beginnings = all.map((secret) => secret.slice(0, beginning));
  return (text) => beginnings.some((begin) => text.includes(begin));
}
