import { VextelError } from "../../../errors.ts";
import { manifestFolder } from "../../../world/paths.ts";
import type { CommandDeps } from "../../deps.ts";
import type { Named } from "../bot.ts";
import type { AttributionFlags } from "../fallback.ts";
import { createOwners, type Owners } from "./attribution.ts";
import { readManifests } from "./manifests.ts";

/** Attributes errors by the manifests as of the last refresh. */
export interface LiveOwners extends Owners {
  /**
   * Reads changed manifests, at most once a second. A manifest that cannot be used is reported once, and changes
   * nothing.
   */
  refresh(): Promise<void>;
}

const everyMs = 1_000;

/** @throws {VextelError} As `readManifests` and `createOwners`, of the manifests as they are now. */
export async function openOwners(flags: AttributionFlags & Named, deps: CommandDeps): Promise<LiveOwners> {
  const { files, nowMs } = deps.world;
  const stateOf = () => files.stateOf(manifestFolder(deps.paths));
  const told = new Set<string>();
  const tell = async (problem: VextelError) => {
    if (!told.has(problem.message)) await deps.terminal.note([["warn", problem.message]], [problem.hint]);
    told.add(problem.message);
  };
  let state = await stateOf(); // first, so that changes made meanwhile are read again
  const read = async () => (flags.ignoresManifests ? [] : readManifests(deps, tell));
  let manifests = await read();
  let owners = createOwners(flags, manifests, deps.world);
  let readMs = nowMs();
  const look = async () => {
    const now = await stateOf();
    if (now !== undefined && now === state) return;
    const found = await read();
    if (JSON.stringify(found) !== JSON.stringify(manifests)) owners = createOwners(flags, found, deps.world);
    [state, manifests] = [now, found];
  };
  return {
    own: (report) => owners.own(report),
    formerOwner: (report, owner) => owners.formerOwner(report, owner),
    breadcrumbsOf: (logger) => owners.breadcrumbsOf(logger),
    breadcrumbsFor: (report) => owners.breadcrumbsFor(report),
    isOthers: (logger, paths) => owners.isOthers(logger, paths),
    hasChat: flags.chat ?? true,
    loggerWords: () => owners.loggerWords(),
    async refresh() {
      if (Math.abs(nowMs() - readMs) < everyMs) return;
      readMs = nowMs();
      await look().catch((error: unknown) => {
        if (!(error instanceof VextelError)) throw error;
        return tell(error);
      });
    },
  };
}
