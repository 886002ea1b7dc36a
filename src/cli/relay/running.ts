import { type RelayState, readRelayState } from "../../relay/state.ts";
import { judgeProcess } from "../../world/files/lock/process-name.ts";
import { relayStatePath } from "../../world/paths.ts";
import type { CommandDeps } from "../deps.ts";

/** The relay of this machine, and whether it runs; `undefined` if there never was one. */
export async function findRelay({ paths, world }: Pick<CommandDeps, "paths" | "world">) {
  const state: RelayState | undefined = await readRelayState(relayStatePath(paths), world);
  return state && { ...state, isRunning: judgeProcess(state.process) !== "dead" };
}
