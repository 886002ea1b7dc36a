import { Output } from "./claim/replace.ts";
import { compileEngine, type Engine } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { parseJson } from "./json/text.ts";
import type { ScrubOptions } from "./options.ts";
import { selectRules } from "./rules/index.ts";
import { createStream, type ScrubStream } from "./stream.ts";
import { claimsIn, findingsOf, openLooks, type ScrubbedString, Strings } from "./strings.ts";
import { Together } from "./together.ts";
import { createValueScrubber, type ScrubbedValue } from "./value/value.ts";

export type { Json } from "./value/json.ts";
export type { ScrubbedValue } from "./value/value.ts";

/** Rules that are compiled once and applied to any text. Keeps no state between calls. */
export interface Scrubber {
  text(input: string): ScrubbedString;
  bytes(input: Uint8Array): { bytes: Uint8Array; findings: Finding[] };
  /**
   * Any JavaScript value becomes plain JSON, scrubbed. A value after the name of a secret anywhere in it is removed
   * everywhere.
   *
   * @param unchanging - As for `ScrubValue`.
   */
  value(input: unknown, unchanging?: ReadonlySet<object>): ScrubbedValue;
  /**
   * JSON text as a value; integers too long for a number are scrubbed digit for digit.
   *
   * @throws {SyntaxError} If the text is not JSON.
   */
  json(input: string): ScrubbedValue;
  /** @param isTransient - Whether the result of `push` is used before the next push; it needs less memory then. */
  stream(onFinding?: (finding: Finding) => void, isTransient?: boolean): ScrubStream;
}

/**
 * Compiles the rules that the options ask for.
 *
 * @throws {RangeError} If a rule is named that does not exist, or ids are to be keyed without a key.
 */
export function createScrubber(options: ScrubOptions = {}): Scrubber {
  const engine = compileEngine(selectRules(options));
  const strings = new Strings(engine);
  const value = createValueScrubber(strings, new Together(engine), engine.isRepeated, options.formatKeys);
  return {
    text: (input) => strings.scrub(input),
    bytes: (input) => scrubBytes(engine, input),
    value,
    json: (input) => value(parseJson(input)),
    stream: (onFinding, isTransient = false) => createStream(engine, onFinding, isTransient),
  };
}

function scrubBytes(engine: Engine, input: Uint8Array): { bytes: Uint8Array; findings: Finding[] } {
  const claims = claimsIn(openLooks(engine), input, input.length);
  if (claims.length === 0) return { bytes: input, findings: [] };
  const output = new Output(input.length);
  output.add(input, 0, input.length, claims);
  return { bytes: output.take(), findings: findingsOf(claims, input) };
}
