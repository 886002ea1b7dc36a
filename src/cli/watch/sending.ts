import { findLeftPending } from "../../deliver/outlook/left-pending.ts";
import { noteUnsent } from "../../deliver/outlook/note-unsent.ts";
import type { CommandDeps } from "../deps.ts";

/** How many events get the reason. */
const mostNoted = 200;

/** Returns a function that starts the sender. If that fails, a note says so once, and so do the events in lists. */
export function createSending(deps: CommandDeps): () => Promise<void> {
  const { outbox, consent, world, terminal } = deps;
  let told: string | undefined;
  const onEnd = async (reason: string | undefined) => {
    if (reason !== undefined && reason !== told)
      await terminal.note([["warn", `Nothing is sent: ${reason}. Events are kept until it works.`]]);
    told = reason;
    if (reason === undefined) return;
    await noteUnsent(await findLeftPending(outbox, await consent.read(), world, mostNoted), reason, outbox);
  };
  return async () => {
    const { started, ended } = await deps.startSender();
    const noted = ended.then(onEnd).catch(() => {}); // files that cannot be read are reported elsewhere
    if ((await started) !== undefined) await noted;
  };
}
