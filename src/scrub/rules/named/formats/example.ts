import { type Span, undecided, type Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { loneValue, wholeLineEnd } from "../lines/next-line.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { isLabel } from "../tables/cell.ts";
import { accept } from "../value/secret-looks.ts";

/** The bytes before an example in which the name of its property is. */
const MAX_BACK = 320;
const FIELDS =
  "(?: {0,40}[\"']?(?:type|format|description|title|nullable|minLength|maxLength|in|required|readOnly|schema)[\"']?:[^\\n]{0,80}\\n){0,5} {0,40}[\"']?$";
/** `password:` and the lines of its description, `name: X-API-Key` and those of the parameter. */
const PROPERTY = new Ending(new RegExp(`(?:^|[\\n"' ])([\\w.-]{2,64})["']?: ?\\{?\\n${FIELDS}`));
const PARAMETER = new Ending(new RegExp(`\\bname["']?: ["']?([\\w.-]{2,64})["']?,?\\n${FIELDS}`));
const AFTER_NAME = /^: {0,4}/;

/** `example: …` in the description of a property or parameter that is a secret, as in OpenAPI. Called at the colon. */
export function exampleOf(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const end = text[colon - 1] === 0x22 || text[colon - 1] === 0x27 ? colon - 1 : colon;
  const start = end - "example".length;
  if (start < from || latin1(text, start, end) !== "example") return undefined;
  const before = latin1(text, Math.max(from, start - MAX_BACK), start);
  const name = (PARAMETER.exec(before) ?? PROPERTY.exec(before))?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const lineEnd = wholeLineEnd(window, colon);
  if (lineEnd === undefined) return undecided;
  const blanks = AFTER_NAME.exec(latin1(text, colon, Math.min(to, colon + 8)))![0].length;
  const value = loneValue(window, colon + blanks, lineEnd);
  return value === undefined || isLabel(window, value, name)
    ? undefined
    : accept(window, value, "strong", name, "certain");
}
