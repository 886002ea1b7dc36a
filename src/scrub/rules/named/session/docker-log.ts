import { type Anchor, type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { latin1, lineEnds } from "../../../text/bytes.ts";
import { isAnswer, wholeLineEnd } from "../lines/next-line.ts";
import { nameBefore } from "../name/key-name.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { accept } from "../value/secret-looks.ts";
import { nextLine } from "./below.ts";

/** The last letters of names of secrets, without those of rare ones. */
const LAST = "dtnysDTNYS";

/** The end of a text in a string of JSON: an escaped line end or the quote after a colon. */
export const dockerAnchors = (): Anchor[] => [
  { at: "\\", before: ":", beforeThat: LAST, after: "n" },
  { at: '"', before: " ", beforeThat: ":", thirdBefore: LAST, after: "," },
];

/** The rest of a line of Docker's log. */
const REST = /^(?:\\n)?","stream":"std(?:out|err)","time":"[0-9TZ:.+-]{20,40}"\}(?=\r?\n)/;
/** What is before a name that begins its line. */
const BEGINNING = /^\{"log":"( *(?:- )?)$/;
/** The text of a line that is indented, in quotes or not. */
const INDENTED = /^\{"log":"( +)(?:(\\"|')([^\\"'\n]{3,128})\2,?|([^\s"'\\]{4,128}))(?:\\r)?(?:\\n)?","stream"/;
const VALUE = /^\{"log":"[ \t]*(?:[>?] )?([^\s"\\]{4,128})(?:\\r)?(?:\\n)?","stream"/;

/**
 * `{"log":"Token:\n",…}` and on the next line `{"log":"…\n",…}`, as Docker keeps what a program prints. Called at the
 * backslash or quote after the colon. An answer looks random: programs write words there as well; a value that is
 * indented further than its name, as in YAML and what Node prints, may be a word.
 */
export function answerBelow(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const rest = REST.exec(latin1(text, at, Math.min(to, at + 96)))?.[0];
  if (rest === undefined) return undefined;
  const key = nameBefore(window, text[at - 1] === 0x20 ? at - 2 : at - 1);
  if (key === undefined || nameStrength(key.name) !== "strong") return undefined;
  const line = nextLine(window, at + rest.length);
  if (line !== undefined && line < 0) return undefined;
  const end = line === undefined ? undefined : wholeLineEnd(window, line);
  if (line === undefined || end === undefined) return undecided;
  const indented = indentedBelow(window, key, line, end);
  if (indented !== undefined) return indented;
  const found = VALUE.exec(latin1(text, line, Math.min(end, line + 192)));
  if (found === null) return undefined;
  const answer = found[1]!;
  const start = line + found[0].indexOf(answer, 8);
  return isAnswer(answer, key.name)
    ? accept(window, { start, end: start + answer.length, isQuoted: true }, "strong", key.name, "certain")
    : undefined;
}

function indentedBelow(window: Window, { start, name }: KeyName, line: number, end: number): Span | undefined {
  const { text, from } = window;
  const begin = window.previous(lineEnds, start, Math.max(from, start - MAX_INDENT)) + 1;
  const indent = BEGINNING.exec(latin1(text, Math.max(begin, from), start))?.[1];
  const found = indent === undefined ? null : INDENTED.exec(latin1(text, line, Math.min(end, line + 192)));
  if (found === null || found[1]!.length <= indent!.length) return undefined;
  const said = found[3] ?? found[4]!;
  const first = line + found[0].indexOf(said, '{"log":"'.length + found[1]!.length);
  return accept(
    window,
    { start: first, end: first + said.length, isQuoted: found[3] !== undefined },
    "strong",
    name,
    "certain",
  );
}

const MAX_INDENT = 64;
