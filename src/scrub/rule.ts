import type { Window } from "./window.ts";

export type { KeyName, Window } from "./window.ts";

/** A place where a rule may apply: one of `at`, with one of `before` on its left and one of `after` on its right. */
export interface Anchor {
  /** Bytes, as Latin-1 characters. */
  readonly at: string;
  /** Bytes that may be before it; omitted: any, also the start of the text. */
  readonly before?: string;
  /** Bytes that may be before that one. */
  readonly beforeThat?: string;
  /** Bytes that may be before those two. */
  readonly thirdBefore?: string;
  /** Bytes that may be before those three, if the others are few. */
  readonly fourthBefore?: string;
  /** Bytes that may follow it; omitted: any, also the end of the text. */
  readonly after?: string;
  /** Whether the same byte must be repeated two to four bytes later, and once more as soon after that. */
  readonly again?: true;
  /** Whether it is none where prose follows: a blank and a word of 3 to 13 letters before a comma or the next word. */
  readonly unlessProse?: true;
}

/** A private part of a text: bytes `start` up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** The claim reached the end of its window: it continues as long as the bytes are of this class. */
  readonly open?: Uint8Array | undefined;
  /** The placeholder, if it depends on the text. */
  readonly becomes?: string | undefined;
  /** Whether the rules certainly find nothing new beside its placeholder (claim/quiet.ts). */
  readonly isQuiet?: boolean | undefined;
  /** More claims after it, in order. */
  readonly also?: readonly Span[] | undefined;
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

/** Several claims as one result: undefined if there are none. */
export function allOf(spans: readonly Span[]): Span | undefined {
  const [first] = spans;
  if (first === undefined) return undefined;
  const { start, end, open, becomes, isQuiet } = first;
  return { start, end, open, becomes, isQuiet, also: spans.slice(1) };
}

/** The result of a rule that needs more text than is available yet. */
export const undecided: Span = { start: -1, end: -1 };

/** The description of a rule, for users. */
export interface RuleEntry {
  readonly name: string;
  readonly recognises: string;
  readonly becomes: string;
  readonly example: string;
  /** The higher one decides the placeholder where claims overlap. */
  readonly priority: number;
  /** Whether it is on by default. */
  readonly on: boolean;
}

/** One kind of private text: how to recognise it by its form and surroundings, and its placeholder. */
export interface Rule extends RuleEntry {
  /**
   * Where a closer look is needed. `runs` means runs of 17 and more hex digits and colons, with the anchor somewhere
   * inside, and perhaps several times. The anchors of the usual rules are compiled ahead (usual-tables.ts).
   */
  readonly anchors: (() => readonly Anchor[]) | "runs";
  /** Takes the closer look: see `Window` for how. Never throws, and never reads outside the window. */
  match(window: Window, at: number): Span | undefined;
  /**
   * Where the secret begins in what the rule claims, from `start` up to `end`; it is removed wherever it appears again.
   * Omitted: the claim is recognised by its form everywhere.
   */
  readonly teaches?: ((text: Uint8Array, start: number, end: number) => number) | undefined;
}
