import type { ParsedError, Parser } from "./parsers.ts";
import { type Chain, type ChainOptions, readChain } from "./python-chain.ts";
import { cutGroup } from "./python-group.ts";
import { parseFrameLine, parseHeader } from "./python-lines.ts";
import { unfoldPython } from "./python-unfold.ts";
import { isBoxTitle } from "./rich-box.ts";

/** Finds errors as CPython 2.7 to 3.14, rich and loguru print them, whole or cut off at either end. */
export const parsePythonTracebacks: Parser = (lines, options) => {
  const { texts, origins } = unfoldPython(lines);
  const found: ParsedError[] = [];
  const chainOptions = { whole: options?.whole ?? false, depth: 0 };
  for (let at = 0; at < texts.length; ) {
    const chain = beginsError(texts, at) ? readError(texts, at, chainOptions) : undefined;
    if (chain) found.push(toParsedError(chain, at, origins, texts));
    at = Math.max(chain?.end ?? 0, at + 1);
  }
  return found;
};

function beginsError(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  if (line.includes("Traceback (most")) return isBoxTitle(line) || parseHeader(line) !== undefined;
  return parseFrameLine(line)?.function !== undefined;
}

function readError(lines: readonly string[], at: number, options: ChainOptions): Chain | undefined {
  if (!parseHeader(lines[at]!)?.group) return readChain(lines, at, options);
  const { inner, end } = cutGroup(lines, at);
  const chain = readChain(inner, 0, { ...options, whole: true });
  return chain && { ...chain, end };
}

/** What Python says of an error that nobody handled. */
const unhandled = /^(?:Exception in thread |Exception ignored in|Unhandled exception in)/;

function toParsedError(chain: Chain, at: number, origins: readonly number[], lines: readonly string[]): ParsedError {
  const announced = unhandled.test(lines[at - 1] ?? "") || unhandled.test(lines[at]!);
  return {
    platform: "python",
    error: chain.error,
    first: origins[at]!,
    last: origins[Math.min(chain.end, origins.length) - 1]!,
    handled: !announced,
    ...(chain.incomplete.length > 0 && { incomplete: chain.incomplete }),
  };
}
