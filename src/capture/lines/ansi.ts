const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_=>c()][0-9A-B]?)/g;

/** Text without terminal escape sequences (colour, cursor, title, links). */
export function stripAnsi(text: string): string {
  return text.includes("\x1b") ? text.replace(escapes, "") : text;
}
