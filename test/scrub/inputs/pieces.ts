import type { Scrubber } from "../../../src/scrub/scrub.ts";

/** Scrubs a text as a stream, in pieces of these sizes by turns. */
export function scrubInPieces(scrubber: Scrubber, text: Uint8Array, sizes: readonly number[]): Buffer {
  const stream = scrubber.stream();
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const end = at + sizes[turn % sizes.length]!;
    out.push(Buffer.from(stream.push(text.subarray(at, end))));
    at = end;
  }
  return Buffer.concat([...out, stream.end()]);
}
