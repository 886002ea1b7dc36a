import type { Finding } from "../finding.ts";

/** One string, scrubbed. */
export interface ScrubbedText {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The values after names of secrets in it, if they are distinct enough from other text. */
  readonly secrets?: readonly string[];
  /** Whether nothing was found in it, and it reads as it is written. */
  readonly isPlain?: boolean;
}

export type ScrubText = (input: string) => ScrubbedText;

/** What a key becomes, and whether its name may hide a value. */
export interface Key extends ScrubbedText {
  readonly mayHide: boolean;
}
