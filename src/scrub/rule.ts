import type { Window } from "./window.ts";

export type { Window } from "./window.ts";

/** A place where a rule may apply: one of `at`, with one of `before` on its left and one of `after` on its right. */
export interface Anchor {
  /** Bytes, as Latin-1 characters. */
  readonly at: string;
  /** Bytes that may be before it; left out: any, also the start of the text. */
  readonly before?: string;
  /** Bytes that may be before that one. */
  readonly beforeThat?: string;
  /** Bytes that may be before those two. */
  readonly thirdBefore?: string;
  /** Bytes that may follow it; omitted: any, also the end of the text. */
  readonly after?: string;
  /** Whether the same byte must stand again two to four bytes behind. */
  readonly again?: true;
}

/** Where something private stands: bytes `start` up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** The claim ran into the end of its window: it goes on for as long as the bytes are of this class. */
  readonly open?: Uint8Array;
  /** The placeholder, if it depends on the text. */
  readonly becomes?: string;
  /** More of the same after it, in order. */
  readonly also?: readonly Span[];
}

/** How many bytes a rule may look back from its anchor. */
export const LOOK_BACK = 384;
/** How many bytes a rule may look ahead from its anchor. Longer secrets are claimed open. */
export const LOOK_AHEAD = 16_384;

/** Longer lines are not known as a whole: a stream passes on their beginning before it knows their end. */
export const MAX_LINE = LOOK_AHEAD;

/** Marks a claim that reached the end of its window as open. */
export function openAt(end: number, to: number, members: Uint8Array): { open?: Uint8Array } {
  return end === to ? { open: members } : {};
}

/** The answer of a rule that needs more text than there is yet. */
export const undecided: Span = { start: -1, end: -1 };

/** A line of the data dictionary. */
export interface RuleEntry {
  readonly name: string;
  readonly recognises: string;
  readonly becomes: string;
  readonly example: string;
  /** The higher one keeps its placeholder where claims overlap. */
  readonly priority: number;
  /** Whether it is on unless it is switched off. */
  readonly on: boolean;
}

/** One kind of private text: how to tell it from its looks and its surroundings, and what takes its place. */
export interface Rule extends RuleEntry {
  /**
   * Where it is worth a closer look. `runs` asks for the runs of 17 and more hex digits and colons, with the anchor
   * somewhere inside, and perhaps several times. Those of the usual rules are compiled ahead (usual-tables.ts).
   */
  readonly anchors: (() => readonly Anchor[]) | "runs";
  /** Takes that closer look: see `Window` for how. Never throws, and never reads outside the window. */
  match(window: Window, at: number): Span | undefined;
  /**
   * Where the secret begins in what the rule claims, from `start` up to `end`: it is removed wherever it stands again.
   * Left out: what is claimed is known by its looks everywhere.
   */
  readonly teaches?: (text: Uint8Array, start: number, end: number) => number;
}
