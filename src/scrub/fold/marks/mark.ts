import { type ByteClass, byteClass } from "../../text/bytes.ts";

export const ESC = 0x1b;
export const BACKSLASH = 0x5c;
export const PERCENT = 0x25;
export const OPEN = 0x5b;
/** The most backslashes before the escaped character. */
export const MAX_RUN = 16;

/** The bytes at which something may begin that people do not see, or see as another character. */
export const markBytes = byteClass("\x1b\\%&[^\xc2\xe1\xe2\xef");
/** The bytes at which none begins. */
export const plainBytes: ByteClass = markBytes.map((isMark) => 1 - isMark);

/** `markBytes`, each with the bytes that may follow it. */
export const markPairs: readonly (readonly [first: string, second?: string])[] = [
  ["\x1b"],
  ["\\"],
  ["%", "0123456789ABCDEFabcdef"],
  ["&", "#ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"],
  ["[", "0123456789;"],
  ["^", "["],
  ["\xc2", "\xad"],
  ["\xe1\xe2\xef", "\xa0\x80\x81\xb8\xbb"],
];

/** Nothing begins there. */
export const NO_MARK = 0;

/** A mark: some bytes that stand for one byte, or (0) for none. */
export const mark = (length: number, byte = 0): number => (length << 8) | byte;
/** The length of a mark. */
export const lengthOf = (found: number): number => found >> 8;
/** The byte that it stands for; 0 for none. */
export const byteOf = (found: number): number => found & 0xff;
