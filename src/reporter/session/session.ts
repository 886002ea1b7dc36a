import type { Cover } from "../../consent/capture.ts";
import type { SessionStatus } from "../../seal/drafts/session.ts";
import { toEventId } from "../../seal/ids/random-id.ts";
import type { Subject } from "../../seal/subject.ts";
import type { Host } from "../../world/host.ts";
import type { Standing, Stores } from "../submit/stores.ts";
import type { Submitter } from "../submit/submit.ts";
import { createDeadSessions } from "./dead-sessions.ts";
import { type Marker, markerPath, writeMarker } from "./marker.ts";
import { submitSession } from "./submit-session.ts";

/** How often a session ends and the next begins, and how often its marker is updated. */
const hourMs = 60 * 60_000;
const aliveMs = 10 * 60_000;

/** The sessions of one plugin: one for each start and hour, only while the owner allows it. */
export interface Sessions {
  /** Begins, ends or restarts the session, depending on consent and time. */
  follow(standing: Standing): Promise<void>;
  /** Counts an error; if it became an event, it is on disk when this resolves. */
  count(durable: boolean): Promise<void>;
  /** The session that is running, or being written to disk, if there is one. */
  current(): Marker | undefined;
  /**
   * Reports a few of those whose process was gone before they ended; call it again for the rest. Costs the same however
   * many there are.
   *
   * @param turn - Resolves when there is nothing more urgent to do.
   */
  reportAbnormal(standing: Standing, turn: () => Promise<void>): Promise<void>;
  /** Ends it permanently: no other begins. */
  end(status: SessionStatus): Promise<void>;
}

export function createSessions(
  host: Host,
  stores: Stores,
  subject: Omit<Subject, "uuid">,
  submitter: Submitter,
): Sessions {
  const dead = createDeadSessions(subject, stores.paths, host);
  let marker: Marker | undefined;
  /** Ended, and being written to disk. */
  let closing: Marker | undefined;
  let over = false;
  let disk = Promise.resolve();
  /** One at a time, so that an older state never replaces a newer one. */
  const inOrder = (work: () => Promise<unknown>) => {
    disk = disk.then(work).then(
      () => {},
      () => {}, // the error itself must still be reported
    );
    return disk;
  };
  const save = () => {
    if (!marker) return Promise.resolve();
    const now = { ...marker, seenMs: host.nowMs() };
    marker = now;
    return inOrder(() => writeMarker(now, stores.paths, host));
  };
  const forget = ({ sid }: Marker) => inOrder(() => host.files.remove(markerPath(stores.paths, sid)));
  const close = async (ended: Marker, status: SessionStatus, endedMs: number) => {
    await submitSession(ended, status, endedMs, submitter);
    await forget(ended);
  };
  const endPresent = async (status: SessionStatus) => {
    if (!marker) return;
    const ended = marker;
    marker = undefined;
    closing = ended;
    await close(ended, status, host.nowMs());
    if (closing === ended) closing = undefined;
  };
  const begin = (begunUnder: Cover) => {
    const { publisher, plugin, version } = subject;
    const now = host.nowMs();
    marker = {
      ...{ sid: toEventId(host.uuid()), publisher, plugin, ...(version !== undefined && { version }) },
      ...{ process: host.processName, startedMs: now, seenMs: now, errors: 0, begunUnder },
    };
    return save();
  };
  return {
    async follow({ covers: { sessions: cover } }) {
      const now = host.nowMs();
      if (marker && !isSame(marker.begunUnder, cover)) {
        const withdrawn = marker;
        marker = undefined;
        await forget(withdrawn);
      }
      if (marker && now - marker.startedMs >= hourMs) await endPresent("exited");
      if (!marker && cover && !over) await begin(cover);
      else if (marker && now - marker.seenMs >= aliveMs) await save();
    },
    count(durable) {
      if (!marker) return Promise.resolve();
      marker = { ...marker, errors: marker.errors + 1 };
      return durable ? save() : Promise.resolve();
    },
    current: () => marker ?? closing,
    async reportAbnormal({ sends }, turn) {
      for (const found of await dead.take()) {
        await turn();
        if (sends.includes("sessions")) await close(found, "abnormal", found.seenMs);
        else await forget(found);
      }
    },
    end(status) {
      over = true;
      return endPresent(status);
    },
  };
}

const isSame = (a: Cover | undefined, b: Cover | undefined) =>
  a?.generation === b?.generation && a?.destination === b?.destination;
