/** Work without a pause for longer than this makes Ctrl-C seem dead. */
const everyMs = 50;

/** Not `performance`, which is slow to load. */
const elapsedMs = (): number => process.uptime() * 1_000;

/**
 * For long work that never waits for anything: awaited between two steps, it lets signals in, at most every 50 ms.
 * Until then a signal that the process listens to changes nothing.
 */
export function createPause(): () => Promise<void> | undefined {
  let lastMs = elapsedMs();
  return () => {
    if (elapsedMs() - lastMs < everyMs) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        lastMs = elapsedMs();
        resolve();
      }),
    );
  };
}
