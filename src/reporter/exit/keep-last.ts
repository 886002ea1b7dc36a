import { cutBefore } from "../../report/breadcrumbs.ts";
import { draftEvent } from "../../seal/event.ts";
import type { Host } from "../../world/host.ts";
import { createWaker } from "../sender/wake.ts";
import { writeMarker } from "../session/marker.ts";
import { createBotScrubContexts } from "../submit/scrub-context.ts";
import { createStores } from "../submit/stores.ts";
import { createSubmitter } from "../submit/submit.ts";
import type { LastReports } from "./last-reports.ts";

/** Keeps what another process could not keep any more, exactly as that one would have. Never rejects. */
export async function keepLast({ pending, session, secrets, ...whose }: LastReports, host: Host): Promise<void> {
  const stores = createStores(host);
  const scrubContextOf = createBotScrubContexts(host, stores.policy, () => secrets);
  const submitter = createSubmitter({ ...whose, host, stores, scrubContextOf, waker: createWaker(host, stores) });
  for (const { id, report, capturedAtMs } of pending)
    await submitter.put(
      (subject, sinceMs) => ({ ...draftEvent(cutBefore(report, sinceMs), subject, capturedAtMs), identity: id }),
      capturedAtMs,
    );
  if (session) await writeMarker(session, stores.paths, host).catch(() => {});
}
