/** The coarsest clock of a file system that is in use counts so many milliseconds; two changes within them look alike. */
const coarsestMs = 2_000;

/** Whether the next change of a file or folder that changed at this time would show in its times. Both epoch milliseconds. */
export const wouldShow = (changedMs: number, nowMs: number): boolean => nowMs - changedMs >= coarsestMs;
