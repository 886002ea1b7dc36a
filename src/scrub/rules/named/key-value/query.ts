import type { Span, Window } from "../../../rule.ts";
import { byteClass, latin1, letters, skipBack, skipWhile } from "../../../text/bytes.ts";
import { unquotedValue } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/**
 * Parameters of addresses that are secrets there, although their names mean nothing elsewhere: `?k=…`, `&sk=…`,
 * `?code=…`.
 */
export function queried(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const start = skipBack(text, at, Math.max(from, at - 5), letters);
  const left = start > from ? text[start - 1] : 0;
  if ((left !== 0x3f && left !== 0x26) || !PARAMETERS.has(latin1(text, start, at).toLowerCase())) return undefined;
  const value = unquotedValue(window, at + 1, "query", false);
  const least = value.start + SHORTEST;
  const isSecret =
    skipWhile(text, value.start, Math.min(value.end, least), parameterBytes) === least &&
    SECRET_PARAMETER.test(latin1(text, value.start, Math.min(value.end, value.start + 64)));
  return accept(window, value, isSecret ? "strong" : "weak");
}

/** The shortest text that the pattern below matches. */
const SHORTEST = 10;
const parameterBytes = byteClass("0-9a-zA-Z_~.%-");

/** Sixteen characters with a digit and a letter, or ten capitals. */
const SECRET_PARAMETER = /^(?=.*[0-9])(?=.*[A-Za-z])[\w~.%-]{16,}$|^[0-9A-Z]{10,}$/;

const PARAMETERS = new Set(["k", "sk", "code", "key"]);
