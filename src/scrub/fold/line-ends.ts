import { byteClass, hasWord } from "../text/bytes.ts";

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
/** The most backslashes before the escaped character. */
const MAX_RUN = 16;

/** The end of the escaped line end at `at`, or -1. */
export function escapedLineEnd(text: Uint8Array, at: number, to: number): number {
  switch (text[at]) {
    case BACKSLASH:
      return backslashed(text, at, to);
    case PERCENT:
      return text[at + 1] === 0x30 || text[at + 1] === 0x32 ? percented(text, at, to) : -1;
    case AMPERSAND: {
      if (text[at + 1] !== 0x23 || entityStarts[text[at + 2]!] !== 1) return -1;
      const entity = ENTITIES.find((one) => hasWord(text, at, to, one));
      return entity === undefined ? -1 : at + entity.length;
    }
    default:
      return -1;
  }
}

const ENTITIES = ["&#10;", "&#xa;", "&#x0a;"];
/** Most escapes are told from these by one byte. */
const entityStarts = byteClass("1xX");
const codeStarts = byteClass("xXuU0");

const CODES = ["x0a", "u000a", "012"];

/** `\n`, `\r\n`, `\x0a`, `\u000a`, `\012`, with as many backslashes as nested strings have. */
function backslashed(text: Uint8Array, at: number, to: number): number {
  let i = runEnd(text, at, to);
  if (text[i] === 0x72 && text[i + 1] === BACKSLASH && i + 1 < to) i = runEnd(text, i + 1, to);
  if (i >= to) return -1;
  if (text[i] === 0x6e) return i + 1;
  if (codeStarts[text[i]!] !== 1) return -1;
  const code = CODES.find((one) => hasWord(text, i, to, one));
  return code === undefined ? -1 : i + code.length;
}

function runEnd(text: Uint8Array, at: number, to: number): number {
  let i = at;
  while (i < to && i < at + MAX_RUN && text[i] === BACKSLASH) i++;
  return i;
}

/** `%0A`, `%0D%0A`, `%250A` */
function percented(text: Uint8Array, at: number, to: number): number {
  let i = percentEnd(text, at);
  if (hasWord(text, i, to, "0d") && text[i + 2] === PERCENT) i = percentEnd(text, i + 2);
  return hasWord(text, i, to, "0a") ? i + 2 : -1;
}

function percentEnd(text: Uint8Array, at: number): number {
  let i = at + 1;
  while (i < at + 5 && text[i] === 0x32 && text[i + 1] === 0x35) i += 2;
  return i;
}
