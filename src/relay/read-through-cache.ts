/**
 * Returns what `read` gave at most `maxAgeMs` ago: a flood of requests does not become a flood of reads, and a change
 * by the owner takes effect soon.
 */
export function createCached<T>(read: () => Promise<T>, nowMs: () => number, maxAgeMs = 1_000): () => Promise<T> {
  let value: Promise<T> | undefined;
  let readMs = 0;
  return () => {
    const ageMs = nowMs() - readMs;
    if (!value || ageMs < 0 || ageMs >= maxAgeMs) {
      readMs = nowMs();
      value = read();
    }
    return value;
  };
}
