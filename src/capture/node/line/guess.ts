import { type Header, makeHeader } from "./header.ts";

const typeWord = /^\p{Lu}[\p{L}\p{N}_$]*(?:\[[^\]\s]{1,64}\])?(?: \[[^\]]{1,128}\])?$/u;
/** Words that logs and `console.trace` print above frames, which are not names of errors. */
const noType = new RegExp(
  `^(?:${[
    "[A-Z]{2,}|Info|Debug|Warn|Warning|Fatal|Trace",
    "Uncaught|Unhandled|Caught|UnhandledPromiseRejectionWarning",
    "From|Message|Promise|Reason|Stack|Stack[tT]race|TS\\d+",
  ].join("|")})$`,
);

/**
 * Reads the line right above frames, whose type need not end in "Error": `Response: Service Unavailable`,
 * `Invariant Violation: …`, `error: …` (as PostgreSQL's driver names it), or a name alone.
 */
export function guessHeader(line: string): Header | undefined {
  const parts = line.split(": ", 8);
  for (const [index, part] of parts.entries()) {
    const name = nameIn(part.trim(), index === 0);
    if (!name || noType.test(name)) continue;
    const end = parts.slice(0, index + 1).join(": ").length;
    const start = line.lastIndexOf(name, end);
    return makeHeader(line, start, start + name.length, line.slice(start + name.length));
  }
  return undefined;
}

function nameIn(part: string, first: boolean): string | undefined {
  const name = part.endsWith(":") ? part.slice(0, -1) : part;
  if (typeWord.test(name) || (first && (name === "error" || isTitle(name)))) return name;
  const last = name.slice(name.lastIndexOf(" ") + 1);
  return typeWord.test(last) ? last : undefined;
}

function isTitle(text: string): boolean {
  const words = text.split(" ", 4);
  return words.length < 4 && words.every((word) => /^\p{Lu}[\p{L}\p{N}]*$/u.test(word) && !noType.test(word));
}
