import { limits } from "../../report/limits.ts";
import type { RaisedError } from "../../report/report.ts";
import { type Block, missing, readBlock } from "./block.ts";
import { parseLink } from "./lines.ts";
import { linkEnd, skipBlank } from "./message.ts";

/** Exceptions that led to one another. */
export interface Chain {
  /** The one raised last; the others hang below it. */
  readonly error: RaisedError;
  /** Index of the first line that is not part of it. */
  readonly end: number;
  readonly incomplete: readonly string[];
}

export interface ChainOptions {
  /** See `ParserOptions`. */
  readonly whole: boolean;
  /** How many groups this one is inside. */
  readonly depth: number;
  /** What other lines of the log begin with, if known: a message ends there. */
  readonly logged?: RegExp;
}

/**
 * Reads the chain whose first exception begins at line `from`: with its header, with a frame if the header is
 * missing, with its place if it is a SyntaxError, or with its name if it was never raised.
 */
export function readChain(lines: readonly string[], from: number, options: ChainOptions): Chain | undefined {
  let block = readBlock(lines, from, options);
  if (!block || (!block.error && block.frames.length === 0)) return undefined;
  let error = block.error ?? { type: "<unknown>", value: "", frames: block.frames };
  const incomplete = new Set(block.incomplete);
  for (let count = 1; block?.error; count++) {
    const sentence = skipBlank(lines, block.end);
    const next = sentence < lines.length ? linkEnd(lines, sentence) : undefined;
    if (next === undefined) break;
    const following = readNext(lines, next, options);
    if (!following) break;
    block = following;
    for (const part of block.incomplete) incomplete.add(part);
    if (!block.error) break;
    error = count < limits.exceptions ? { ...block.error, [parseLink(lines[sentence]!)!]: error } : block.error;
  }
  return { error, end: block.end, incomplete: [...incomplete] };
}

function readNext(lines: readonly string[], from: number, options: ChainOptions): Block | undefined {
  return from < lines.length ? readBlock(lines, from, options) : { frames: [], end: from, incomplete: [missing.end] };
}
