/**
 * What `read` gives, read again when it is older than `maxAgeMs`: a flood must not become a flood of reads, and a change
 * of the owner's takes effect at once for a person.
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
