/** How long earlier text is still read after a signal; the rest is read the next time. */
const graceMs = 2_000;
/**
 * A second signal after this time means that somebody does not want to wait. Earlier ones are ignored, since launchers
 * pass a signal on twice.
 */
const againMs = 1_000;

const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

export interface Stop {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Aborted when the time to finish is over. */
  readonly late: AbortSignal;
  /** From now on, a signal ends the program at once. */
  close(): void;
}

/** The first signal that stops a program asks it to finish; a second one ends it at once. */
export function listenForStop(onInterrupt: () => void): Stop {
  const [stop, late] = [new AbortController(), new AbortController()];
  const close = () => {
    for (const signal of stopSignals) process.off(signal, onStop);
  };
  const onStop = (signal: NodeJS.Signals) => {
    if (signal === "SIGINT") onInterrupt();
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => late.abort(), graceMs).unref();
    setTimeout(close, againMs).unref();
  };
  process.removeAllListeners("SIGINT"); // the program's own ends it at once
  for (const signal of stopSignals) process.on(signal, onStop);
  return { signal: stop.signal, late: late.signal, close };
}
