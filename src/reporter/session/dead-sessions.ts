import type { Subject } from "../../seal/subject.ts";
import type { Host } from "../../world/host.ts";
import { type Paths, sessionFolder } from "../../world/paths.ts";
import { listMarkers, type Marker, readMarkers } from "./marker.ts";

/** The sessions of one plugin that had not ended when their process did; of those before this one, whatever their number. */
export interface DeadSessions {
  /** The next few, each once; none when all are taken. Only its first call asks which there are. */
  take(): Promise<Marker[]>;
}

/** Markers that are read at a time, of any plugin; and sessions that are taken of them. */
const looksMost = 64;
const takenMost = 16;

export function createDeadSessions(
  { publisher, plugin }: Pick<Subject, "publisher" | "plugin">,
  paths: Paths,
  host: Host,
): DeadSessions {
  let unread: string[] | undefined;
  const found: Marker[] = [];
  const isDead = (marker: Marker) =>
    marker.publisher === publisher && marker.plugin === plugin && !host.isRunning(marker.process, marker.seenMs);
  return {
    async take() {
      if (!unread) await host.files.sweep(sessionFolder(paths)).catch(() => {}); // what was killed in the midst of writing
      unread ??= await listMarkers(paths, host);
      if (found.length < takenMost && unread.length > 0)
        found.push(...(await readMarkers(unread.splice(-looksMost), paths, host)).filter(isDead));
      return found.splice(0, takenMost);
    },
  };
}
