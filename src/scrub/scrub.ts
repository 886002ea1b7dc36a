import { type Claim, resolveClaims } from "./claims.ts";
import { compileEngine, type Engine, Scan } from "./engine.ts";
import type { Finding } from "./finding.ts";
import type { ScrubOptions } from "./options.ts";
import { replaceClaims, replaceInString } from "./replace.ts";
import { selectRules } from "./rules/index.ts";
import { createStream, type ScrubStream } from "./stream.ts";
import { type Json, scrubValue } from "./value.ts";

export type { Json } from "./value.ts";

/** Rules compiled once, applied to whatever comes. Holds no state between calls. */
export interface Scrubber {
  text(input: string): { text: string; findings: Finding[] };
  bytes(input: Uint8Array): { bytes: Uint8Array; findings: Finding[] };
  /** Any JavaScript value becomes plain JSON without private parts. */
  value(input: unknown): { value: Json; findings: Finding[] };
  stream(onFinding?: (finding: Finding) => void): ScrubStream;
}

/**
 * Compiles the rules that the options ask for.
 *
 * @throws {RangeError} If a rule is named that does not exist, or ids are to be keyed without a key.
 */
export function createScrubber(options: ScrubOptions = {}): Scrubber {
  const engine = compileEngine(selectRules(options));
  const text = (input: string): { text: string; findings: Finding[] } => scrubString(engine, input);
  return {
    text,
    bytes: (input) => scrubBytes(engine, input),
    value: (input) => scrubValue(input, text),
    stream: (onFinding) => createStream(engine, onFinding),
  };
}

function scrubBytes(engine: Engine, input: Uint8Array): { bytes: Uint8Array; findings: Finding[] } {
  const claims = claimsIn(engine, input);
  if (claims.length === 0) return { bytes: input, findings: [] };
  return { bytes: replaceClaims(input, 0, input.length, claims), findings: findingsOf(claims, input) };
}

function scrubString(engine: Engine, input: string): { text: string; findings: Finding[] } {
  const bytes = Buffer.from(input, "utf8");
  const claims = claimsIn(engine, bytes);
  if (claims.length === 0) return { text: input, findings: [] };
  return { text: replaceInString(input, bytes.length, claims), findings: findingsOf(claims, bytes) };
}

function claimsIn(engine: Engine, text: Uint8Array): Claim[] {
  const scan = new Scan(engine, text, 0, text.length, true);
  scan.run(text.length);
  return resolveClaims(scan.claims);
}

function findingsOf(claims: readonly Claim[], text: Uint8Array): Finding[] {
  let line = 1;
  let at = 0;
  return claims.map(({ start, rule, becomes }) => {
    for (let next = text.indexOf(0x0a, at); next >= 0 && next < start; next = text.indexOf(0x0a, at)) {
      line++;
      at = next + 1;
    }
    return { rule: rule.name, placeholder: becomes, offset: start, line };
  });
}
