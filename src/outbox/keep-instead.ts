import type { Sealed } from "../seal/seal.ts";
import type { Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import type { Stamp } from "./entry.ts";
import { deliveryLock, outboxLock } from "./layout.ts";
import type { Outbox } from "./outbox.ts";

/** How long to wait for a request that is in progress. */
const patienceMs = 2_000;

/**
 * Keeps an event, replacing the pending one with the same id, if there is one. An event that was sent, is being sent,
 * or was approved by its owner stays as it is.
 *
 * @param title - As for `Outbox.keep`.
 */
export async function keepInstead(
  [sealed, title, stamp]: readonly [sealed: Sealed, title: string, stamp?: Stamp],
  { outbox, paths }: { readonly outbox: Outbox; readonly paths: Paths },
  { files }: World,
): Promise<void> {
  if ((await outbox.keep(sealed, title, stamp)) !== "waiting") return;
  const replace = async () => {
    const pending = await outbox.read(sealed.id).catch(() => undefined); // it may have been sent meanwhile
    if (!pending || pending.entry.approvedSha256 !== undefined) return;
    const { retryAtMs: _, ...entry } = pending.entry;
    await outbox.replace({ ...entry, findings: {}, places: [] }, sealed);
  };
  const alone = () => files.withLock(outboxLock(paths), replace);
  await files.withLock(deliveryLock(paths), alone, patienceMs).catch(() => {}); // the pending one stays
}
