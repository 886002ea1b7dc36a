const beyondAscii = /[\x80-\xff]/;

/** The text whose UTF-8 bytes these are, one a character; bytes that are not UTF-8 become U+FFFD. */
export function decodeUtf8(latin1: string): string {
  return beyondAscii.test(latin1) ? Buffer.from(latin1, "latin1").toString("utf8") : latin1;
}
