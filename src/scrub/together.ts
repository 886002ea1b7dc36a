import type { Engine } from "./engine.ts";
import { FoldedView } from "./fold/view.ts";
import { GAP, type Part, Scan } from "./scan.ts";
import type { FindPlain } from "./value/rows.ts";

const LF = 0x0a;
/** The number of bytes that are read at a time. */
const ROOM = 65_536;
/** The most bytes of one UTF-16 unit in UTF-8. */
const MAX_BYTES = 3;

/**
 * Looks at many short texts at once, which costs a fraction of looking at each: most hold nothing that is removed, and
 * need no more.
 */
export class Together implements FindPlain {
  readonly #scan: Scan;
  readonly #view: FoldedView;
  #bytes: Buffer | undefined;

  constructor(engine: Engine) {
    this.#scan = new Scan(engine);
    this.#view = new FoldedView(engine);
  }

  /** For each text 1 if nothing is found in it and it reads as it is written, otherwise 0. */
  findPlain(texts: readonly string[]): Uint8Array {
    this.#bytes ??= Buffer.allocUnsafeSlow(ROOM);
    const plain = new Uint8Array(texts.length);
    let parts: TextPart[] = [];
    let at = 0;
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index]!;
      const most = MAX_BYTES * text.length + GAP;
      if (most > ROOM || text.length === 0) continue;
      if (at + most > ROOM) {
        this.#look(parts, plain);
        [parts, at] = [[], 0];
      }
      const end = at + this.#bytes.write(text, at, "utf8");
      for (let gap = 0; gap < GAP; gap++) this.#bytes[end + gap] = LF;
      parts.push({ start: at, end, index });
      at = end + GAP;
    }
    if (parts.length > 0) this.#look(parts, plain);
    return plain;
  }

  /** Marks the plain ones of a batch. */
  #look(parts: readonly TextPart[], plain: Uint8Array): void {
    const [scan, view] = [this.#scan, this.#view];
    scan.readParts(this.#bytes!, parts);
    scan.run(parts.at(-1)!.end);
    view.lookAtParts(this.#bytes!, parts);
    for (const { index } of parts) plain[index] = 1;
    for (const found of [scan.claims, view.claims, view.groups]) unmark(found, parts, plain);
  }
}

/** A text in the buffer. */
interface TextPart extends Part {
  readonly index: number;
}

/** Unmarks the texts in which something begins, mostly in the order of the texts. */
function unmark(found: readonly { readonly start: number }[], parts: readonly TextPart[], marks: Uint8Array): void {
  let part = 0;
  for (const { start } of found) {
    if (start < parts[part]!.start) part = 0;
    while (start >= parts[part]!.end) part++;
    marks[parts[part]!.index] = 0;
  }
}
