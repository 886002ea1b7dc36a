import { cutBefore } from "../../report/breadcrumbs.ts";
import { draftEvent } from "../../seal/drafts/event.ts";
import type { World } from "../../world/world.ts";
import { addSources } from "../errors/source-context.ts";
import type { ReportReceipt } from "../submit/report-receipt.ts";
import type { MakeDraft, Submitter } from "../submit/submit.ts";
import type { Pending } from "./last-reports.ts";

/** So soon after a guard has thrown an error on is it known whether the bot ends by it, also on a busy machine. */
const undecidedMs = 10_000;

/** Hands an error over to be kept, with the source that it passed through; see `Submitter.put`. */
export const submitPending = (
  { id, report, capturedAtMs, isFatal, isThrownOn }: Pending,
  submitter: Submitter,
  { outside }: Pick<World, "outside">,
): Promise<ReportReceipt> => {
  const draft: MakeDraft = (subject, sinceMs) => {
    const whole = addSources(
      cutBefore(report, sinceMs, { capturedAtMs, happenedAtMs: capturedAtMs }),
      subject.ownPaths,
      outside,
    );
    return { ...draftEvent(whole, subject, capturedAtMs), identity: id };
  };
  const terms = isFatal ? { isInstead: true } : { retryAtMs: isThrownOn ? capturedAtMs + undecidedMs : undefined };
  return submitter.put(draft, { capturedAtMs, happenedAtMs: capturedAtMs }, terms);
};
