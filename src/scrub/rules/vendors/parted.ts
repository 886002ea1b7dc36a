import { openAt, type Rule, type Span, type Window } from "../../rule.ts";
import {
  alphanumerics,
  base64url,
  byteClass,
  digits,
  hasWord,
  hexDigits,
  latin1,
  membersOf,
  skipBack,
  skipWhile,
} from "../../text/bytes.ts";
import { isWordStart } from "../../text/edges.ts";
import { Ending } from "../../text/ending.ts";

const HEX = membersOf(hexDigits);

const entry = {
  name: "api-secret",
  recognises: "secrets that consist of several parts: Mailgun, fal, DeepL, Asana, Facebook, Sanctum, Ghost, Convex",
  becomes: "API-SECRET",
  example: "1234567890123|once-Upon-a-Time-there-was-1",
  priority: 80,
  on: true,
};

/**
 * Secrets of two or more parts with a separator, each of a fixed length: free keys of DeepL, tokens of Asana, of
 * Facebook's apps (also with `%7C`) and of Laravel's Sanctum (Pterodactyl, and much else), deploy keys of Convex.
 *
 * Misses UUIDs alone, times, fractions, and parts of other lengths. Costs a look at the byte where the next sign would
 * be.
 */
export const partedSecret: Rule = {
  ...entry,
  anchors: () => [
    { at: ":", before: HEX, beforeThat: HEX, thirdBefore: HEX, after: "fF" },
    { at: "|", before: "0123456789", after: membersOf(alphanumerics) },
    { at: "%", before: "0123456789", after: "7" },
    { at: "/", before: "12", after: "1" },
  ],
  match(window, at) {
    switch (window.text[at]) {
      case 0x3a:
        return behindUuid(window, at);
      case 0x2f:
        return asana(window, at);
      case 0x25:
        return hasWord(window.text, at, window.to, "%7c") ? facebook(window, at, at + 3) : undefined;
      default:
        return facebook(window, at, at + 1) ?? sanctum(window, at) ?? convex(window, at);
    }
  },
};

/**
 * The same with a part of 32 or 24 hex digits, by that part: keys of Mailgun, fal, Zhipu, Ollama, Ghost,
 * Zoho, Infisical, WooCommerce and Klaviyo.
 *
 * Misses hashes and UUIDs alone. Costs a look at both ends of each long run of hex digits.
 */
export const partedHash: Rule = {
  ...entry,
  anchors: "runs",
  match(window, at) {
    const { text, to } = window;
    const end = skipWhile(text, window.digitsAt(at).end, Math.min(to, at + LONGEST_HASH), hexDigits);
    if (text[end] === 0x2d) return mailgun(window, end);
    if (text[end - 33] === 0x3a) return behindUuid(window, end - 33);
    return hashSigns[text[end] ?? 0] === 1 || text[end - 41] === 0x5f || text[end - 35] === 0x5f
      ? besideHash(window, end)
      : undefined;
  },
};

/** What may part such a hash from the rest. */
const hashSigns = byteClass(".:");

function besideHash(window: Window, end: number): Span | undefined {
  switch (window.text[end]) {
    case 0x2e:
      return zhipu(window, end) ?? behindNumber(window, end);
    case 0x3a:
      return ghost(window, end);
    default:
      return shop(window, end);
  }
}

/** The 32 digits, and those of an escape before them. */
const LONGEST_HASH = 40;

const isHex = (text: Uint8Array, start: number, end: number): boolean => skipWhile(text, start, end, hexDigits) === end;

/** Whether another letter or digit follows, so that the last part would be longer. */
const goesOn = ({ text, to }: Window, end: number): boolean => end < to && alphanumerics[text[end]!] === 1;

