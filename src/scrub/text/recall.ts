import { Recent } from "./recent.ts";

/** A function that remembers its recent results. */
export interface Recalled<Answer> {
  (text: string): Answer;
  /** The result for a text, if it is remembered. */
  known(text: string): Answer | undefined;
  /** Remembers a result that was found in another way, unless the text is too long. */
  learn(text: string, answer: Answer): void;
}

/** Results of a pure function for recent texts: most texts of a log are repeated. */
export function recall<Answer>(answer: (text: string) => Answer): Recalled<Answer> {
  const recent = new Recent<string, Answer>(generation);
  let [lastText, lastAnswer]: [string | undefined, Answer | undefined] = [undefined, undefined];
  const recalled = (text: string): Answer => {
    if (text === lastText) return lastAnswer as Answer; // the same name is asked about several times
    if (text.length > LONGEST) return answer(text);
    let found = recent.get(text);
    if (found === undefined) {
      found = answer(text);
      recent.set(text, found);
    }
    lastText = text;
    lastAnswer = found;
    return found;
  };
  return Object.assign(recalled, {
    known: (text: string) => recent.get(text),
    learn: (text: string, answer: Answer) => {
      if (text.length <= LONGEST) recent.set(text, answer);
    },
  });
}

/** Texts of more UTF-16 units are not remembered. */
export const LONGEST = 256;
const generation = 2048;
