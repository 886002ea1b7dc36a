const isBlank = (line: string | undefined) => line === undefined || line.trim() === "";

/** With at least this many lines that are not blank, it is not a coincidence. */
const fewest = 3;

/**
 * Whether every other line is blank, as in some pastes: 0 if the lines with even indexes are, 1 if those with odd ones
 * are, otherwise `undefined`.
 */
export function findSpacing(lines: readonly string[]): 0 | 1 | undefined {
  for (const parity of [1, 0] as const) {
    let at = parity;
    while (at < lines.length && isBlank(lines[at])) at += 2;
    if (at >= lines.length && countText(lines, 1 - parity) >= fewest) return parity;
  }
  return undefined;
}

function countText(lines: readonly string[], parity: number): number {
  let count = 0;
  for (let at = parity; at < lines.length; at += 2) if (!isBlank(lines[at])) count++;
  return count;
}
