import type { ParsedError, Parser } from "../parser.ts";
import { StackReader } from "./reader.ts";
import { scanLines } from "./scan.ts";
import { unfoldLines } from "./text/unfold.ts";
import type { Finding } from "./tree/finding.ts";

/**
 * Finds errors as V8 and Node.js 8 to 22 print them: stacks, their causes and members, the properties after them, and
 * the value that ended the process.
 */
export const parseNodeStacks: Parser = (lines, options) => {
  const { texts, origins } = unfoldLines(lines);
  const findings = new StackReader(scanLines(texts), options ?? {}).read();
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
