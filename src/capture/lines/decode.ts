const beyondAscii = /[\x80-\xff]/;

/** Decodes UTF-8 bytes that are given as one character each; bytes that are not UTF-8 become U+FFFD. */
export function decodeUtf8(latin1: string): string {
  return beyondAscii.test(latin1) ? Buffer.from(latin1, "latin1").toString("utf8") : latin1;
}
