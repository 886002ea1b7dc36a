import { type Anchor, allOf, type Span, type Window } from "../../../rule.ts";
import { hasExactly, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { readRow } from "./inserted.ts";

const OPEN = 0x28;
const MAX_BACK = 384;
const MAX_VALUES = 4_096;

/** The bracket after `parameters: ` and `Arguments: `. */
export const parameterAnchors = (): Anchor[] => [
  { at: "([", before: " ", beforeThat: ":", thirdBefore: "sS", fourthBefore: "rR" },
  { at: "(", before: " ", beforeThat: ":", thirdBefore: "s", fourthBefore: "t", after: "\"'" },
];

/** What is between the statement and its values. */
const LINK = /(?:[\]\s]{1,4}\[| -- )(?:parameters|PARAMETERS): $/;
const INSERT = new Ending(
  /\binto\s[^()\n]{1,80}\(([^()]{1,320})\)\s{0,8}values\s{0,4}\(([^()]{1,320})\)(?:\s{1,8}(?:returning|on)\b[^\n]{0,160})?$/i,
);
const PLACE = /(?:([\w.]{1,64})["`\]]?\s?=\s?)?(?:%s|\$[0-9]{1,3}|\?|:[0-9]{1,3})(?![\w)]|\()/g;

/**
 * `[SQL: INSERT INTO users (name, token) VALUES ($1, $2)]`, and below it `[parameters: ('ada', '…')]` of SQLAlchemy;
 * `… SET password = ? -- PARAMETERS: ["…"]` of TypeORM. Called at the bracket of the values.
 */
export function parameters(window: Window, bracket: number): Span | undefined {
  const { text, from } = window;
  const link = LINK.exec(latin1(text, Math.max(from, bracket - 20), bracket))?.[0];
  if (link === undefined) return loggedArguments(window, bracket);
  const statement = lastStatement(latin1(text, Math.max(from, bracket - MAX_BACK), bracket - link.length));
  const secrets = insertedInto(statement) ?? comparedOrSet(statement);
  return valuesOf(window, bracket, secrets);
}

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
  const given = values!.split(",").map((value) => /[?$%:]/.test(value));
  const names = columns.split(",").filter((_, index) => given[index] === true);
  return secretsAmong(names);
}

/** `SET password = $1 WHERE token = $2` */
function comparedOrSet(statement: string): ReadonlyMap<number, string> {
  const begin = Math.max(statement.lastIndexOf("[SQL: "), statement.lastIndexOf("\n"));
  return secretsAmong([...statement.slice(begin + 1).matchAll(PLACE)].map((found) => found[1] ?? ""));
}

const secretsAmong = (names: readonly string[]): ReadonlyMap<number, string> =>
  new Map(
    names
      .map((name, index): [number, string] => [index, name.replace(/^.*\.|[^\w-]+/g, "")])
      .filter(([, name]) => nameStrength(name) === "strong"),
  );
