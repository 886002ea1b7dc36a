const pythonWords = ["Traceback", 'File "', 'File \\"'] as const;
const nodeWords = ["Error", "  at ", "\tat ", "Uncaught", "nhandled", '"at ', "stack: |"] as const;

/** Words of which every error holds one: a line without any can at most be part of one that others announced. */
export const errorWords = [...pythonWords, ...nodeWords] as const;

const toPattern = (words: readonly string[]) =>
  new RegExp(words.join("|||").replace(/[\\|]/g, "\\$&").replaceAll("\\|\\|\\|", "|"));

const anyWord = toPattern(errorWords);
const anyNodeWord = toPattern(nodeWords);

/** Whether an error may be in lines. */
export const mayHoldError = (lines: readonly string[]): boolean => lines.some((line) => anyWord.test(line));

/** Whether a stack of Node's may be in lines. */
export const mayHoldStack = (lines: readonly string[]): boolean => lines.some((line) => anyNodeWord.test(line));
