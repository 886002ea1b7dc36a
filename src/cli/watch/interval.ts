/** Returns whether this time has passed since the last call that returned true; the first call returns true. */
export function createInterval(nowMs: () => number, everyMs: number): () => boolean {
  let lastMs = 0;
  return () => {
    const now = nowMs();
    if (Math.abs(now - lastMs) < everyMs) return false; // a clock may be set back
    lastMs = now;
    return true;
  };
}
