import { type Anchor, allOf, type Span, undecided, type Window } from "../../../rule.ts";
import { alphanumerics, byteClass, hasExactly, hasWord, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import type { Phrase } from "../../../text/memo.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { readRow } from "./inserted.ts";

const OPEN = 0x28;
const COLON = 0x3a;
const MAX_BACK = 384;
const MAX_AHEAD = 640;
const MAX_VALUES = 4_096;
/** A name of 64 characters, and `"] = ` */
const MAX_COMPARED = 68;

/** The bracket after `parameters: ` and `Arguments: `. */
export const parameterAnchors = (): Anchor[] => [
  { at: "([", before: " ", beforeThat: ":", thirdBefore: "sS", fourthBefore: "rRmMg" },
  { at: "([", before: " ", beforeThat: "]", thirdBefore: "so", fourthBefore: "0123456789g" },
  { at: "(", before: " ", beforeThat: ":", thirdBefore: "s", fourthBefore: "t", after: "\"'" },
];

/** What is between the statement and its values. */
const LINK =
  /(?:[\]\s]{1,4}\[| -- |["'`],\s{1,12}|\n(?:prisma:query )?)(?:[pP]aram(?:eter)?s|PARAMETERS): $|(?:^|[\s{,])bindings: $/;
/** The head of the line of the values, as SQLAlchemy's log has it. */
const ECHO = new Ending(/(\n[^\n]{0,80}\[(?:generated in|cached since) [0-9.]{1,12}s(?: ago)?\] )$/);
/** Behind what a program writes before each line. */
const BEHIND_MARGIN = new Ending(/(\]\s?\n[^\n]{0,80}[|\]:>Z] {1,4}\[parameters: )$/);
/** The statement behind its values, as Knex prints them. */
const BEHIND =
  /^[^\n]{0,240}\],\s{1,12}(?:__knexQueryUid: '[\w-]{1,40}',\s{1,12})?sql: ["'`]([^\n]{1,320})["'`][^"'`\n]{0,320}/;
const INSERT = new Ending(
  /\binto\s[^()\n]{1,80}\(([^()]{1,320})\)\s{0,8}values\s{0,4}\(([^()]{1,320})\)(?:\s{1,8}(?:returning|on)\b[^\n]{0,160})?$/i,
);
const VERB = /\b(?:insert|update|select|delete|replace|merge)\b/i;
const PLACE = /(?:%s|\$[0-9]{1,3}|\?|:[0-9]{1,3})(?![\w)]|\()/g;
/** What is compared or set, before the sign of a place. */
const COMPARED = new Ending(/([\w.]{1,64})["`\]]?\s?=\s?$/);

/**
 * `[SQL: INSERT INTO users (name, token) VALUES ($1, $2)]`, and below it `[parameters: ('ada', '…')]` of SQLAlchemy;
 * `… SET password = ? -- PARAMETERS: ["…"]` of TypeORM. Called at the bracket of the values.
 */
export function parameters(window: Window, bracket: number): Span | undefined {
  const { text, from } = window;
  const link = linkBefore(window, bracket);
  if (link === undefined) return loggedArguments(window, bracket);
  const start = Math.max(from, bracket - MAX_BACK);
  const secrets = mayBind(window, start, bracket)
    ? boundIn(lastStatement(latin1(text, start, bracket - link.length)))
    : noSecrets;
  return secrets.size === 0 && link.endsWith("bindings: ")
    ? boundBefore(window, bracket)
    : valuesOf(window, bracket, secrets);
}

function linkBefore({ text, from }: Window, bracket: number): string | undefined {
  if (text[bracket - 2] === 0x5d) return ECHO.exec(latin1(text, Math.max(from, bracket - 128), bracket))?.[1];
  return (
    BEHIND_MARGIN.exec(latin1(text, Math.max(from, bracket - 128), bracket))?.[1] ??
    LINK.exec(latin1(text, Math.max(from, bracket - 32), bracket))?.[0]
  );
}

/** `bindings: [ 'ada', '…' ], sql: 'insert into "users" ("name", "password") values (?, ?)'` */
function boundBefore(window: Window, bracket: number): Span | undefined {
  const { text, to, last } = window;
  const limit = Math.min(to, bracket + MAX_AHEAD);
  const isAny = hasPlaces(window, bracket, limit) && window.nextPhrase(behindSign, bracket, limit) < limit;
  if ((last || limit < to) && !isAny) return undefined;
  const said = latin1(text, bracket, limit);
  const [whole = said, statement] = BEHIND.exec(said) ?? [];
  if (!last && bracket + whole.length === to) return undecided; // the line may go on
  if (statement === undefined) return undefined;
  return valuesOf(window, bracket, boundIn(statement));
}

/** The secrets among the values that a statement binds. */
const boundIn = (statement: string): ReadonlyMap<number, string> => insertedInto(statement) ?? comparedOrSet(statement);

