import type { Entry } from "../../outbox/entry.ts";
import { tallyOf } from "../../outbox/keep/keep-group.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { tallyJson } from "../../preview/tally.ts";

/**
 * An event for programs: times as RFC 3339 strings; `count`, `first` and `last` of the errors that it counts. Without
 * the DSN, which `show` prints, and the path of the log, which is private.
 */
export function toListJson(event: Entry | Receipt): Record<string, unknown> {
  const { timeMs, capturedAtMs, occurrences: _occurrences, dsn: _dsn, places: _places, log: _log, ...more } = event;
  const { held: _held, ...rest } = more;
  const { retryAtMs, settledAtMs, ...plain } = rest as typeof rest & { retryAtMs?: number; settledAtMs?: number };
  return {
    ...plain,
    ...tallyJson(tallyOf(event)),
    time: new Date(timeMs).toISOString(),
    capturedAt: new Date(capturedAtMs).toISOString(),
    ...(retryAtMs !== undefined && { retryAt: new Date(retryAtMs).toISOString() }),
    ...(settledAtMs !== undefined && { settledAt: new Date(settledAtMs).toISOString() }),
  };
}
