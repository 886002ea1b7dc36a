import type { Span, Window } from "../../../rule.ts";
import { hasWord, latin1 } from "../../../text/bytes.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/** PowerShell's `ConvertTo-SecureString "value"`, also after `-String`. Called at the blank. */
export function secureString(window: Window, blank: number): Span | undefined {
  const { text, to } = window;
  if (!hasWord(text, blank - 22, blank, "convertto-securestring")) return undefined;
  const option = /^(?: -AsPlainText| -Force){0,2}(?: -String)? /i.exec(
    latin1(text, blank, Math.min(to, blank + 48)),
  )?.[0];
  if (option === undefined) return undefined;
  const value = valueAt(window, blank + option.length, "text");
  return value.isQuoted ? accept(window, value, "strong", "password", "certain") : undefined;
}
