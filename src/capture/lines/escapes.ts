const escaped = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g;
const plain: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "0": "\0" };
const entity = /&(?:quot|apos|lt|gt|amp|#39|#x27|#34|#x22);/g;
const entities: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#34;": '"',
  "&#x22;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

/** Undoes the backslash escapes of JSON, JavaScript and Python string literals. */
export function unescapeText(text: string): string {
  return text.replace(escaped, (_, unicode?: string, byte?: string, other?: string) =>
    other === undefined ? String.fromCharCode(Number.parseInt(unicode ?? byte!, 16)) : (plain[other] ?? other),
  );
}

/** Undoes HTML's escapes of quotes and angle brackets. */
export function unescapeHtml(text: string): string {
  return text.replace(entity, (found) => entities[found]!);
}
