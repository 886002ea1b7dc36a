import { byteClass, latin1 } from "../../text/bytes.ts";
import { mark, NO_MARK } from "./mark.ts";
import { hex, written } from "./written.ts";

/** How often a percent sign may itself be percent-encoded. */
const MAX_DEPTH = 3;

/** `%2E`, `%252E`, `%25252E`; not the beginning of `%DB_NAME%`. */
export function percented(text: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  for (let depth = 1; depth < MAX_DEPTH && text[i] === 0x32 && text[i + 1] === 0x35; depth++) i += 2;
  const code = hex(text, i, i + 2, to);
  if (code >= 0xa0 && isVariable(text, at, to)) return NO_MARK;
  return code >= 0x80 ? mark(i + 2 - at, code) : written(text, at, i + 2, code, to);
}

/** `%DB_NAME%`: a variable of Windows, and not a byte before other text. */
const isVariable = (text: Uint8Array, at: number, to: number): boolean =>
  capitals[text[at + 1]!] === 1 && VARIABLE.test(latin1(text, at, Math.min(to, at + LONGEST_VARIABLE)));
const LONGEST_VARIABLE = 52;
const capitals = byteClass("A-F");
const VARIABLE = /^%[A-Z0-9]{2,16}_[A-Z0-9_]{1,32}%(?![0-9A-Fa-f]{2})/;
