import { draftSession, type SessionStatus } from "../../seal/drafts/session.ts";
import type { Submitter } from "../submit/submit.ts";
import type { Marker } from "./marker.ts";

/**
 * Puts a session that has ended into the outbox, then deletes its marker. A crash in between leads to the same session
 * again, with the same id.
 *
 * @param endedMs - Epoch milliseconds.
 */
export const submitSession = (
  session: Marker,
  status: SessionStatus,
  endedMs: number,
  submitter: Submitter,
): Promise<unknown> => {
  const { version, startedMs, begunUnder = "nothing" } = session;
  return submitter.putIfCovered(
    "sessions",
    (subject) => draftSession(session, status, endedMs, { ...subject, ...(version !== undefined && { version }) }),
    { capturedAtMs: startedMs, happenedAtMs: startedMs, begunUnder },
  );
};
