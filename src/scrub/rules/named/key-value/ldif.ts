import type { Span, Window } from "../../../rule.ts";
import { latin1 } from "../../../text/bytes.ts";
import { indentOf } from "../lines/setting.ts";
import { nameBefore } from "../name/key-name.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/** `userPassword:: value`, in base64, of LDAP. */
export function ldif(window: Window, at: number): Span | undefined {
  const { text, to } = window;
  const key = text[at + 2] === 0x20 ? nameBefore(window, at) : undefined;
  if (key === undefined || !/(?:password|pwd)$/i.test(key.name) || indentOf(window, key.start) !== 0) return undefined;
  const value = valueAt(window, at + 3, "text");
  return BASE64.test(latin1(text, value.start, Math.min(value.end, value.start + 64))) && value.end <= to
    ? accept(window, value, "strong", key.name, "certain")
    : undefined;
}

const BASE64 = /^[A-Za-z0-9+/]{8,64}={0,2}$/;
