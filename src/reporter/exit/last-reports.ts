import type { Report } from "../../report/report.ts";
import type { Subject } from "../../seal/subject.ts";
import type { Host } from "../../world/host.ts";
import type { Marker } from "../session/marker.ts";
import type { Sessions } from "../session/session.ts";
import type { Secrets } from "../submit/scrub-context.ts";
import type { Asker } from "../submit/stores.ts";

/** An error that is being written to disk. */
export interface Pending {
  readonly id: string;
  readonly report: Report;
  readonly capturedAtMs: number;
  /** Fatal: it replaces the pending event with its id, and its session has crashed. */
  readonly isFatal?: boolean;
  /** The handler that gets it next may end the process. */
  readonly isThrownOn?: boolean;
  /** How many equal errors it counts; absent: it is one error. */
  readonly count?: number;
}

/**
 * The data that a process passes on as it ends: the reports that it could no longer keep, and the options to scrub
 * them.
 */
export interface LastReports {
  /** `Host.processName` of the process that ends. */
  readonly process: string;
  readonly subject: Omit<Subject, "uuid">;
  readonly asker: Asker;
  readonly cli: string;
  readonly secrets: readonly string[];
  readonly pending: readonly Pending[];
  readonly session?: Marker;
}

/** Tracks reports in progress: if the process ends before they are on disk, another process keeps them. */
export interface ExitKeeper {
  /** @returns The result of `keep`. */
  watch<T>(pending: Pending, keep: () => Promise<T>): Promise<T>;
}

export interface ExitKeeperDeps extends Pick<LastReports, "subject" | "asker" | "cli"> {
  readonly host: Host;
  readonly sessions: Sessions;
  readonly readSecrets: Secrets;
}

export function createExitKeeper({ host, sessions, readSecrets, ...whose }: ExitKeeperDeps): ExitKeeper {
  const underWay = new Set<Pending>();
  let forget = () => {};
  let hasCrashed = false;
  /** Another listener of `exit` may report more afterwards: nothing is passed on twice. */
  const render = () => {
    const session = hasCrashed ? undefined : sessions.current();
    const pending = [...underWay];
    underWay.clear();
    forget();
    if (pending.length === 0) return undefined;
    hasCrashed ||= pending.some(({ isFatal }) => isFatal);
    const last: LastReports = {
      ...{ process: host.processName, ...whose, pending, secrets: readSecrets() },
      ...(session && { session }),
    };
    return JSON.stringify(last);
  };
  return {
    async watch(pending, keep) {
      underWay.add(pending);
      const kept = keep(); // counts it before the session may be passed on
      if (underWay.size === 1) forget = host.atExit(render);
      try {
        return await kept;
      } finally {
        underWay.delete(pending);
        if (underWay.size === 0) forget();
      }
    },
  };
}
