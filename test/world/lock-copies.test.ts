import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Another copy of vextel in this process has a queue of its own: nothing but the file is between the two. */
async function loadCopy() {
  vi.resetModules();
  return (await import("../../src/world/files/lock.ts")).withLock;
}

test("two copies of vextel in one process exclude each other by the lock file alone, and neither starves", async () => {
  const [one, other] = [await loadCopy(), await loadCopy()];
  expect(one).not.toBe(other);
  const path = join(temporaryFolder(), "the.lock");
  const count = join(temporaryFolder(), "count");
  writeFileSync(count, "0");
  let running = 0;
  const add = async () => {
    running += 1;
    expect(running, "alone").toBe(1);
    const before = Number(readFileSync(count, "utf8"));
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(count, String(before + 1));
    running -= 1;
  };
  const times = 150;
  const all = Array.from({ length: times }, () => [one(path, add, 20_000), other(path, add, 20_000)]).flat();
  await Promise.all(all);
  expect(Number(readFileSync(count, "utf8"))).toBe(2 * times);
});
