import { StackReader } from "./node-stack-reader.ts";
import { scanLines } from "./node-stack-scan.ts";
import { unfoldLines } from "./node-stack-unfold.ts";
import type { ParsedError, Parser } from "./parsers.ts";

/**
 * Finds errors as V8 and Node.js 8 to 22 print them: stacks, their causes and members, the properties behind them, and
 * what ended the process.
 */
export const parseNodeStacks: Parser = (lines, options) => {
  const { texts, origins } = unfoldLines(lines);
  const findings = new StackReader(scanLines(texts), options?.whole ?? false).read();
  return findings.map(
    ({ incomplete, first, last, ...finding }): ParsedError => ({
      platform: "node",
      ...finding,
      first: origins[first]!,
      last: origins[last]!,
      ...(incomplete.size > 0 && { incomplete: [...incomplete] }),
    }),
  );
};
