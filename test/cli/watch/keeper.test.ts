import { expect, test } from "vitest";
import type { TextPipeline } from "../../../src/cli/pipeline/text.ts";
import { TextKeeper, type Watching } from "../../../src/cli/watch/keeper.ts";

test("a pause counts only from when a text was read and its errors are kept: more text may have come meanwhile", async () => {
  let nowMs = 1;
  let flushed = 0;
  const text: Partial<TextPipeline> = {
    push: async () => {
      nowMs += 60_000;
    },
    settle: async () => {},
    flush: async () => {
      flushed += 1;
    },
    takeChanged: () => [],
  };
  const watching = { deps: { world: { nowMs: () => nowMs } } };
  const keeper = new TextKeeper(text as TextPipeline, watching as Watching);
  await keeper.push(Buffer.from("Key"), 0);
  await keeper.tick();
  expect(flushed).toBe(0);
  nowMs += 3000;
  await keeper.tick();
  expect(flushed).toBe(1);
});
