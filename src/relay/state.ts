import type { World } from "../world/world.ts";

/** What the relay counted for one plugin since it was started. */
export interface PluginCounts {
  /** Events that were kept, and those that were counted with an equal one. */
  kept: number;
  equal: number;
  /** Timings and sessions that were kept. */
  timings: number;
  sessions: number;
  /** Answered 429. */
  limited: number;
  /** Answered 503: nothing could be kept. */
  unavailable: number;
  /** Not kept, because they could not be scrubbed, or because the owner keeps nothing. */
  dropped: number;
  /** Discarded by the SDK itself, as it reports. */
  lostInSdk: number;
  /** Items of refused types, by type. */
  refused: Record<string, number>;
}

/** The state file of a relay. */
export interface RelayState {
  /** Names its process, as in locks. */
  readonly process: string;
  readonly addresses: readonly string[];
  readonly startedAt: string;
  /** Refused requests, by the status of the answer. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly plugins: Readonly<Record<string, PluginCounts>>;
}

export const emptyCounts = (): PluginCounts => ({
  ...{ kept: 0, equal: 0, timings: 0, sessions: 0, limited: 0, unavailable: 0, dropped: 0, lostInSdk: 0 },
  refused: {},
});

/** The last saved state of this machine's relay; `undefined` if there never was one, or if it cannot be read. */
export async function readRelayState(path: string, { files }: World): Promise<RelayState | undefined> {
  try {
    const { version, ...state } = JSON.parse(new TextDecoder().decode(await files.read(path)));
    return version === 1 && typeof state.process === "string" && Array.isArray(state.addresses) ? state : undefined;
  } catch {
    return undefined;
  }
}

export const writeRelayState = (path: string, state: RelayState, { files }: World): Promise<void> =>
  files.write(path, `${JSON.stringify({ version: 1, ...state }, null, 2)}\n`);
