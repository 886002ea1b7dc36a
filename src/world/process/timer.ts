/** The longest time of Node's timers: with a longer one they run at once. */
const longestMs = 2 ** 31 - 1;

/**
 * Runs `work` once, however long the time is; keeps the process alive till then.
 *
 * @returns A function that cancels it.
 */
export function after(ms: number, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (restMs: number) => {
    const stepMs = Math.min(restMs, longestMs);
    timer = setTimeout(() => (restMs > stepMs ? wait(restMs - stepMs) : work()), stepMs);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
