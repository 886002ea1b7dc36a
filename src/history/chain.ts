import { digest } from "../seal/ids/digest.ts";
import type { HistoryEntry, HistoryRecord } from "./record.ts";

/** Stands for the digest of the line before the first. */
export const beginning = "0".repeat(64);

/** One line, without its line end. `before` is the line before it. Pure. */
export function renderLine(record: HistoryRecord, nowMs: number, before: string | undefined): string {
  const time = new Date(nowMs).toISOString();
  return JSON.stringify({ previous: before === undefined ? beginning : digest(before), time, ...record });
}

/** The entry in a line; `undefined` if the line is not valid. Pure. */
export function parseLine(line: string): HistoryEntry | undefined {
  try {
    const entry = JSON.parse(line);
    const isSound = ["previous", "time", "kind", "publisher"].every((key) => typeof entry[key] === "string");
    return isSound && !Number.isNaN(Date.parse(entry.time)) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The result of checking the chain. */
export interface ChainCheck {
  readonly lines: number;
  /** Digest of the last line. Whoever wrote it down can check later that nothing before it was changed. */
  readonly head: string;
  /** The first line that does not follow the one before it, counted from 1, and what is wrong with it. */
  readonly broken?: { readonly line: number; readonly reason: string };
}

/** Checks the chain line by line. */
export class ChainChecker {
  #lines = 0;
  #head: string | undefined;
  #broken: ChainCheck["broken"];

  /** @param first - Digest that the first line may follow, for a history whose older part was deleted. */
  add(line: string, first = beginning): void {
    this.#lines += 1;
    const entry = parseLine(line);
    const expected = this.#head ?? first;
    if (!entry) this.#broken ??= { line: this.#lines, reason: "it is not an entry" };
    else if (entry.previous !== expected)
      this.#broken ??= { line: this.#lines, reason: "it does not match the line before it" };
    this.#head = digest(line);
  }

  result(): ChainCheck {
    const { lines, head, broken } = { lines: this.#lines, head: this.#head ?? beginning, broken: this.#broken };
    return { lines, head, ...(broken && { broken }) };
  }
}
