/**
 * Windows refuses to replace or remove a file for as long as somebody has it open in a way that shares too little: a
 * virus scanner, an indexer, a reader. That lasts for milliseconds, so it is tried again, for a second at most. Elsewhere
 * the first refusal counts.
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

/** The errors of Windows for a file that a process has open, or that is deleted once no process has. */
export const isBusy = (error: unknown): boolean =>
  ["EPERM", "EACCES", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "");
