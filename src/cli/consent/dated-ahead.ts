import { ahead } from "../../consent/answer.ts";

/** What to do about an answer with a date in the future: whether that date or the clock is wrong, only the owner knows. */
export const datedAhead = (name: string): string =>
  `${ahead}. If the clock is right now: vextel disable ${name}, then vextel enable ${name}`;
