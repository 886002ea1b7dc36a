import { VextelError } from "../../../errors.ts";
import type { Entry } from "../../../outbox/entry.ts";
import { deliveryLock } from "../../../outbox/layout.ts";
import { resealIfNeeded } from "../../../seal/reseal.ts";
import { SealError } from "../../../seal/seal-error.ts";
import type { CommandDeps } from "../../deps.ts";
import { openScrubContexts } from "../context/scrub-context.ts";

/** Long enough for a request in progress to end. */
const waitMs = 60_000;

/**
 * Applies the current policy to every pending event, and reseals those from which it removes more. Events that cannot
 * be read or sealed are left unchanged: they are checked again before they are sent.
 *
 * @returns How many changed.
 */
export async function resealPending(deps: CommandDeps): Promise<number> {
  const contextOf = await openScrubContexts(deps, {});
  let changed = 0;
  await deps.world.files.withLock(
    deliveryLock(deps.paths),
    async () => {
      for (const id of await deps.outbox.ids()) {
        try {
          const reseal = async (entry: Entry, bytes: Uint8Array) =>
            resealIfNeeded(await contextOf(entry.publisher), { ...entry, bytes });
          if (await deps.outbox.revise(id, reseal)) changed += 1;
        } catch (error) {
          if (!(error instanceof VextelError || error instanceof SealError)) throw error;
        }
      }
    },
    waitMs,
  );
  return changed;
}
