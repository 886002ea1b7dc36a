import type { Dispatched } from "../../deliver/dispatch.ts";
import { VextelError } from "../../errors.ts";
import { exit, statusOfError } from "../exit.ts";

/** The exit status for the result of one event. */
export function statusOf(result: Dispatched | VextelError): number {
  if (result instanceof VextelError) return statusOfError[result.code];
  if (result.outcome === "settled") return result.receipt.state === "sent" ? exit.done : exit.notFound;
  const statuses = {
    ...{ sent: exit.done, ready: exit.done, rejected: exit.rejected, refused: exit.rejected, limited: exit.limited },
    ...{ unreached: exit.unreached, held: exit.notConsented, changed: exit.notConsented },
    unapproved: exit.notConsented,
  };
  const isUnnoted = "verdict" in result && result.verdict.unnoted !== undefined;
  return Math.max(statuses[result.outcome], isUnnoted ? exit.failed : exit.done);
}
