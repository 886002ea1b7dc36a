const pythonWords = ["Traceback", 'File "', 'File \\"'] as const;
const nodeWords = ["Error", "  at ", "\tat ", "Uncaught", "nhandled", '"at ', "Bun v1", "stack: |"] as const;

/** A call in consola's colours: the white space is before them. */
const colouredWord = "[90mat ";

/** A text of the journal's in which words are lists of bytes. */
const bytes = '"MESSAGE":[';

/**
 * Every error contains one of these words: a line without any can only be part of an error that other lines announce.
 */
export const errorWords = [...pythonWords, ...nodeWords, colouredWord, bytes] as const;

const toPattern = (words: readonly string[]) =>
  new RegExp(words.join("|||").replace(/[\\|]/g, "\\$&").replaceAll("\\|\\|\\|", "|"));

const anyWord = toPattern([...pythonWords, ...nodeWords]);
const anyNodeWord = toPattern(nodeWords);

/** Whether these lines may contain an error. */
export const mayHoldError = (lines: readonly string[]): boolean => lines.some((line) => anyWord.test(line));

/** Whether these lines may contain a stack of Node. */
export const mayHoldStack = (lines: readonly string[]): boolean => lines.some((line) => anyNodeWord.test(line));
