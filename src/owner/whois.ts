import { idTimeMs, type SnowflakeOptions, shortenId } from "../scrub/rules/discord/snowflake.ts";

/** A full id in a log that is shortened to the given digits. */
export interface Match {
  readonly id: string;
  /** When the account, channel or message was made, epoch milliseconds. */
  readonly madeAtMs: number;
  count: number;
  /** Where it appears first: the file as it was named, and its line, counted from 1. */
  readonly file: string;
  readonly line: number;
}

/** Searches logs for the full ids of a shortened one. Keeps only what it found. */
export interface Whois {
  /** A piece of a log, in bytes. */
  push(file: string, chunk: Uint8Array): void;
  /** Ends a log; the next line is line 1 again. */
  endFile(): void;
  /** Most often seen first. */
  matches(): Match[];
}

/** The four digits of a shortened id, however it was copied: `SHORTENED-ID-0915`, `0915`. */
export const readShortId = (word: string): string | undefined => /^(?:<?@?!?SHORTENED-ID-)?(\d{4})>?$/i.exec(word)?.[1];

/**
 * @param digits - Four, as `readShortId` gives them.
 * @param ways - Each way in which ids are shortened on this machine: keyed ones differ between publishers.
 */
export function createWhois(digits: string, ways: readonly SnowflakeOptions[]): Whois {
  const found = new Map<string, Match>();
  let [line, rest] = [1, ""];
  const look = (file: string, text: string) => {
    const lineAt = countLines(text, line);
    for (const { 0: id, index } of text.matchAll(/(?<!\d)\d{17,20}(?!\d)/g)) {
      if (!ways.some((options) => shortenId(id, options) === digits)) continue;
      const known = found.get(id);
      if (known) known.count += 1;
      else found.set(id, { id, madeAtMs: idTimeMs(id), count: 1, file, line: lineAt(index) });
    }
    line = lineAt(text.length);
  };
  let name = "";
  return {
    push(file, chunk) {
      name = file;
      const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1");
      const end = text.length - trailingDigits(text);
      look(file, text.slice(0, end));
      rest = text.slice(end).slice(-32); // a longer run is not an id
    },
    endFile() {
      look(name, rest);
      [line, rest] = [1, ""];
    },
    matches: () => [...found.values()].sort((a, b) => b.count - a.count),
  };
}

/** How many digits a text ends in: an id may continue in the next piece. */
const trailingDigits = (text: string) => {
  let count = 0;
  while (count < text.length && /\d/.test(text[text.length - 1 - count]!)) count += 1;
  return count;
};

/** The line of each place of a text, asked in ascending order. */
function countLines(text: string, first: number): (at: number) => number {
  let [line, from] = [first, 0];
  return (at) => {
    for (let next = text.indexOf("\n", from); next >= 0 && next < at; next = text.indexOf("\n", from)) {
      line += 1;
      from = next + 1;
    }
    return line;
  };
}
