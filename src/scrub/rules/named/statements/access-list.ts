import type { Span, Window } from "../../../rule.ts";
import { alphanumerics } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/** `ACL SETUSER name on >value`, `user name on >value` in the lists of Redis. Called at the sign. */
export function accessList(window: Window, sign: number): Span | undefined {
  const { text, from } = window;
  if (!/\b(?:setuser|user) \S{1,64} on $/i.test(latin1Shown(text, Math.max(from, sign - 80), sign))) return undefined;
  if (alphanumerics[text[sign + 1] ?? 0] !== 1) return undefined;
  return accept(window, valueAt(window, sign + 1, "environment"), "strong", "password", "certain");
}
