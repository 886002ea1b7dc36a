import { createReadCounter } from "./reads.ts";

/**
 * Counts reads for the search, in a process of its own: a text that counts is another kind of object, and the rules that
 * have met one are compiled for both, so that from then on they are several times as slow with every text.
 */
const count = createReadCounter();
process.on("message", ({ text, limit }: { text: Uint8Array; limit: number }) => {
  process.send!(count(Buffer.from(text), limit));
});
