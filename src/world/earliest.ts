/** vextel was written later: a clock before this time is wrong, as on a computer that starts in 1970. Epoch milliseconds. */
export const earliestMs = Date.UTC(2026, 0, 1);
