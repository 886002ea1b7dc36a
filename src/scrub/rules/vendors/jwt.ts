import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import { base64, base64url, byteClass, hasExactly, latin1 } from "../../text/bytes.ts";
import { isWordStart } from "../../text/edges.ts";
import { recall } from "../../text/recall.ts";

const paddedBytes = byteClass("0-9a-zA-Z_=-");
const tokenBytes = byteClass("0-9a-zA-Z_.=-");
const stars = byteClass("*");
/** `{"alg":1}` */
const MIN_HEADER = 12;
const MAX_HEADER = 2_000;
/** A shorter second part without a third is no payload. */
const MIN_PAYLOAD = 20;

/**
 * JSON Web Tokens: three parts (five when encrypted), of which the first decodes to JSON that names an algorithm. The
 * signature may be cut off, masked or missing: the payload reveals enough.
 *
 * Also the same as a whole in base64 once more.
 *
 * Misses a header alone, and other base64 of JSON (cursors, source maps).
 *
 * Costs a look at the header after `eyJ`, up to the first byte that is in no JSON.
 */
export const jwt: Rule = {
  name: "jwt",
  recognises: "JSON Web Tokens",
  becomes: "JSON-WEB-TOKEN",
  example: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  priority: 85,
  on: true,
  anchors: () => [
    { at: "J", before: "y", beforeThat: "e" },
    { at: "K", before: "l", beforeThat: "X", thirdBefore: "Z" },
  ],
  match(window: Window, at) {
    const { text, from, to } = window;
    if (text[at] === 0x4b) return inBase64(window, at - 3);
    const start = at - 2;
    if (start < from || text[start] !== 0x65 || !isWordStart(text, start, from, to)) return undefined;
    const dot = window.runEnd(base64url, start, Math.min(to, start + MAX_HEADER));
    if (dot >= to || text[dot] !== 0x2e || dot - start < MIN_HEADER || !isJsonLike(text, start, dot)) return undefined;
    if (!namesAlgorithm(latin1(text, start, dot))) return undefined;
    let end = window.runEnd(base64url, dot + 1);
    if (end === to && window.goesOn) return { start, end, open: tokenBytes };
    const isSigned = end < to && text[end] === 0x2e && (end > dot + 1 || base64url[text[end + 1] ?? 0] === 1);
    if (!isSigned && !(end - dot > MIN_PAYLOAD && hasExactly(text, dot + 1, end, "eyJ"))) return undefined;
    for (let part = 0; part < 3 && end < to && text[end] === 0x2e; part++) {
      const next = window.runEnd(text[end + 1] === 0x2a ? stars : paddedBytes, end + 1);
      if (next === end + 1 && (next < to || !window.goesOn)) break;
      end = next;
    }
    return { start, end, ...openAt(end, to, tokenBytes) };
  },
};

/** The header and the beginning of the payload, decoded: what is signed follows. */
const ENCODED = /^(eyJ[\w-]{9,})\.(?:eyJ[\w-]{6}|[\w-]{0,64}\.)/;

/** `ZXlK…`, which decodes to a token. */
function inBase64(window: Window, start: number): Span | undefined {
  const { text, from, to } = window;
  if (start < from || !isWordStart(text, start, from, to)) return undefined;
  const end = window.runEnd(base64, start);
  if (end - start < MIN_ENCODED) return undefined;
  if (!BEGINNING.test(decode(text, start, start + 16))) return undefined;
  const head = decode(text, start, Math.min(end, start + MAX_HEADER));
  const header = ENCODED.exec(head)?.[1];
  return header !== undefined && namesAlgorithm(header) ? { start, end, ...openAt(end, to, base64) } : undefined;
}

const decode = (text: Uint8Array, start: number, end: number): string =>
  Buffer.from(latin1(text, start, end), "base64").toString("latin1");

/** The beginning of a header, decoded. */
const BEGINNING = /^eyJ[\w-]{9}$/;
/** The least length of such base64. */
const MIN_ENCODED = 48;

/** The characters that may be between the strings of a JSON object. */
const outsideStrings = byteClass("0-9 \t\r\n,:[]{}.eE+truefalsn-");

/** Whether base64 may decode to JSON: stops at the first impossible byte, which comes early in most text. */
function isJsonLike(text: Uint8Array, start: number, end: number): boolean {
  let isInside = false;
  let isEscaped = false;
  for (let at = start, size = 16; at < end; at += size, size = 64) {
    const part = Buffer.from(latin1(text, at, Math.min(end, at + size)), "base64url");
    for (let i = 0; i < part.length; i++) {
      if (isEscaped) isEscaped = false;
      else if (part[i] === 0x22) isInside = !isInside;
      else if (part[i] === 0x5c && isInside) isEscaped = true;
      else if (isInside ? part[i]! < 0x20 : outsideStrings[part[i]!] !== 1) return false;
    }
  }
  return true;
}

/** Most tokens of one issuer have the same header. */
const namesAlgorithm = recall((header): boolean => {
  const json = Buffer.from(header, "base64url").toString("utf8");
  if (!json.includes('"alg"') && !json.includes("\\")) return false;
  try {
    const decoded: unknown = JSON.parse(json);
    return typeof decoded === "object" && decoded !== null && "alg" in decoded;
  } catch {
    return false;
  }
});
