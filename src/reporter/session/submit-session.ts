import { draftSession, type SessionStatus } from "../../seal/drafts/session.ts";
import type { Submitter } from "../submit/submit.ts";
import type { Marker } from "./marker.ts";

/**
 * Puts a session that has ended into the outbox. Its marker goes after that: a crash between the two gives the same
 * session, with the same id, again.
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
