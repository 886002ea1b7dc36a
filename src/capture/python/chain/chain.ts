import { limits } from "../../../report/limits.ts";
import { parseLink, skipBlank } from "../text/lines.ts";
import type { Block, Chain, ChainOptions } from "../text/raised.ts";
import { missing } from "../text/raised.ts";
import { readBlock } from "./block.ts";
import { linkEnd } from "./message.ts";

/**
 * Reads the chain whose first exception begins at line `from`: with its header, with a frame if the header is
 * missing, with its place if it is a SyntaxError, or with its name if it was never raised.
 */
export function readChain(lines: readonly string[], from: number, options: ChainOptions): Chain | undefined {
  let block = readBlock(lines, from, options, readChain);
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
  return from < lines.length
    ? readBlock(lines, from, options, readChain)
    : { frames: [], end: from, incomplete: [missing.end] };
}
