/** What `work` returns, or `undefined` if it throws: for what may fail without harm. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