const noSecrets: ReadonlyMap<number, string> = new Map();

/** Whether a statement may bind values to names: it compares or sets some, or inserts them. */
const mayBind = (window: Window, start: number, end: number): boolean =>
  hasPlaces(window, start, end) &&
  (window.nextPhrase(comparison, start, end) < end || window.nextPhrase(insertion, start, end) < end);

/** The sign of a place behind an equals sign, as `COMPARED` has it. */
const comparison: Phrase = {
  longest: 3,
  isAt(text, at, to) {
    if (text[at] !== EQUALS) return false;
    const place = at + 1 < to && blanks[text[at + 1]!] === 1 ? at + 2 : at + 1;
    return place < to && (signs[text[place]!] === 1 || text[place] === COLON);
  },
};
const EQUALS = 0x3d;
const blanks = byteClass(" \t\n\r\f\v\xa0");
/** As `INSERT` has it. */
const insertion: Phrase = { longest: 6, isAt: (text, at, to) => hasWord(text, at, to, "values") };
/** What is before a statement behind its values. */
const behindSign: Phrase = { longest: 5, isAt: (text, at, to) => hasExactly(text, at, to, "sql: ") };

/** Whether a sign may stand for a value in it: `?`, `$1`, `%s`, `:name`. */
const hasPlaces = (window: Window, start: number, end: number): boolean =>
  window.nextPhrase(placeSign, start, end) < end;

const signs = byteClass("?$%");
const placeSign: Phrase = {
  longest: 2,
  isAt: (text, at, to) =>
    signs[text[at]!] === 1 || (text[at] === COLON && at + 1 < to && alphanumerics[text[at + 1]!] === 1),
};

/**
 * `Message: 'token %s'`, and below it `Arguments: ('…',)`, as Python prints a message that could not be formatted.
 */
function loggedArguments(window: Window, bracket: number): Span | undefined {
  const { text, from } = window;
  if (bracket - LABEL.length < from || !hasExactly(text, bracket - LABEL.length, bracket, LABEL)) return undefined;
  const message = MESSAGE.exec(latin1(text, Math.max(from, bracket - MAX_BACK), bracket))?.[1];
  if (message === undefined) return undefined;
  return valuesOf(window, bracket, secretsAmong([...message.matchAll(FORMATTED)].map((found) => found[1] ?? "")));
}

const LABEL = "Arguments: ";
const MESSAGE = new Ending(/(?:^|\n)Message: (["'][^\n]{2,320}["'])\r?\nArguments: $/);
const FORMATTED = /(?:([\w.-]{2,64})["']?(?: ?[:=]| is)? ?["']?)?%[-0-9.]{0,4}[sr]/g;

/** The values with these indices in the list that opens at `bracket`. */
function valuesOf(window: Window, bracket: number, secrets: ReadonlyMap<number, string>): Span | undefined {
  const { text, to } = window;
  if (secrets.size === 0) return undefined;
  const spans: Span[] = [];
  const close = text[bracket] === OPEN ? 0x29 : 0x5d;
  readRow(window, bracket, Math.min(to, bracket + MAX_VALUES), secrets, spans, close);
  return allOf(spans);
}

/** What is behind the parameters of an earlier statement: parameters in a row are each read for one only. */
const lastStatement = (text: string): string =>
  text.slice(Math.max(0, text.lastIndexOf("parameters: "), text.lastIndexOf("PARAMETERS: ")));

function insertedInto(statement: string): ReadonlyMap<number, string> | undefined {
  const [, columns, values] = INSERT.exec(statement) ?? [];
  if (columns === undefined) return undefined;
  // a constant among the values has no parameter
  const given = values!.split(",").map((value) => /[?$%]|:[0-9a-z]/i.test(value));
  const names = columns.split(",").filter((_, index) => given[index] === true);
  return secretsAmong(names);
}

/** `SET password = $1 WHERE token = $2` */
function comparedOrSet(statement: string): ReadonlyMap<number, string> {
  const begin = Math.max(statement.lastIndexOf("[SQL: "), statement.lastIndexOf("\n"));
  const line = statement.slice(begin + 1);
  const said = line.slice(Math.max(0, line.search(VERB))); // the head of a log line has signs of places as well
  let end = 0;
  const names = Array.from(said.matchAll(PLACE), ({ 0: place, index }) => {
    const before = said.slice(Math.max(end, index - MAX_COMPARED), index);
    end = index + place.length;
    return COMPARED.exec(before)?.[1] ?? "";
  });
  return secretsAmong(names);
}

const secretsAmong = (names: readonly string[]): ReadonlyMap<number, string> =>
  new Map(
    names
      .map((name, index): [number, string] => [index, name.replace(/^.*\.|[^\w-]+/g, "")])
      .filter(([, name]) => nameStrength(name) === "strong"),
  );
