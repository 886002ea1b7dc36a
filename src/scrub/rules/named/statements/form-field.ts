import { type Span, undecided, type Window } from "../../../rule.ts";
import { hasWord, latin1 } from "../../../text/bytes.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";

/** The greatest distance between the name and its value: the type, and an empty line. */
const MAX_HEADER = 160;
const LF = 0x0a;

/**
 * `Content-Disposition: form-data; name="password"`, an empty line, and the value on a separate line; also with escaped
 * line ends, as in the dump of a request. Called at the equals sign.
 */
export function formField(window: Window, sign: number): Span | undefined {
  const { text, to, last } = window;
  if (!hasWord(text, sign - 15, sign, "form-data; name")) return undefined;
  const limit = Math.min(to, sign + MAX_HEADER);
  const header = HEADER.exec(latin1(text, sign, limit));
  if (header === null)
    return !last && limit === to && MAY_GO_ON.test(latin1(text, sign, limit)) ? undecided : undefined;
  const [rest, name, lineEnd] = header;
  if (nameStrength(name!) !== "strong") return undefined;
  const start = sign + rest.length;
  const end = valueEnd(window, start, lineEnd!);
  if (end === undefined) return undecided;
  return accept(window, { start, end, isQuoted: true }, "strong", name, "certain");
}

const HEADER = /^="([\w.[\]-]{3,64})"(\r?\n|(?:\\r)?\\n)(?:Content-[\w-]{1,32}: [\w/; =+.-]{1,64}\2)?\2/;
const MAY_GO_ON = /^="(?:[\w.[\]-]{0,64}|[\w.[\]-]{3,64}"(?:\r?(?:\n(?:C[^\r\n]{0,110}(?:\r?\n?)?)?\r?)?)?)$/;

/** The end of the line with the value; undefined while that is not known. */
function valueEnd({ text, to, last }: Window, start: number, lineEnd: string): number | undefined {
  for (let i = start; i < to; i++) {
    if (text[i] === LF || text[i] === 0x0d) return i;
    if (lineEnd.length > 2 && text[i] === 0x5c && (text[i + 1] === 0x72 || text[i + 1] === 0x6e)) return i;
  }
  return last || lineEnd[0] === "\\" ? to : undefined;
}
