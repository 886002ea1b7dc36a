import { createReadCounter } from "./reads.ts";

/**
 * Counts reads for the search in a separate process: a counted text is another kind of object, and rules that have
 * met one are compiled for both kinds, which makes them several times slower with every text from then on.
 */
const count = createReadCounter();
process.on("message", ({ text, limit }: { text: Uint8Array; limit: number }) => {
  process.send!(count(Buffer.from(text), limit));
});
