/** One removal: the rule, the placeholder, and the place. Never the private text itself. */
export interface Finding {
  readonly rule: string;
  readonly placeholder: string;
  /** Byte offset in the original text. */
  readonly offset?: number;
  /** The number of bytes of the original text that were removed. */
  readonly length?: number;
  /** 1-based line in the original text. */
  readonly line?: number;
  /** JSON pointer (RFC 6901) in the scrubbed value. */
  readonly pointer?: string;
}

/** How often each rule matched, in order of first appearance. */
export function countByRule(findings: Iterable<Finding>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
