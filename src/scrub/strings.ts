import { type Claim, resolveClaims } from "./claim/claims.ts";
import { replaceInString } from "./claim/replace.ts";
import { type Engine, Scan } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { FoldedView } from "./fold/view.ts";
import { Repeats } from "./repeat/repeats.ts";
import { Settler } from "./settle.ts";
import { LineCounter } from "./text/lines.ts";
import type { ScrubText } from "./value/walk.ts";

/** Strings up to this many UTF-16 units share one buffer: a value has many, and most are short. */
const SHORT = 16_384;

/**
 * Scrubs strings, each separately unless it gets the values that were found in others. A value after the name of a
 * secret is removed from its line on.
 */
export function scrubStrings(engine: Engine): ScrubText {
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
    if (claims.length === 0) return { text: input, findings: [], isPlain: looks.view.groups.length === 0 };
    const secrets = looks.repeats?.values ?? [];
    return { text: replaceInString(input, length, claims), findings: findingsOf(claims, bytes), secrets };
  };
}

/** Scans one text after the other. */
export interface Looks {
  readonly scan: Scan;
  readonly view: FoldedView;
  readonly settler: Settler;
  readonly repeats: Repeats | undefined;
}

export const openLooks = (engine: Engine): Looks => ({
  scan: new Scan(engine),
  view: new FoldedView(engine),
  settler: new Settler(engine),
  repeats: engine.isRepeated ? new Repeats() : undefined,
});

export function claimsIn(
  { scan, view, settler, repeats }: Looks,
  text: Uint8Array,
  length: number,
  isFirst = true,
): Claim[] {
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

export function findingsOf(claims: readonly Claim[], text: Uint8Array): Finding[] {
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
