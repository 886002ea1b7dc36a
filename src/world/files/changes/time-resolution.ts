/** The coarsest resolution of file times in use, milliseconds; two changes within it look the same. */
const coarsestMs = 2_000;

/**
 * Whether the next change of a file or folder, after one at this time, would change its times. Both epoch milliseconds.
 */
export const wouldShow = (changedMs: number, nowMs: number): boolean => nowMs - changedMs >= coarsestMs;
