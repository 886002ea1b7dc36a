import type { AnchorTables } from "./anchors.ts";
import type { Candidates } from "./candidates.ts";
import { kernelBytes } from "./kernel-bytes.ts";
import { renderNibbles } from "./nibbles.ts";

/** Addresses, as in kernel.wat. */
const KINDS = 256;
const QUADS = 65_536;
const ROWS = 196_608;
const TEXT = 1_277_952;
const FOUND = 1_310_720;
/** How much text the kernel reads before a block and behind it. */
const BEFORE = 16;
const BEHIND = 17;
const LINE_FEED = 10;

/** What is used of it; the types of Node leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { readonly memory: Memory; readonly find: Find } };
};
interface Memory {
  readonly buffer: ArrayBuffer;
}
type Find = (at: number, end: number, shift: number) => number;

/** The search for candidates in WebAssembly: the answers of `findCandidates`, several times as fast. */
export class Kernel {
  readonly #find: Find;
  readonly #bytes: Uint8Array;
  readonly #nibbles = new WeakMap<AnchorTables, Uint8Array>();
  /** Whose tables are in its memory. */
  #loaded: AnchorTables | undefined;
  /** What the last search found: pairs of a position and the bits of the rules. */
  readonly candidates: Candidates;

  private constructor(memory: Memory, find: Find) {
    this.#find = find;
    this.#bytes = new Uint8Array(memory.buffer);
    this.candidates = new Int32Array(memory.buffer, FOUND);
  }

  /** Undefined where there is no WebAssembly, or no SIMD. */
  static open(): Kernel | undefined {
    try {
      const module = new WebAssembly.Module(Buffer.from(kernelBytes, "base64"));
      const { memory, find } = new WebAssembly.Instance(module).exports;
      return new Kernel(memory, find);
    } catch {
      return undefined;
    }
  }

  /** As `findCandidates`, of at most one block. */
  find(text: Uint8Array, from: number, to: number, end: number, tables: AnchorTables): number {
    if (this.#loaded !== tables) this.#load(tables);
    const bytes = this.#bytes;
    const first = Math.max(0, from - BEFORE);
    const behind = Math.min(end, to + BEHIND);
    const start = TEXT + BEFORE - from;
    bytes.set(text.subarray(first, behind), start + first);
    if (from < BEFORE) bytes.fill(LINE_FEED, TEXT, start);
    if (to + BEHIND > end) bytes.fill(LINE_FEED, start + end, start + to + BEHIND);
    return (this.#find(start + from, start + to, -start) - FOUND) >> 3;
  }

  #load(tables: AnchorTables): void {
    const nibbles = this.#nibbles.get(tables) ?? renderNibbles(tables.buckets());
    this.#nibbles.set(tables, nibbles);
    this.#bytes.set(nibbles);
    this.#bytes.set(tables.kind, KINDS);
    new Int32Array(this.#bytes.buffer, QUADS).set(tables.quads);
    new Int32Array(this.#bytes.buffer, ROWS).set(tables.rows);
    this.#loaded = tables;
  }
}
