import { join } from "node:path";
import { retention } from "../../outbox/retention/quota.ts";
import type { Subject } from "../../seal/subject.ts";
import type { Host } from "../../world/host.ts";
import { foundIn } from "../../world/outside/outside.ts";
import { type Paths, sessionFolder } from "../../world/paths.ts";
import { listMarkers, type Marker, readMarkers } from "./marker.ts";

/**
 * The sessions of one plugin that had not ended when their process did, whatever their number. Sessions of other
 * plugins that are too old to be sent are deleted: some plugins never start again.
 */
export interface DeadSessions {
  /** The next few, each once; none when all are taken. Only its first call asks which there are. */
  take(): Promise<Marker[]>;
}

/** How many markers, of any plugin, are read at a time, and how many sessions are returned. */
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
  const isTooOld = (lastMs: number) => host.nowMs() - lastMs > retention.sessionMs;
  const isOver = (marker: Marker) => isTooOld(marker.seenMs) && !host.isRunning(marker.process, marker.seenMs);
  const forget = (name: string) => host.files.remove(join(sessionFolder(paths), name)).catch(() => {});
  /** The named sessions that are not too old. */
  const readYoung = async (names: readonly string[]) => {
    const markers = await readMarkers(names, paths, host);
    const known = new Set(markers.map(({ sid }) => `${sid}.json`));
    for (const name of names.filter((one) => !known.has(one)))
      if (isTooOld(foundIn(host.outside.modifiedMs(join(sessionFolder(paths), name))) ?? host.nowMs()))
        await forget(name); // it cannot be read
    for (const { sid } of markers.filter(isOver)) await forget(`${sid}.json`);
    return markers.filter((marker) => !isOver(marker));
  };
  return {
    async take() {
      if (!unread) await host.files.sweep(sessionFolder(paths)).catch(() => {}); // files of processes that were killed while writing
      unread ??= await listMarkers(paths, host);
      if (found.length < takenMost && unread.length > 0)
        found.push(...(await readYoung(unread.splice(-looksMost))).filter(isDead));
      return found.splice(0, takenMost);
    },
  };
}