/** A UUID, then `:fx` (DeepL) or a colon and 32 hex digits (fal). */
function behindUuid(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const start = colon - 36;
  if (start < from || text[colon - 13] !== 0x2d || text[colon - 18] !== 0x2d) return undefined;
  const isShort = hasWord(text, colon, to, ":fx");
  const end = colon + (isShort ? 3 : 33);
  if (end > to || goesOn(window, end) || !(isShort || isHex(text, colon + 1, end))) return undefined;
  for (let i = 0; i < 36; i++)
    if (i === 8 || i === 13 || i === 18 || i === 23 ? text[start + i] !== 0x2d : hexDigits[text[start + i]!] !== 1)
      return undefined;
  return isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** 32 hex digits, eight, eight, with hyphens between, the first one at `first`. */
function mailgun(window: Window, first: number): Span | undefined {
  const { text, from, to } = window;
  const [start, end] = [first - 32, first + 18];
  if (start < from || end > to || text[first + 9] !== 0x2d || goesOn(window, end)) return undefined;
  if (!isHex(text, start, first) || !isHex(text, first + 1, first + 9) || !isHex(text, first + 10, end))
    return undefined;
  return text[end] !== 0x2d && isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** 32 hex digits, a dot, and 16 letters and digits (24 for Ollama). */
function zhipu(window: Window, dot: number): Span | undefined {
  const { text, from, to } = window;
  const start = dot - 32;
  const end = skipWhile(text, dot + 1, Math.min(to, dot + 26), base64url);
  const isLong = end - dot - 1 === 16 || end - dot - 1 === 24;
  if (start < from || !isLong || !isHex(text, start, dot) || !isWordStart(text, start, from, to)) return undefined;
  return MIXED.test(latin1(text, dot + 1, end)) ? { start, end } : undefined;
}

/** `1000.` of Zoho, `st.` and a UUID of Infisical, then 32 hex digits, a dot, and 32. */
function behindNumber(window: Window, dot: number): Span | undefined {
  const { text, from, to } = window;
  const end = dot + 33;
  if (dot - 33 < from || end > to || goesOn(window, end) || !isHex(text, dot - 32, dot) || !isHex(text, dot + 1, end))
    return undefined;
  const before = BEFORE_HASHES.exec(latin1(text, Math.max(from, dot - 73), dot - 32))?.[1];
  return before === undefined ? undefined : { start: dot - 32 - before.length, end };
}

const BEFORE_HASHES = new Ending(/(?:^|[^\w.-])(1000\.|st\.[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.)$/);

/** `ck_` or `cs_` and 40 hex digits (WooCommerce), `pk_` and 34 (Klaviyo). */
function shop(window: Window, end: number): Span | undefined {
  const { text, from, to } = window;
  const start = end - (text[end - 41] === 0x5f ? 43 : 37);
  if (start < from || goesOn(window, end) || !isHex(text, start + 3, end) || !isWordStart(text, start, from, to))
    return undefined;
  return (end - start === 43 ? SHOP : LISTS).test(latin1(text, start, start + 3)) ? { start, end } : undefined;
}

const SHOP = /^c[ks]_$/;
const LISTS = /^pk_$/;

/** 24 hex digits, a colon, and 64. */
function ghost(window: Window, colon: number): Span | undefined {
  const { text, from, to } = window;
  const [start, end] = [colon - 24, colon + 65];
  if (start < from || end > to || goesOn(window, end)) return undefined;
  if (!isHex(text, start, colon) || !isHex(text, colon + 1, end)) return undefined;
  return isWordStart(text, start, from, to) ? { start, end } : undefined;
}

/** `prod:` and the name of a deployment, a bar, and base64. */
function convex({ text, from, to }: Window, bar: number): Span | undefined {
  if (skipWhile(text, bar + 1, Math.min(to, bar + 41), paddedBase64) < bar + 41) return undefined;
  const name = DEPLOYMENT.exec(latin1(text, Math.max(from, bar - 64), bar))?.[1];
  if (name === undefined) return undefined;
  const end = skipWhile(text, bar + 41, to, paddedBase64);
  return { start: bar - name.length, end, ...openAt(end, to, paddedBase64) };
}

const DEPLOYMENT = new Ending(/\b((?:prod|dev|preview|project):[a-z]+-[a-z]+-[0-9]{1,4})$/);
const paddedBase64 = byteClass("0-9a-zA-Z_+/=-");

/** `1/…:…`, `2/…/…:…`: ids of 13 to 17 digits, 32 characters. */
function asana(window: Window, slash: number): Span | undefined {
  const { text, from, to } = window;
  let id = slash + 1;
  let end = skipWhile(text, id, Math.min(to, id + 18), digits);
  if (text[end] === 0x2f && end - id >= 13) {
    id = end + 1;
    end = skipWhile(text, id, Math.min(to, id + 18), digits);
  }
  if (text[end] !== 0x3a || end - id < 13) return undefined;
  const stop = end + 33;
  if (stop > to || skipWhile(text, end + 1, stop, alphanumerics) < stop || goesOn(window, stop)) return undefined;
  return isWordStart(text, slash - 1, from, to) ? { start: slash - 1, end: stop } : undefined;
}

/** The number of the app, a bar, 24 to 42 characters. */
function facebook({ text, from, to }: Window, bar: number, secret: number): Span | undefined {
  const start = skipBack(text, bar, Math.max(from, bar - 18), digits);
  if (bar - start < 13 || bar - start > 17) return undefined;
  const end = skipWhile(text, secret, Math.min(to, secret + 43), base64url);
  return end - secret >= 24 && end - secret <= 42 ? { start, end } : undefined;
}

/** The number of the token, a bar, 40 characters (48 with a checksum). */
function sanctum(window: Window, bar: number): Span | undefined {
  const { text, from, to } = window;
  const start = skipBack(text, bar, Math.max(from, bar - 10), digits);
  const end = skipWhile(text, bar + 1, Math.min(to, bar + 50), alphanumerics);
  const length = end - bar - 1;
  if (bar - start > 9 || (length !== 40 && length !== 48) || !isWordStart(text, start, from, to)) return undefined;
  return MIXED.test(latin1(text, bar + 1, end)) ? { start, end } : undefined;
}

const MIXED = /^(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])/;
