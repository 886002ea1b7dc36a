import type { HeadedLine } from "./form.ts";

/** What is known of the forms of a log's own lines; `at`: as far as they are known at this line. */
export interface Forms {
  /** Whether the text is the beginning of its log. */
  readonly isBeginning: boolean;
  /** Whether any are known. */
  readonly haveAny: boolean;
  /** Whether they name loggers. */
  haveNames(at: number): boolean;
  /** Whether a line has one of them. */
  has(line: HeadedLine, at: number): boolean;
  /** Whether a line begins like one of them. */
  begins(line: HeadedLine, at: number): boolean;
  /** Whether the name of whoever wrote a line may be in front of it. */
  isNamed(line: HeadedLine, at: number): boolean;
  /** Whether the bot may still be starting. */
  isStart(at: number): boolean;
  /** A line that no user can have written. Returns whether its form is the log's own. */
  learn(line: HeadedLine, at: number): boolean;
  learnNamed(line: HeadedLine, at: number): boolean;
  /** The same forms; what the copy learns is not known here. */
  copy(): Forms;
}
