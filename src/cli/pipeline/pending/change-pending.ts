import type { Entry } from "../../../outbox/entry.ts";
import { deliveryLock, outboxLock } from "../../../outbox/layout.ts";
import type { ScrubContextOf } from "../../../policy/scrub-context.ts";
import type { ScrubContext } from "../../../seal/draft.ts";
import { placesThatStay } from "../../../seal/edit/remove.ts";
import { parseEnvelope } from "../../../seal/envelope.ts";
import type { Sealed } from "../../../seal/seal.ts";
import type { CommandDeps } from "../../deps.ts";

/** A pending event before and after a change. */
export interface Changed {
  readonly before: Entry;
  readonly after: Entry;
  /** Absent if it is unchanged. */
  readonly sealed: Sealed | undefined;
}

/** Seals a pending event with a change; `undefined`, or an exception, leaves it unchanged. */
export type Reseal = (
  pending: { readonly entry: Entry; readonly bytes: Uint8Array },
  context: ScrubContext,
) => Sealed | undefined;

/** Long enough for a request in progress to end. */
const waitMs = 60_000;

/**
 * Replaces the bytes of a pending event. Meanwhile nothing is sent, and no equal error is counted in it.
 *
 * @throws {VextelError} As reading and writing the outbox, and what `reseal` throws.
 */
export function changePending(
  id: string,
  reseal: Reseal,
  { outbox, paths, world }: CommandDeps,
  contextOf: ScrubContextOf,
): Promise<Changed> {
  const work = async (): Promise<Changed> => {
    const { entry, bytes } = await outbox.read(id);
    const sealed = reseal({ entry, bytes }, await contextOf(entry.publisher));
    await outbox.remember(id);
    if (!sealed || sealed.sha256 === entry.sha256) return { before: entry, after: entry, sealed };
    const [old, now] = [parseEnvelope(bytes).payload, parseEnvelope(sealed.bytes).payload];
    const places = placesThatStay(entry.places ?? [], old, now);
    return { before: entry, after: await outbox.replace({ ...entry, places }, sealed), sealed };
  };
  const alone = () => world.files.withLock(outboxLock(paths), work);
  return world.files.withLock(deliveryLock(paths), alone, waitMs);
}
