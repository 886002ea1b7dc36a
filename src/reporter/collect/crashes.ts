import type { Host } from "../../world/host.ts";
import type { Collector } from "./collector.ts";

/** If the process fails within this time after an uncaught error, the error counts as fatal. */
const undecidedMs = 1_000;

/**
 * Reports the plugin's uncaught errors: as fatal if the process ends because of them, at once or because the bot's own
 * listener makes it fail. It does not change what happens to the process.
 *
 * @param isOurs - Whether an error is the plugin's.
 * @returns A function that ends this.
 */
export function reportCrashes(host: Host, collector: Collector, isOurs: (error: unknown) => boolean): () => void {
  const undecided = new Set<unknown>();
  const onCrash = (error: unknown, isEnd: boolean) => {
    if (!isOurs(error)) return;
    if (isEnd) return void collector.report(error, { fatal: true });
    void collector.report(error, { handled: false }, "uncaught");
    undecided.add(error);
    setTimeout(() => undecided.delete(error), undecidedMs).unref();
  };
  const onExit = (status: number) => {
    if (status !== 0) for (const error of undecided) void collector.report(error, { fatal: true });
    return undefined; // what is in progress is kept as everything else is
  };
  const ends = [host.atExit(onExit), host.onCrash(onCrash)];
  return () => {
    for (const end of ends) end();
  };
}
