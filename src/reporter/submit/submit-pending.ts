import { cutBefore } from "../../report/breadcrumbs.ts";
import { draftEvent } from "../../seal/event.ts";
import type { Pending } from "../exit/last-reports.ts";
import type { ReportReceipt } from "./receipt.ts";
import type { Submitter } from "./submit.ts";

/** So soon after a guard has thrown an error on is it known whether the bot ends by it. */
const undecidedMs = 1_000;

/** Hands an error over to be kept; see `Submitter.put`. */
export const submitPending = (
  { id, report, capturedAtMs, isFatal, isThrownOn }: Pending,
  submitter: Submitter,
): Promise<ReportReceipt> =>
  submitter.put(
    (subject, sinceMs) => ({ ...draftEvent(cutBefore(report, sinceMs), subject, capturedAtMs), identity: id }),
    { capturedAtMs, happenedAtMs: capturedAtMs },
    isFatal ? { isInstead: true } : { retryAtMs: isThrownOn ? capturedAtMs + undecidedMs : undefined },
  );
