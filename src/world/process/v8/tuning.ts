/** What to set in V8, and how many bytes must have been read before it pays. */
export type Setting = readonly [bytes: number, set: () => void];

/**
 * Sets each as soon as it pays.
 *
 * @returns To be called with the length of each piece, of whichever file, before it is processed.
 */
export function createTuning(settings: readonly Setting[]): (length: number) => void {
  let bytes = 0;
  return (length) => {
    const before = bytes;
    bytes += length;
    for (const [least, set] of settings) if (before < least && bytes >= least) set();
  };
}
