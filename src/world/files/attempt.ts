/** The result of `work`, or `undefined` if it throws: for work that may fail without harm. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
