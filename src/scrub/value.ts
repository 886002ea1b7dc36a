import type { Finding } from "./finding.ts";

/** JSON as `JSON.stringify` writes it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Scrubs one string. */
export type ScrubText = (input: string) => { text: string; findings: Finding[] };

export function scrubValue(input: unknown, text: ScrubText): { value: Json; findings: Finding[] } {
  const out = text(JSON.stringify(input));
  return { value: JSON.parse(out.text), findings: out.findings };
}
