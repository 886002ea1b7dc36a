/** The texts between pairs of quotes on one line, escapes and all. An apostrophe within a word is no quote. */
function quotedStrings(line: string, quote: '"' | "'"): string[] {
  const strings: string[] = [];
  const isQuote = (at: number, beside: number) =>
    line[at] === quote && (quote === '"' || !/\w/.test(line[beside] ?? ""));
  let open = -1;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (open < 0) open = isQuote(at, at - 1) ? at + 1 : -1;
    else if (isQuote(at, at + 1)) {
      strings.push(line.slice(open, at));
      open = -1;
    }
  }
  return strings;
}

/** The quoted strings of a line for which `holds` is true; without any, the whole line. */
export function stringsThat(holds: (text: string) => boolean, line: string): string[] {
  for (const quote of ['"', "'"] as const) {
    const strings = quotedStrings(line, quote).filter(holds);
    if (strings.length > 0) return strings;
  }
  return [line];
}
