import { byteClass } from "../../../text/bytes.ts";

/** The bytes of a name. */
export const keyBytes = byteClass("0-9a-zA-Z_.-");
export const blank = byteClass(" \t");
export const quotes = byteClass("\"'`");
export const backslashes = byteClass("\\");
/** Names are read up to this length. */
export const MAX_KEY = 64;
