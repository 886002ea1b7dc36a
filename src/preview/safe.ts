/** C0 but tab, DEL, C1, and the characters that turn the direction of text or hide in it. */
const unsafe =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\u001b": "\\e" };

/** Text from outside for a terminal: what could steer it is shown instead, as an escape. One line stays one line. */
export function toSafeText(text: string): string {
  return text.replace(unsafe, (unit) => named[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
