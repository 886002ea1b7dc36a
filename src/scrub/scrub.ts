import type { Finding } from "./finding.ts";
import type { ScrubOptions } from "./options.ts";
import type { ScrubStream } from "./stream.ts";

/** JSON as `JSON.stringify` writes it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Rules compiled once, applied to whatever comes. Holds no state between calls. */
export interface Scrubber {
  text(input: string): { text: string; findings: Finding[] };
  bytes(input: Uint8Array): { bytes: Uint8Array; findings: Finding[] };
  /** Any JavaScript value becomes plain JSON without private parts. */
  value(input: unknown): { value: Json; findings: Finding[] };
  stream(onFinding?: (finding: Finding) => void): ScrubStream;
}

export function createScrubber(_options: ScrubOptions = {}): Scrubber {
  return {
    text: (text) => ({ text, findings: [] }),
    bytes: (bytes) => ({ bytes, findings: [] }),
    value: (value) => ({ value: JSON.parse(JSON.stringify(value)), findings: [] }),
    stream: () => ({ push: (chunk) => chunk, end: () => new Uint8Array() }),
  };
}
