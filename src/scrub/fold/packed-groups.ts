import type { Part } from "../scan.ts";

/** Lines that read differently when they are folded, as far as it matters after they were scanned. */
export interface FoldedLines extends Part {
  readonly parts: readonly number[];
  readonly isPlain: boolean;
}

/** Such lines that are kept for long, in a fraction of their memory: V8 copies whatever lives on. */
export class PackedGroups {
  /** Of each group its beginning and end, whether it is plain, and its parts behind their number. */
  readonly #numbers: number[] = [];

  constructor(groups: readonly FoldedLines[]) {
    for (const { start, end, isPlain, parts } of groups)
      this.#numbers.push(start, end, isPlain ? 1 : 0, parts.length, ...parts);
  }

  /** Equal to those that were packed. */
  unpack(): readonly FoldedLines[] {
    const numbers = this.#numbers;
    const groups: FoldedLines[] = [];
    for (let at = 0; at < numbers.length; ) {
      const next = at + 4 + numbers[at + 3]!;
      const [start, end, isPlain] = [numbers[at]!, numbers[at + 1]!, numbers[at + 2] === 1];
      groups.push({ start, end, isPlain, parts: numbers.slice(at + 4, next) });
      at = next;
    }
    return groups;
  }
}
