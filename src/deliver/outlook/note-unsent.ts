import type { Outbox } from "../../outbox/outbox.ts";

/**
 * Records why pending events could not be sent by the sender, for lists. Never rejects: the disk may be full.
 *
 * @param reason - In words, without text of an event.
 */
export async function noteUnsent(
  ids: readonly string[],
  reason: string,
  { read, update }: Pick<Outbox, "read" | "update">,
): Promise<void> {
  for (const id of ids) {
    const entry = (await read(id).catch(() => undefined))?.entry;
    if (entry?.state === "waiting" && entry.reason !== reason) await update({ ...entry, reason }).catch(() => {});
  }
}
