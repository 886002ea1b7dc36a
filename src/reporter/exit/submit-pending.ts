import { cutBefore } from "../../report/breadcrumbs.ts";
import { draftEvent } from "../../seal/drafts/event.ts";
import type { World } from "../../world/world.ts";
import { addSources } from "../errors/source-context.ts";
import type { ReportReceipt } from "../submit/report-receipt.ts";
import type { MakeDraft, Submitter } from "../submit/submit.ts";
import type { Pending } from "./last-reports.ts";

/**
 * Within this time after a guard threw an error on, it is known whether the bot ends because of it, even on a busy
 * machine.
 */
const undecidedMs = 10_000;

/** Submits an error with the source lines around its calls; see `Submitter.put`. */
export const submitPending = (
  { id, report, capturedAtMs, isFatal, isThrownOn, count }: Pending,
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
  const retryAtMs = isThrownOn ? capturedAtMs + undecidedMs : undefined;
  const terms = isFatal ? { isInstead: true } : { retryAtMs, count };
  return submitter.put(draft, { capturedAtMs, happenedAtMs: capturedAtMs }, terms);
};
