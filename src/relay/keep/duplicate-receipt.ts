import type { Stores } from "../../reporter/submit/stores.ts";

/**
 * Writes a receipt of its own, so that the id which the SDK was told leads to the event that stands for it.
 *
 * @returns False if that one was not kept, or was forgotten.
 */
export async function writeEqual(id: string, firstId: string, { outbox }: Stores, nowMs: number): Promise<boolean> {
  const first = (await outbox.list([firstId]))[0] ?? (await outbox.readReceipt(firstId));
  if (!first) return false;
  const { publisher, plugin, dsn, title, type, sha256 } = first;
  await outbox.settle(
    {
      ...{ id, type, publisher, plugin, title, sha256, bytes: 0, findings: {}, state: "waiting", attempts: 0 },
      ...{ timeMs: nowMs, capturedAtMs: nowMs, ...(dsn !== undefined && { dsn }) },
    },
    { state: "dropped", reason: `equal to event ${firstId}, and counted with it` },
  );
  return true;
}
