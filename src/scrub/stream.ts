/** The same text in pieces, cut anywhere: the outputs joined equal the scrubbed whole. */
export interface ScrubStream {
  /** Takes the next bytes and returns what is certain by now. */
  push(chunk: Uint8Array): Uint8Array;
  /** Returns the rest. Nothing may be pushed after it. */
  end(): Uint8Array;
}
