import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Loads another copy of the module, with its own queue: copies share only the lock file. */
async function loadCopy() {
  vi.resetModules();
  return (await import("../../src/world/files/lock/lock.ts")).withLock;
}

test("two copies of vextel in one process exclude each other only by the lock file, and neither starves", async () => {
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
