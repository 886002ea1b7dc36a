import { openAt, type Rule, type Window } from "../../rule.ts";
import { base64url, byteClass, latin1, skipWhile } from "../../text/bytes.ts";
import { isWordStart } from "../../text/edges.ts";

const paddedBytes = byteClass("0-9a-zA-Z_=-");
const stars = byteClass("*");
const MAX_HEADER = 2_000;

/**
 * JSON Web Tokens: three parts (five when encrypted), of which the first decodes to JSON that names an algorithm. A
 * signature that was cut off or starred out changes nothing: the payload tells enough.
 *
 * Misses a header alone, and other base64 of JSON (cursors, source maps).
 */
export const jwt: Rule = {
  name: "jwt",
  recognises: "JSON Web Tokens",
  becomes: "JSON-WEB-TOKEN",
  example: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  priority: 85,
  on: true,
  anchors: () => [{ at: "J", before: "y", beforeThat: "e" }],
  match({ text, from, to }: Window, at) {
    const start = at - 2;
    if (start < from || text[start] !== 0x65 || !isWordStart(text, start, from, to)) return undefined;
    const dot = skipWhile(text, start, Math.min(to, start + MAX_HEADER), base64url);
    if (dot >= to || text[dot] !== 0x2e || !namesAlgorithm(latin1(text, start, dot))) return undefined;
    let end = skipWhile(text, dot + 1, to, base64url);
    const isSigned = end < to && text[end] === 0x2e;
    if (!isSigned || (end === dot + 1 && base64url[text[end + 1] ?? 0] !== 1)) return undefined;
    for (let part = 0; part < 3 && end < to && text[end] === 0x2e; part++) {
      const next = skipWhile(text, end + 1, to, text[end + 1] === 0x2a ? stars : paddedBytes);
      if (next === end + 1) break;
      end = next;
    }
    return { start, end, ...openAt(end, to, base64url) };
  },
};

function namesAlgorithm(header: string): boolean {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
    return typeof decoded === "object" && decoded !== null && "alg" in decoded;
  } catch {
    return false;
  }
}
