/**
 * The text without white space at its end. `trimEnd` also removes the byte of a non-breaking space, with which other
 * letters end: texts here are bytes of UTF-8.
 */
export function trimBytesEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(0, end);
}

/** The same for both ends. */
export function trimBytes(text: string): string {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) <= 32) start++;
  return trimBytesEnd(text.slice(start));
}
