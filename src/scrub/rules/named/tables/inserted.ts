import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type Anchor, allOf, type Span, type Window } from "../../../rule.ts";
import { byteClass, hasWord, latin1 } from "../../../text/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";

const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
/** The most rows of a statement, and values, that are searched. */
const MAX_ROWS = 64;
const MAX_COLUMNS = 64;
const MAX_STATEMENT = 4_096;

const blank = byteClass(" ");
const closes = byteClass(",]}:;) \n\r\t");
const columnsStart = byteClass("(\n");
const valueStops = byteClass(",()'\"\n");
const closers = { 39: byteClass("'\n"), 34: byteClass('"\n') } as const;

/** The bracket after `VALUES`. */
export const insertedAnchors = (): Anchor[] => [
  { at: "(", before: "sS", beforeThat: "eE", thirdBefore: "uU" },
  { at: "(", before: " ", beforeThat: "sS", thirdBefore: "eE" },
];

/** `INSERT INTO users (name, password) VALUES ('ada', '…'), …`. Called at the bracket of the values. */
export function inserted(window: Window, bracket: number): Span | undefined {
  const { text } = window;
  const word = text[bracket - 1] === 0x20 ? bracket - 1 : bracket;
  if (!hasWord(text, word - 6, word, "values")) return undefined;
  const secrets = secretColumns(window, word - 6);
  if (secrets === undefined) return undefined;
  const spans: Span[] = [];
  const limit = Math.min(window.to, bracket + MAX_STATEMENT);
  for (let row = 0, at = bracket; row < MAX_ROWS && at < limit && text[at] === OPEN; row++) {
    const end = readRow(window, at, limit, secrets, spans);
    if (end < 0) break;
    at = end + 1;
    while (at < limit && (text[at] === COMMA || blank[text[at]!] === 1)) at++;
  }
  return allOf(spans);
}

/** The columns before `values` that are secrets. */
function secretColumns(window: Window, values: number): ReadonlyMap<number, string> | undefined {
  const { text, from } = window;
  let end = values;
  while (end > from && text[end - 1] === 0x20) end--;
  if (text[end - 1] !== CLOSE) return undefined;
  const start = window.previous(columnsStart, end - 1);
  if (start < from || text[start] !== OPEN) return undefined;
  if (!/\b(?:insert|replace|into)\b/i.test(latin1(text, Math.max(from, start - 96), start))) return undefined;
  const secrets = new Map<number, string>();
  for (const [index, column] of latin1(text, start + 1, end - 1)
    .split(",")
    .entries()) {
    const name = column.replace(/[^\w.-]+/g, "");
    if (index < MAX_COLUMNS && nameStrength(name) === "strong") secrets.set(index, name);
  }
  return secrets.size > 0 ? secrets : undefined;
}

/**
 * Adds the values in these columns of the row that opens at `open`. Returns where the row closes; -1 if it does not.
 */
export function readRow(
  window: Window,
  open: number,
  limit: number,
  secrets: ReadonlyMap<number, string>,
  spans: Span[],
  close = CLOSE,
): number {
  const { text } = window;
  let at = open + 1;
  for (let column = 0; column < MAX_COLUMNS && at < limit; column++) {
    while (at < limit && text[at] === 0x20) at++;
    if (text[at] === 0x4e && text[at + 1] === 0x27) at++;
    const mark = text[at] as 0x27 | 0x22;
    const isQuoted = mark === 0x27 || mark === 0x22;
    const start = isQuoted ? at + 1 : at;
    if (mark === 0x22 && closes[text[start] ?? 0] === 1) return -1; // the end of a string around the statement
    const end = isQuoted ? endOfString(window, start, limit, mark) : window.next(valueStops, start, limit);
    if (end >= limit || text[end] === 0x0a) return -1;
    if (!isQuoted && holdsPlaceholder(text, start, end)) return -1; // what it replaced may have ended the row
    if (!isQuoted && text[end] !== COMMA && text[end] !== close) return -1; // a call, or the end of a string around it
    const name = secrets.get(column);
    const span =
      name === undefined
        ? undefined
        : accept(window, { start, end, isQuoted }, "strong", name, isQuoted ? "certain" : "likely");
    if (span !== undefined) spans.push(span);
    at = isQuoted ? end + 1 : end;
    while (at < limit && text[at] === 0x20) at++;
    if (text[at] === close) return at;
    if (text[at++] !== COMMA) return -1;
  }
  return -1;
}

/** The closing quote: not a doubled one, nor one after a backslash. */
function endOfString(window: Window, start: number, limit: number, mark: 0x27 | 0x22): number {
  const { text } = window;
  for (let i = window.next(closers[mark], start, limit); i < limit; i = window.next(closers[mark], i, limit)) {
    if (text[i] !== mark) return i;
    if (text[i + 1] === mark && i + 1 < limit) i += 2;
    else if (text[i - 1] === 0x5c && i - 1 >= start) i++;
    else return i;
  }
  return limit;
}
