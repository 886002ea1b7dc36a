import type { Span, Window } from "../../../rule.ts";
import { hasExactly, latin1 } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/** The name of the field is on the line before, and the message between them. */
const MAX_BACK = 320;

/**
 * `[type=…, input_value='…'` of pydantic, below the name of a field. Called at the equals sign.
 *
 *     bot.token
 *       String should match pattern '^x' [type=string_pattern_mismatch, input_value='…', input_type=str]
 */
export function refusedInput(window: Window, sign: number): Span | undefined {
  const { text, from } = window;
  if (!hasExactly(text, sign - 13, sign, ", input_value") || sign - 13 < from) return undefined;
  const name = FIELD.exec(latin1(text, Math.max(from, sign - MAX_BACK), sign))?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const value = valueAt(window, sign + 1, "text");
  return value.isQuoted ? accept(window, value, "strong", name, "certain") : undefined;
}

/**
 * `'loc': ('token',), 'msg': '…', 'input': '…'` of pydantic's list of errors, also as FastAPI answers it in JSON. Called
 * at the colon.
 */
export function inputOfError(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  const name = ERROR.exec(latin1(text, Math.max(from, colon - MAX_BACK), colon))?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const value = valueAt(window, text[colon + 1] === 0x20 ? colon + 2 : colon + 1, "text");
  return value.isQuoted ? accept(window, value, "strong", name, "certain") : undefined;
}

const ERROR = new Ending(
  /["']loc["']: ?[([](?:["']?\w{1,32}["']?, ?){0,4}["']([\w.-]{2,64})["'],?[)\]], ?["']msg["']: ?(?:'[^'\n]{1,240}'|"[^"\n]{1,240}"), ?["']input["']$/,
);

const FIELD = new Ending(
  /(?:^|\n)(?:[^\n]{1,64}[|\]>Z] {1,4})?(?:[\w-]{1,48}\.){0,4}([\w-]{2,64})\r?\n(?:[^\n]{1,64}[|\]>Z])? {2,6}[^\n]{1,240}\[type=\w{1,48}, input_value$/,
);
