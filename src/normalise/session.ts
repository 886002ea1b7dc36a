import { toRfc3339 } from "../report/time.ts";
import type { Draft } from "../seal/draft.ts";
import type { SessionStatus } from "../seal/drafts/session.ts";
import { defaultEnvironment } from "../seal/field-names.ts";
import { type KnownSubject, releaseOf } from "../seal/subject.ts";
import { type Fields, numberOf, recordOf, textOf, toMs, wordOf } from "./fields.ts";
import { eventIdOf } from "./id.ts";

const ends: readonly SessionStatus[] = ["exited", "crashed", "abnormal"];

/**
 * How a session ended. Newer SDKs report that an error was not handled and that the session continued. `undefined`
 * before its end.
 */
const endOf = (status: unknown): SessionStatus | undefined =>
  status === "unhandled" ? "exited" : wordOf(status, ends);

/** Whether this is the final update of a session: other updates cannot be distinguished from repetitions. */
export const isLastWord = ({ status }: Fields): boolean => endOf(status) !== undefined;

/**
 * A session of another SDK as a complete session, with the random UUID as its user.
 *
 * @param fallbackId - Used if the SDK gives no id, 32 hexadecimal digits.
 */
export function draftForeignSession(payload: Fields, subject: KnownSubject, nowMs: number, fallbackId: string): Draft {
  const sid = eventIdOf(payload.sid) ?? fallbackId;
  const endedMs = toMs(payload.timestamp) ?? nowMs;
  const startedMs = Math.min(toMs(payload.started) ?? endedMs, endedMs);
  const attrs = recordOf(payload.attrs) ?? {};
  const status = endOf(payload.status) ?? "abnormal";
  return {
    type: "session",
    subject,
    identity: sid,
    timeMs: startedMs,
    fixed: {
      ...{ sid, did: subject.uuid, init: true },
      ...{ started: toRfc3339(startedMs)!, timestamp: toRfc3339(endedMs)! },
      ...{ duration: (endedMs - startedMs) / 1000, status, errors: errorsOf(payload) },
    },
    open: {
      attrs: {
        release: textOf(attrs.release, 250) ?? releaseOf(subject),
        environment: subject.environment ?? textOf(attrs.environment, 64) ?? defaultEnvironment,
      },
    },
    notes: [],
  };
}

function errorsOf({ errors, status }: Fields): number {
  const counted = Math.min(Math.max(0, Math.trunc(numberOf(errors) ?? 0)), 10_000);
  return status === "crashed" || status === "unhandled" ? Math.max(1, counted) : counted;
}
