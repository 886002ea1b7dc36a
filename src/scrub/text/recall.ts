/** Results of a pure function for recent texts: most texts of a log are repeated. */
export function recall<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  let newer = new Map<string, Answer>();
  let older = new Map<string, Answer>();
  return (text) => {
    if (text.length > longest) return answer(text);
    const known = newer.get(text);
    if (known !== undefined) return known;
    const found = older.get(text) ?? answer(text);
    if (newer.size >= generation) [older, newer] = [newer, new Map()];
    newer.set(text, found);
    return found;
  };
}

/** Texts of more UTF-16 units are not remembered. */
const longest = 256;
/** At least this many texts are remembered, and at most twice as many. */
const generation = 2048;
