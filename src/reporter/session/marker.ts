import { join } from "node:path";
import type { Cover } from "../../consent/capture.ts";
import type { Session } from "../../seal/drafts/session.ts";
import { type Paths, sessionFolder } from "../../world/paths.ts";
import type { World } from "../../world/world.ts";

/** A running session on disk: if its process dies, the next start finds it. */
export interface Marker extends Session {
  readonly publisher: string;
  readonly plugin: string;
  readonly version?: string;
  /** `Host.processName` of the bot. */
  readonly process: string;
  /** When the process was last known to run, epoch milliseconds. */
  readonly seenMs: number;
  /** What covered its beginning. If it is absent, because an older vextel wrote the marker, the session is not sent. */
  readonly begunUnder?: Cover;
}

export const markerPath = (paths: Paths, sid: string) => join(sessionFolder(paths), `${sid}.json`);

export const writeMarker = (marker: Marker, paths: Paths, world: World) =>
  world.files.write(markerPath(paths, marker.sid), `${JSON.stringify({ format: 1, ...marker })}\n`);

/** The file names of all markers. */
export const listMarkers = async (paths: Paths, world: World): Promise<string[]> =>
  (await world.files.list(sessionFolder(paths))).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));

/** @returns Those of these names; what is damaged, or gone meanwhile, is skipped. */
export async function readMarkers(names: readonly string[], paths: Paths, world: World): Promise<Marker[]> {
  const all = await world.files.readMany(sessionFolder(paths), names, parseMarker);
  return all.filter((marker): marker is Marker => marker !== undefined);
}

function parseMarker(text: string | undefined): Marker | undefined {
  try {
    const { format, ...marker } = JSON.parse(text ?? "");
    const numbers = [marker.startedMs, marker.seenMs, marker.errors].every(Number.isFinite);
    const texts = [marker.sid, marker.publisher, marker.plugin, marker.process].every((x) => typeof x === "string");
    return format === 1 && numbers && texts && isCover(marker.begunUnder) && /^[0-9a-f]{32}$/.test(marker.sid)
      ? marker
      : undefined;
  } catch {
    return undefined;
  }
}

const isCover = (value: Partial<Cover> | undefined) =>
  value === undefined || (Number.isSafeInteger(value.generation) && typeof value.destination === "string");
