import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readInput } from "../../src/world/outside/input.ts";
import { createPause } from "../../src/world/pause.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Keeps the processor busy, as scrubbing does. */
function work(ms: number): void {
  for (const endMs = performance.now() + ms; performance.now() < endMs; );
}

test.skipIf(process.platform === "win32")("a signal is heard while a long file is read", async () => {
  const file = join(temporaryFolder(), "long.log");
  writeFileSync(file, Buffer.alloc(16 * 1024 * 1024, "line\n"));
  let heard = false;
  const hear = () => {
    heard = true;
  };
  process.once("SIGUSR2", hear);
  try {
    process.kill(process.pid, "SIGUSR2");
    for await (const _ of readInput(file, true)) {
      if (heard) return;
      work(10);
    }
    expect(heard).toBe(true);
  } finally {
    process.off("SIGUSR2", hear);
  }
});

test("a pause is made only after long work", async () => {
  const pause = createPause();
  expect(pause()).toBeUndefined();
  work(60);
  const first = pause();
  expect(first).toBeInstanceOf(Promise);
  await first;
  expect(pause()).toBeUndefined();
});
