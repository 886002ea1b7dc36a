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
  /** Not kept, since they could not be scrubbed or the owner keeps nothing. */
  dropped: number;
  /** Given up by the SDK itself, as it says. */
  lostInSdk: number;
  /** Items of types that are not taken, by type. */
  refused: Record<string, number>;
}

/** What a relay says about itself. */
export interface RelayState {
  /** Names its process, as in locks. */
  readonly process: string;
  readonly addresses: readonly string[];
  readonly startedAt: string;
  /** Requests that were not taken, by the status of the answer. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly plugins: Readonly<Record<string, PluginCounts>>;
}

export const emptyCounts = (): PluginCounts => ({
  ...{ kept: 0, equal: 0, timings: 0, sessions: 0, limited: 0, unavailable: 0, dropped: 0, lostInSdk: 0 },
  refused: {},
});

/** The last words of the relay of this machine; `undefined` if there never was one, or they cannot be read. */
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
