import type { Finding } from "./node-stack-finding.ts";
import { StackReader } from "./node-stack-reader.ts";
import { scanLines } from "./node-stack-scan.ts";
import { unfoldLines } from "./node-stack-unfold.ts";
import type { ParsedError, Parser } from "./parser.ts";

/**
 * Finds errors as V8 and Node.js 8 to 22 print them: stacks, their causes and members, the properties behind them, and
 * what ended the process.
 */
export const parseNodeStacks: Parser = (lines, options) => {
  const { texts, origins } = unfoldLines(lines);
  const findings = new StackReader(scanLines(texts), options?.whole ?? false).read();
  return findings.map((finding) => toParsedError(finding, origins));
};

function toParsedError(finding: Finding, origins: readonly number[]): ParsedError {
  const { error, first, last, handled, level, runtime, incomplete } = finding;
  return {
    platform: "node",
    error,
    first: origins[first]!,
    last: origins[last]!,
    handled,
    ...(level && { level }),
    ...(runtime && { runtime }),
    ...(incomplete.size > 0 && { incomplete: [...incomplete] }),
  };
}
