const isBlank = (line: string | undefined) => line === undefined || line.trim() === "";

/** From this many lines that are not blank, it is no coincidence. */
const fewest = 3;

/**
 * Whether every other line is blank, as pastes and terminals make of a text: 0 if those with even indices are, 1 if
 * those with odd ones, otherwise `undefined`.
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
