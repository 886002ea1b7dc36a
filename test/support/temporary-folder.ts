import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A fresh folder that is gone when the test is over; call it inside a test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vextel-test-"));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A process that ends may still write: then all is looked through again, which `maxRetries` does not do. */
async function removeFolder(folder: string): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await wait(100);
    }
}
