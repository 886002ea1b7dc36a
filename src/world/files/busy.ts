/**
 * Windows refuses to replace or remove a file while another process has it open without sharing: a virus scanner, an
 * indexer, a reader. That lasts for milliseconds, so it is tried again, for a second at most. On other systems nothing
 * is tried again.
 *
 * @throws What the last try threw.
 */
export function whileBusy<T>(work: () => T, platform: NodeJS.Platform = process.platform): T {
  for (let pauseMs = 1; ; pauseMs *= 2) {
    try {
      return work();
    } catch (error) {
      if (platform !== "win32" || pauseMs > 512 || !isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

/** Windows' errors for a file that a process has open, or that is deleted once no process has. */
export const isBusy = (error: unknown): boolean =>
  ["EPERM", "EACCES", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "");
