import { type Claim, resolveClaims } from "./claim/claims.ts";
import { Output, replaceInString } from "./claim/replace.ts";
import { compileEngine, type Engine, Scan } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { FoldedView } from "./fold/view.ts";
import { parseJson } from "./json/text.ts";
import type { ScrubOptions } from "./options.ts";
import { Repeats } from "./repeat/repeats.ts";
import { selectRules } from "./rules/index.ts";
import { Settler } from "./settle.ts";
import { createStream, type ScrubStream } from "./stream.ts";
import { LineCounter } from "./text/lines.ts";
import { createValueScrubber, type ScrubbedValue } from "./value/value.ts";
import type { ScrubText } from "./value/walk.ts";

export type { Json } from "./value/json.ts";
export type { ScrubbedValue } from "./value/value.ts";

/** Rules that are compiled once and applied to any text. Keeps no state between calls. */
export interface Scrubber {
  text(input: string): { text: string; findings: Finding[] };
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
  const scrubText = scrubStrings(engine);
  const value = createValueScrubber(scrubText, engine.isRepeated, options.formatKeys);
  return {
    text: (input) => {
      const { text, findings } = scrubText(input);
      return { text, findings };
    },
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

/** Strings up to this many UTF-16 units share one buffer: a value has many, and most are short. */
const SHORT = 16_384;

/**
 * Scrubs strings, each separately unless it gets the values that were found in others. A value after the name of a
 * secret is removed from its line on.
 */
function scrubStrings(engine: Engine): ScrubText {
  const looks = openLooks(engine);
  const shared = Buffer.allocUnsafeSlow(SHORT * 3);
  return (input, repeats) => {
    const bytes =
      input.length <= SHORT ? shared.subarray(0, shared.write(input, 0, "utf8")) : Buffer.from(input, "utf8");
    const { length } = bytes;
    looks.scan.reset();
    const claims = claimsIn(
      repeats === undefined ? looks : { ...looks, repeats },
      bytes,
      length,
      repeats === undefined,
    );
    if (claims.length === 0) return { text: input, findings: [] };
    const secrets = looks.repeats?.values ?? [];
    return { text: replaceInString(input, length, claims), findings: findingsOf(claims, bytes), secrets };
  };
}

/** Scans one text after the other. */
interface Looks {
  readonly scan: Scan;
  readonly view: FoldedView;
  readonly settler: Settler;
  readonly repeats: Repeats | undefined;
}

const openLooks = (engine: Engine): Looks => ({
  scan: new Scan(engine),
  view: new FoldedView(engine),
  settler: new Settler(engine),
  repeats: engine.isRepeated ? new Repeats() : undefined,
});

function claimsIn({ scan, view, settler, repeats }: Looks, text: Uint8Array, length: number, isFirst = true): Claim[] {
  scan.read(text, length, 0, true);
  scan.run(length);
  view.look(text, 0, length, length, true);
  const found = view.claims.length > 0 ? [...scan.claims, ...view.claims] : scan.claims;
  const claims = resolveClaims(found);
  if (isFirst) repeats?.reset();
  const stretch = { from: 0, to: length, end: length, startsLine: true, textStartsLine: true, endsLine: true };
  const again = repeats?.look(text, stretch, claims, view.groups) ?? [];
  return settler.settle(
    text,
    length,
    true,
    again.length > 0 ? resolveClaims([...claims, ...again]) : claims,
    view.groups,
  );
}

function findingsOf(claims: readonly Claim[], text: Uint8Array): Finding[] {
  const lines = new LineCounter();
  return claims.map(({ start, end, rule, becomes }) => {
    return {
      rule: rule.name,
      placeholder: becomes,
      offset: start,
      length: end - start,
      line: lines.lineAt(text, start),
    };
  });
}
