import { type Claim, moved, resolveClaims } from "./claim/claims.ts";
import type { Engine } from "./engine.ts";
import { FoldedView } from "./fold/view.ts";
import { GAP, type Part, Scan } from "./scan.ts";
import type { Looked } from "./strings.ts";
import type { LookTogether } from "./value/rows.ts";

const LF = 0x0a;
/** The number of bytes that are read at a time. */
const ROOM = 65_536;
/** The most bytes of one UTF-16 unit in UTF-8. */
const MAX_BYTES = 3;

/** In most texts. */
const nothing: Looked = { claims: [], groups: [] };

/** Looks at many short texts at once, which costs a fraction of looking at each: most hold nothing that is removed. */
export class Together implements LookTogether {
  readonly #scan: Scan;
  readonly #view: FoldedView;
  #bytes: Buffer | undefined;

  constructor(engine: Engine) {
    this.#scan = new Scan(engine);
    this.#view = new FoldedView(engine);
  }

  /** What is found in each text; `undefined` for long ones, and for those that read otherwise than they are written. */
  look(texts: readonly string[]): readonly (Looked | undefined)[] {
    this.#bytes ??= Buffer.allocUnsafeSlow(ROOM);
    const found: (Looked | undefined)[] = texts.map(() => undefined);
    let parts: TextPart[] = [];
    let at = 0;
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index]!;
      const most = MAX_BYTES * text.length + GAP;
      if (most > ROOM || text.length === 0) continue;
      if (at + most > ROOM) {
        this.#look(parts, found);
        [parts, at] = [[], 0];
      }
      const end = at + this.#bytes.write(text, at, "utf8");
      for (let gap = 0; gap < GAP; gap++) this.#bytes[end + gap] = LF;
      parts.push({ start: at, end, index });
      at = end + GAP;
    }
    if (parts.length > 0) this.#look(parts, found);
    return found;
  }

  /** Adds what is found in a batch. */
  #look(parts: readonly TextPart[], found: (Looked | undefined)[]): void {
    const [scan, view] = [this.#scan, this.#view];
    scan.readParts(this.#bytes!, parts);
    scan.run(parts.at(-1)!.end);
    view.lookAtParts(this.#bytes!, parts);
    const claimsOf = new Map<TextPart, Claim[]>();
    for (const claims of [scan.claims, view.claims])
      forEachInPart(claims, parts, (claim, part) => {
        const own = claimsOf.get(part);
        const claimOfText = moved(claim, part.start, 0);
        if (own === undefined) claimsOf.set(part, [claimOfText]);
        else own.push(claimOfText);
      });
    for (const part of parts) {
      const claims = claimsOf.get(part);
      found[part.index] = claims === undefined ? nothing : { claims: resolveClaims(claims), groups: nothing.groups };
    }
    forEachInPart(view.groups, parts, (_, { index }) => {
      found[index] = undefined;
    });
  }
}

/** A text in the buffer. */
interface TextPart extends Part {
  readonly index: number;
}

/** Calls `act` with what begins in each part, mostly in the order of the parts. */
function forEachInPart<Found extends { readonly start: number }>(
  all: readonly Found[],
  parts: readonly TextPart[],
  act: (found: Found, part: TextPart) => void,
): void {
  let part = 0;
  for (const found of all) {
    if (found.start < parts[part]!.start) part = 0;
    while (found.start >= parts[part]!.end) part++;
    act(found, parts[part]!);
  }
}
