import { isPlaceholderAt } from "../../../claim/placeholders.ts";
import { type KeyName, type Rule, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass } from "../../../text/bytes.ts";
import { called, loggedIn } from "../code/call.ts";
import { comparedTo, comparedWith, setOption } from "../code/compared.ts";
import { withJoined } from "../code/joined.ts";
import { fallback, operated } from "../code/operators.ts";
import { cookieFile, printedCookie } from "../cookies.ts";
import { inNextField } from "../lines/next-line.ts";
import { behindSemicolon, inHeaderList, listed, tuple } from "../lists/listed.ts";
import { mayTellAt } from "../name/ends.ts";
import { nameBefore } from "../name/key-name.ts";
import { directive } from "../spaced/directive.ts";
import { exported, headerLine, keyword } from "../spaced/exported.ts";
import { flag } from "../spaced/flag.ts";
import { printed } from "../spaced/printed.ts";
import { bearer, identified, identifiedAs, spaced, spoken } from "../spaced/spoken.ts";
import { cell } from "../tables/cell.ts";
import { BECOMES } from "../value/secret-looks.ts";
import { anchors } from "./anchors.ts";
import { assignment, assignmentBehind, behindCode } from "./assignment.ts";
import { credentials } from "./credentials.ts";
import { isForPeople } from "./for-people.ts";
import { foreign } from "./foreign-names.ts";
import { behindLeader, isLed } from "./leader.ts";
import { queried } from "./query.ts";
import { behindRemark } from "./remark.ts";
import { element } from "./xml-element.ts";

/**
 * The value after the name of a secret: `password=…`, `"token": "…"`, `api_key: …`, headers (`Authorization: …`),
 * cookies, query parameters, command-line flags, `.netrc`, elements and attributes of XML, pairs (`("token", "…")`),
 * lists of YAML and others, lists of headers, tables of the environment, cells beside the name, comparisons
 * (`token == "…"`, `password.equals("…")`), the token that a bot is started with (`bot.run("…")`), prompts; also where
 * quotes are escaped or typographic and names coloured. The name stays, and so do quotes and an authorization scheme.
 *
 * Misses what is not a secret: empty, `None`, `true`, masks, templates, placeholders, attributes and calls
 * (`config.token`, `get_token()`), type names, prose; what a list of errors or labels says of a field; and names that
 * only begin like those of secrets (`tokenizer`, `secretary`).
 *
 * Costs a look at the name before each sign that may separate it from a value, and nothing more if it ends unlike the
 * name of a secret; the value is read once.
 */
export const keyValue: Rule = {
  name: "key-value",
  recognises: "values after names of secrets: passwords, tokens, keys, authorization",
  becomes: BECOMES,
  example: "DB_PASSWORD=0nce-upon-a-time",
  priority: 40,
  on: true,
  anchors,
  teaches: (_, start) => start,
  match(window, at) {
    switch (window.text[at]) {
      case 0x20:
        if (!mayTellAt(window.text, at)) return undefined;
        if (window.text[at + 1] === 0x20) return printed(window, at);
        return (
          spaced(window, at) ??
          exported(window, at - 1) ??
          keyword(window, at) ??
          headerLine(window, at) ??
          directive(window, at)
        );
      case 0x2d:
        return window.text[at - 1] === 0x3c ? operated(window, at) : flag(window, at);
      case 0x57:
      case 0x77:
        return spoken(window, at);
      case 0x42:
        return window.text[at + 1] === 0x59 ? identified(window, at) : bearer(window, at);
      case 0x41:
        return identifiedAs(window, at);
      case 0x5f:
        return exported(window, at);
      case 0x3e:
        return element(window, at, at);
      case 0x3b:
        return element(window, at - 3, at) ?? behindSemicolon(window, at);
      case 0x2c:
        return behindComma(window, at);
      case 0x5b:
        return credentials(window, at);
      case 0x28:
      case 0x7b:
        return called(window, at) ?? loggedIn(window, at) ?? comparedTo(window, at) ?? credentials(window, at);
      case 0x82:
        return cell(window, at - 2, at + 1);
      case 0x9a:
        return foreign(window, at) ?? assignmentBehind(window, at - 2, at + 1);
      case 0x1b:
        return behindCode(window, at);
      case 0x75:
        return behindCode(window, at - 1);
      case 0x7c:
        return window.text[at - 1] === 0x7c ? fallback(window, at) : cell(window, at, at + 1);
      case 0x3f:
      case 0x72:
        return fallback(window, at);
      case 0x65:
        return printedCookie(window, at);
      case 0x09:
        return window.text[at - 1] === 0x45 ? cookieFile(window, at) : printed(window, at);
      case 0x3d:
        if (isInLine(window.text, at)) return undefined;
        if (isLed(window.text, at)) return behindLeader(window, at);
        if (window.text[at - 1] === 0x3d) return unlessForPeople(window, at, operated(window, at)); // no name is before it
        return unlessForPeople(
          window,
          at,
          assignment(window, at) ??
            (isReplaced(window, at) ? undefined : (queried(window, at) ?? operated(window, at) ?? foreign(window, at))),
        );
      default:
        if (window.text[at - 1] === 0x3f && window.text[at - 2] === 0x20) return fallback(window, at);
        if (isApart[window.text[at - 1] ?? 0] === 1) {
          const span = isLed(window.text, at) ? behindLeader(window, at) : behindRemark(window, at);
          if (span !== undefined) return unlessForPeople(window, at, span);
        }
        return unlessForPeople(
          window,
          at,
          assignment(window, at) ??
            (window.text[at] === 0x3a ? inNextField(window, at) : undefined) ??
            foreign(window, at),
        );
    }
  },
};

/** The ends of what may be between a name and a colon. */
const isApart = byteClass(") .");

const unlessForPeople = (window: Window, at: number, span: Span | undefined): Span | undefined =>
  span !== undefined && isForPeople(window, at, span) ? undefined : span;

/** Whether the value after a plain sign was replaced. */
const isReplaced = ({ text, to }: Window, at: number): boolean =>
  isPlaceholderAt(text, at + 1, to) && text[at - 1] !== 0x3d && text[at - 1] !== 0x21;

/** A value after a comma: that of the name before it, or of a name further away. */
function behindComma(window: Window, at: number): Span | undefined {
  const key = nameBefore(window, at);
  const span =
    key === undefined
      ? undefined
      : (inList(window, at, key) ?? tuple(window, at, key) ?? inHeaderList(window, at, key));
  return span ?? comparedWith(window, at) ?? setOption(window, at);
}

function inList(window: Window, at: number, key: KeyName): Span | undefined {
  const span = listed(window, at, key);
  return span === undefined || span === undecided ? span : withJoined(window, key, span);
}

/** Whether there are so many equals signs that they underline a heading, and are not an operator. */
function isInLine(text: Uint8Array, at: number): boolean {
  return text[at + 1] === 0x3d && text[at - 1] === 0x3d && text[at + 2] === 0x3d && text[at + 3] === 0x3d;
}
