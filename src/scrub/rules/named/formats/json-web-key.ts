import { type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipBack } from "../../../text/bytes.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";

/** The bytes on either side in which the other fields of a key are. */
const MAX_KEY_OBJECT = 320;

/**
 * `"kty": "OKP", "d": "…"`, `"kty": "oct", "k": "…"`: the private part of a JSON Web Key. Called at the colon behind
 * `"d"` or `"k"`.
 */
export function jsonWebKey(window: Window, colon: number): Span | undefined {
  const { text, from, to, last } = window;
  const value = valueAt(window, startOfValue(text, colon + 1, to), "text");
  const isShared = text[skipBack(text, colon - 1, Math.max(from, colon - 9), backslashes) - 1] === 0x6b;
  if (!value.isQuoted || value.end - value.start < (isShared ? MIN_SHARED : MIN_KEY)) return undefined;
  if (!KEY.test(latin1(text, value.start, Math.min(value.end, value.start + 64)))) return undefined;
  const limit = value.end + MAX_KEY_OBJECT;
  const type = isShared ? SHARED_TYPE : KEY_TYPE;
  const isKey =
    type.test(latin1(text, Math.max(from, colon - MAX_KEY_OBJECT), colon)) ||
    type.test(latin1(text, value.end, Math.min(to, limit)));
  if (!isKey) return limit > to && !last ? undecided : undefined;
  return accept(window, value, "strong", "key", "certain");
}

const MIN_KEY = 40;
const MIN_SHARED = 20;
const KEY = /^[\w-]{20,64}$/;
const backslashes = byteClass("\\");
const SHARED_TYPE = /"kty\\{0,7}" ?: ?\\{0,7}"oct\\{0,7}"/;
const KEY_TYPE = /"(?:kty|crv)\\{0,7}" ?:/;
