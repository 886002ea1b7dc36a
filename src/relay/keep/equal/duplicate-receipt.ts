import { outboxLock } from "../../../outbox/layout.ts";
import type { Stores } from "../../../reporter/submit/stores.ts";
import type { World } from "../../../world/world.ts";

/** Why an error is counted in another event: it is equal, or its place has reached its limit. */
export type Likeness = "equal" | "of one place";

const words: Record<Likeness, string> = { equal: "equal to", "of one place": "from the same place as" };

const reasonOf = (likeness: Likeness, firstId: string): string =>
  `${words[likeness]} event ${firstId}, and counted with it`;

/** The id of the event that counts an error, if this is the reason on its receipt. */
export const countingEvent = (reason: string | undefined): string | undefined =>
  / event ([0-9a-f]{32}), and counted with it$/.exec(reason ?? "")?.[1];

/**
 * Writes a receipt under the id that the SDK received, with the id of the event that counts the error; not if there is
 * an event with this id already, perhaps of another plugin.
 *
 * @returns False if the counting event was not kept, or is gone.
 */
export async function writeDuplicate(
  id: string,
  likeness: Likeness,
  firstId: string,
  { outbox, paths }: Stores,
  { files, nowMs }: World,
): Promise<boolean> {
  const read = async (of: string) => (await outbox.list([of]))[0] ?? (await outbox.readReceipt(of));
  const first = await read(firstId);
  if (!first) return false;
  const { publisher, plugin, dsn, title, type, sha256 } = first;
  const atMs = nowMs();
  await files.withLock(outboxLock(paths), async () => {
    if (await read(id)) return;
    await outbox.settle(
      {
        ...{ id, type, publisher, plugin, title, sha256, bytes: 0, findings: {}, state: "waiting", attempts: 0 },
        ...{ timeMs: atMs, capturedAtMs: atMs, ...(dsn !== undefined && { dsn }) },
      },
      { state: "dropped", reason: reasonOf(likeness, firstId) },
    );
  });
  return true;
}
