import type { Draft } from "../draft.ts";
import { defaultEnvironment } from "../field-names.ts";
import { type KnownSubject, releaseOf } from "../subject.ts";

/** How a run of a plugin ended. `abnormal`: its process ended without reporting it. */
export type SessionStatus = "exited" | "crashed" | "abnormal";

/** One run of a plugin, or one hour of it. */
export interface Session {
  /** 32 lower-case hexadecimal digits; also the event's id in the outbox. */
  readonly sid: string;
  /** Epoch milliseconds. */
  readonly startedMs: number;
  /** How many errors it had, including those that were grouped into one event. */
  readonly errors: number;
}

/**
 * A whole session as one update at its end, as Sentry's Python SDK sends it
 * (https://develop.sentry.dev/sdk/telemetry/sessions/).
 *
 * @param endedMs - Epoch milliseconds; if the end was not observed, when it was last known to run.
 */
export function draftSession(session: Session, status: SessionStatus, endedMs: number, subject: KnownSubject): Draft {
  const release = releaseOf(subject);
  return {
    type: "session",
    subject,
    identity: session.sid,
    timeMs: session.startedMs,
    fixed: {
      sid: session.sid,
      did: subject.uuid,
      init: true,
      started: new Date(session.startedMs).toISOString(),
      timestamp: new Date(endedMs).toISOString(),
      duration: Math.max(0, endedMs - session.startedMs) / 1000,
      status,
      errors: status === "crashed" ? Math.max(1, session.errors) : session.errors,
    },
    open: {
      attrs: { ...(release !== undefined && { release }), environment: subject.environment ?? defaultEnvironment },
    },
    notes: [],
  };
}
