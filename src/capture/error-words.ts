/** Words of which every error holds one: a line without any can at most be part of one that others announced. */
export const errorWords = ["Traceback", 'File "', "Error", "    at ", "\tat ", "Uncaught", "nhandled"] as const;

const anyWord = new RegExp(errorWords.join("|"));

/** Whether an error may stand in lines. */
export const mayHoldError = (lines: readonly string[]): boolean => lines.some((line) => anyWord.test(line));
