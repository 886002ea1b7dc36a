import { type Claim, resolveClaims } from "./claim/claims.ts";
import { PackedClaims } from "./claim/packed.ts";
import { replaceInString } from "./claim/replace.ts";
import type { Engine } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { type FoldedLines, PackedGroups } from "./fold/packed-groups.ts";
import { FoldedView } from "./fold/view.ts";
import { Repeats } from "./repeat/repeats.ts";
import { Scan } from "./scan.ts";
import { Settler } from "./settle/settler.ts";
import { LineCounter } from "./text/lines.ts";

/** Strings up to this many UTF-16 units share one buffer: a value has many, and most are short. */
const SHORT = 16_384;

/** What the rules find in a text, before anything is done about it. */
export interface Looked {
  /** Disjoint and in order. */
  readonly claims: readonly Claim[];
  /** The lines that read differently when they are folded. */
  readonly groups: readonly FoldedLines[];
}

/** The same, kept for long: a value has many texts. */
export class KeptLook {
  readonly #claims: PackedClaims;
  readonly #groups: PackedGroups;

  constructor({ claims, groups }: Looked) {
    this.#claims = new PackedClaims(claims);
    this.#groups = new PackedGroups(groups);
  }

  unpack(): Looked {
    return { claims: this.#claims.unpack(), groups: this.#groups.unpack() };
  }
}

export interface ScrubbedString {
  readonly text: string;
  readonly findings: Finding[];
}

/** Scrubs strings, each separately unless it gets the values that were found in others. */
export class Strings {
  readonly #looks: Looks;
  readonly #shared = Buffer.allocUnsafeSlow(SHORT * 3);

  constructor(engine: Engine) {
    this.#looks = openLooks(engine);
  }

  /** A value after the name of a secret is removed from its line on. */
  scrub(input: string): ScrubbedString {
    const bytes = this.#encode(input);
    const claims = claimsIn(this.#looks, bytes, bytes.length);
    if (claims.length === 0) return { text: input, findings: [] };
    return { text: replaceInString(input, bytes, claims), findings: findingsOf(claims, bytes) };
  }

  look(input: string): Looked {
    const bytes = this.#encode(input);
    return look(this.#looks, bytes, bytes.length);
  }

  /** The values after names of secrets in it, if they are distinct enough from other text. */
  secretsIn(input: string, { claims }: Looked): string[] {
    const { repeats } = this.#looks;
    if (repeats === undefined || claims.every(({ rule }) => rule.teaches === undefined)) return [];
    repeats.reset();
    repeats.learnFrom(this.#encode(input), claims);
    return repeats.values;
  }

  /** Replaces what was found in it. The findings have no places. */
  finish(input: string, { claims, groups }: Looked): ScrubbedString {
    const bytes = this.#encode(input);
    return this.#replace(input, bytes, this.#looks.settler.settle(bytes, bytes.length, true, claims, groups));
  }

  /** The same, and what `repeats` knows; undefined if that is nowhere else in it. */
  without(input: string, { claims, groups }: Looked, repeats: Repeats): ScrubbedString | undefined {
    const bytes = this.#encode(input);
    const again = repeats.look(bytes, whole(bytes.length), claims, groups);
    if (again.length === 0) return undefined;
    const all = resolveClaims([...claims, ...again]);
    return this.#replace(input, bytes, this.#looks.settler.settle(bytes, bytes.length, true, all, groups));
  }

  #replace(input: string, bytes: Uint8Array, claims: readonly Claim[]): ScrubbedString {
    if (claims.length === 0) return { text: input, findings: [] };
    return { text: replaceInString(input, bytes, claims), findings: removalsOf(claims) };
  }

  #encode(input: string): Uint8Array {
    if (input.length > SHORT) return Buffer.from(input, "utf8");
    return this.#shared.subarray(0, this.#shared.write(input, 0, "utf8"));
  }
}

/** Scans one text after the other. */
interface Looks {
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

/** What is to be replaced in a text, separate from all others. */
export function claimsIn(looks: Looks, text: Uint8Array, length: number): readonly Claim[] {
  const { claims, groups } = look(looks, text, length);
  looks.repeats?.reset();
  const again = looks.repeats?.look(text, whole(length), claims, groups) ?? [];
  const all = again.length > 0 ? resolveClaims([...claims, ...again]) : claims;
  return looks.settler.settle(text, length, true, all, groups);
}

function look({ scan, view }: Looks, text: Uint8Array, length: number): Looked {
  scan.reset();
  scan.read(text, length, 0, true);
  scan.run(length);
  view.look(text, 0, length, length, true);
  const found = view.claims.length > 0 ? [...scan.claims, ...view.claims] : scan.claims;
  return { claims: resolveClaims(found), groups: view.groups };
}

/** All of a text, as a part of it. */
const whole = (length: number) => ({
  from: 0,
  to: length,
  end: length,
  startsLine: true,
  textStartsLine: true,
  endsLine: true,
});

/** The findings without their places: equal ones in a row are one object, since a value keeps those of all its texts. */
function removalsOf(claims: readonly Claim[]): Finding[] {
  const removals: Finding[] = [];
  for (const { rule, becomes } of claims) {
    const last = removals.at(-1);
    const isSame = last !== undefined && last.rule === rule.name && last.placeholder === becomes;
    removals.push(isSame ? last : { rule: rule.name, placeholder: becomes });
  }
  return removals;
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
