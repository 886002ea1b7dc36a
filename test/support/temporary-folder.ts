import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A new folder that is removed at the end of the current test; call it inside a test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vextel-test-"));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** Starts again when it fails, which `maxRetries` does not do: a process that is ending may still write. */
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
