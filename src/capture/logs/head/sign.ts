import type { Level } from "../../../report/report.ts";

/** By the bytes of a tick, a cross, a triangle, an `i`. */
const levels: Readonly<Record<string, Level>> = {
  "\xe2\x84\xb9": "info",
  "\xe2\x9a\xa0": "warning",
  "\xe2\x9c\x85": "info",
  "\xe2\x9c\x93": "info",
  "\xe2\x9c\x94": "info",
  "\xe2\x9c\x95": "error",
  "\xe2\x9c\x96": "error",
  "\xe2\x9c\x97": "error",
  "\xe2\x9c\x98": "error",
  "\xe2\x9d\x8c": "error",
};

/** The level that a sign means, with or without the character after it that makes it an emoji. */
export const levelOfSign = (sign: string): Level | undefined => levels[sign.replace(/\xef\xb8\x8f$/, "")];
