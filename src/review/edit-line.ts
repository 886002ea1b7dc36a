/** A line of text that is being edited. */
export interface EditedLine {
  readonly text: string;
  /** UTF-16 units before the cursor. */
  readonly cursor: number;
}

const segmenter = new Intl.Segmenter();

/**
 * Applies a key to a line: characters are inserted at the cursor, the usual keys move it and delete. Pure.
 *
 * @param key - As in `keys.ts`: a name such as `left` or `ctrl-u`, or the character itself.
 */
export function editLine({ text, cursor }: EditedLine, key: string): EditedLine {
  const [before, after] = [text.slice(0, cursor), text.slice(cursor)];
  const put = (head: string, tail: string): EditedLine => ({ text: head + tail, cursor: head.length });
  switch (key) {
    case "backspace":
      return put(before.slice(0, lastStart(before)), after);
    case "delete":
      return put(before, after.slice(firstEnd(after)));
    case "left":
      return { text, cursor: lastStart(before) };
    case "right":
      return { text, cursor: cursor + firstEnd(after) };
    case "home":
    case "ctrl-a":
      return { text, cursor: 0 };
    case "end":
    case "ctrl-e":
      return { text, cursor: text.length };
    case "ctrl-u":
      return put("", after);
    case "ctrl-k":
      return put(before, "");
    case "ctrl-w":
      return put(before.replace(/(?<!\S)\S*(?<!\s)\s*$/, ""), after);
    case "space":
    case "tab":
      return put(`${before} `, after);
    default:
      return isTyped(key) ? put(before + key, after) : { text, cursor };
  }
}

/** One character that is not a control character. */
const isTyped = (key: string) => /^\P{Cc}$/u.test(key);

const lastStart = (text: string): number => [...segmenter.segment(text)].at(-1)?.index ?? 0;
const firstEnd = (text: string): number => [...segmenter.segment(text)][0]?.segment.length ?? 0;
