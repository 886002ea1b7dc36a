import type { Span, Window } from "../../../rule.ts";
import { hasWord } from "../../../text/bytes.ts";
import { accept } from "../secret-looks.ts";
import { valueAt } from "../value-extent.ts";

/** `requirepass value`, `masterauth value` in the configuration of Redis. */
export function redisSetting(window: Window, at: number): Span | undefined {
  const word = ["requirepass ", "masterauth "].find((name) => hasWord(window.text, at, window.to, name));
  return word === undefined
    ? undefined
    : accept(window, valueAt(window, at + word.length, "environment"), "strong", "password", "certain");
}
