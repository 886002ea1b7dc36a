import type { Host } from "../../world/host.ts";
import { markerPath, writeMarker } from "../session/marker.ts";
import { submitSession } from "../session/submit-session.ts";
import { createWaker } from "../submit/call-sender.ts";
import { createBotScrubContexts } from "../submit/scrub-context.ts";
import { createStores } from "../submit/stores.ts";
import { createSubmitter } from "../submit/submit.ts";
import type { LastReports } from "./last-reports.ts";
import { submitPending } from "./submit-pending.ts";

/** Keeps the reports that a process could no longer keep when it ended, exactly as it would have. Never rejects. */
export async function keepLast({ pending, session, secrets, ...whose }: LastReports, host: Host): Promise<void> {
  const stores = createStores(host);
  const scrubContextOf = createBotScrubContexts(host, stores.policy, () => secrets);
  const submitter = createSubmitter({ ...whose, host, stores, scrubContextOf, waker: createWaker(host, stores) });
  for (const one of pending) await submitPending(one, submitter, host);
  if (!session) return;
  if (!pending.some(({ isFatal }) => isFatal)) return writeMarker(session, stores.paths, host).catch(() => {});
  await submitSession(session, "crashed", host.nowMs(), submitter);
  await host.files.remove(markerPath(stores.paths, session.sid)).catch(() => {}); // the same session is submitted again later
}
