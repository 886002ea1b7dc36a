import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack } from "../../../text/bytes.ts";
import { Ending } from "../../../text/ending.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

const nameBytes = byteClass("0-9a-zA-Z_-");

/** `::set-output name=token::value`, `::save-state name=token::value` of GitHub Actions. Called at the first colon. */
export function workflowOutput(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  const start = skipBack(text, colon, Math.max(from, colon - 64), nameBytes);
  if (start - 12 < from || !hasExactly(text, start - 6, start, " name=")) return undefined;
  const name = latin1(text, start, colon);
  return nameStrength(name) === "strong" ? rest(window, colon + 2, name) : undefined;
}

/** `::add-mask::value`. Called at the first colon after the word. */
export function maskedValue(window: Window, colon: number): Span | undefined {
  const { text, from } = window;
  const start = colon - "::add-mask".length;
  return start >= from && hasExactly(text, start, colon + 2, "::add-mask::")
    ? rest(window, colon + 2, "secret")
    : undefined;
}

/** `##vso[task.setvariable variable=token;issecret=true]value` of Azure Pipelines. Called at the bracket. */
export function pipelineVariable(window: Window, bracket: number): Span | undefined {
  const { text, from } = window;
  return SET_VARIABLE.test(latin1(text, Math.max(from, bracket - 128), bracket))
    ? rest(window, bracket + 1, "secret")
    : undefined;
}

const SET_VARIABLE = new Ending(/##vso\[task\.setvariable [^\]\n]{1,96}issecret=true$/i);

const rest = (window: Window, start: number, name: string): Span | undefined =>
  accept(window, valueAt(window, start, "environment"), "strong", name, "certain");
