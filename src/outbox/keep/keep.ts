import { VextelError } from "../../errors.ts";
import { subtractTally, type Tally } from "../../group/tally.ts";
import { ownersDrop } from "../../history/last-act.ts";
import type { Sealed } from "../../seal/seal.ts";
import type { Entry, Stamp } from "../entry.ts";
import { eventPaths, outboxLock } from "../layout.ts";
import { inLedger, type OutboxParts } from "../outbox-parts.ts";
import { isOpen } from "../receipt.ts";
import { renderRecord } from "../record.ts";
import type { Settlement } from "../settle.ts";
import type { Changes } from "./change.ts";
import { createEntry } from "./create-entry.ts";
import { type CapturedGroup, type GroupStamp, type KeptGroup, keepGroup, type Steps, tallyOf } from "./keep-group.ts";

/** Adds events. */
export interface Keeping {
  /** As `Outbox.keep`. */
  keep(sealed: Sealed, title: string, stamp?: Stamp): Promise<"kept" | "waiting" | "sent" | "another's">;
  /** As `Outbox.keepGroup`. */
  keepGroup(captured: CapturedGroup, title: string, stamp?: GroupStamp): Promise<KeptGroup>;
}

/** Whether all errors that an event counts were found in the log again, and it is not being sent. */
const covers = (found: Tally, entry: Entry) =>
  entry.state !== "posting" && tallyOf(entry).size > 0 && subtractTally(tallyOf(entry), found).size === 0;

/** If receipts cannot be read, an event is kept rather than lost; nothing is sent until they can be. */
function noneIfUntrusted(error: unknown): undefined {
  if (!(error instanceof VextelError) || error.code !== "STATE_UNTRUSTED") throw error;
}

export function createKeeping(
  { paths, world, pending, receipts, ledger }: OutboxParts,
  { replace }: Changes,
  { readReceipt, settle }: Settlement,
): Keeping {
  const { files } = world;
  const at = (id: string) => eventPaths(paths, id);
  const byHand = () => ({ capture: "by hand", capturedAtMs: world.nowMs() }) as const;

  async function keepNew(sealed: Sealed, entry: Entry, mayHaveReceipt: boolean): Promise<void> {
    const path = at(sealed.id);
    await files.write(path.envelope, sealed.bytes);
    if (mayHaveReceipt && (await files.read(path.receipt))) await receipts.remove([sealed.id]);
    await files.write(path.entry, renderRecord(entry)); // it counts as kept from here on
    await ledger.tryAdd({ kind: "captured", ...inLedger(entry), capture: entry.capture ?? "by hand" });
  }

  async function look(id: string) {
    const [receipt, [record]] = [await readReceipt(id), await pending.records([id])];
    return { id, entry: isOpen(record) ? record : undefined, receipt };
  }

  /** Keeps a group once, even if its errors were captured before their publisher was registered. */
  async function keepAnew(captured: CapturedGroup, stamp: GroupStamp, steps: Steps): Promise<KeptGroup> {
    if (captured.formerId === undefined) return keepGroup(captured, stamp, steps);
    const { id, entry, receipt } = await look(captured.formerId);
    if (receipt?.reason === ownersDrop && !stamp.again) return { id, state: "dropped" };
    const kept = await keepGroup(captured, stamp, steps);
    if (!entry || kept.state === "dropped" || !covers(captured.tally, entry)) return kept;
    if (entry.approvedSha256 !== undefined || (await files.read(at(id).known)))
      return { ...kept, former: { id, state: "waiting" } };
    await settle(entry, { state: "dropped", reason: `event ${kept.id} of its publisher covers it` });
    return { ...kept, former: { id, state: "dropped" } };
  }

  return {
    keep: (sealed, title, stamp = {}) =>
      files.withLock(outboxLock(paths), async () => {
        const receipt = await readReceipt(sealed.id).catch(noneIfUntrusted);
        const [holder = receipt] = await pending.records([sealed.id]);
        if (holder && (holder.publisher !== sealed.publisher || holder.plugin !== sealed.plugin)) return "another's";
        if (receipt?.state === "sent") return "sent";
        if (!receipt && (await files.read(at(sealed.id).entry))) return "waiting";
        await keepNew(sealed, createEntry(sealed, title, { ...byHand(), ...stamp }), receipt !== undefined);
        return "kept";
      }),
    keepGroup: (captured, title, { sinceMs, again, isUnchanged, ...stamp } = {}) =>
      files.withLock(outboxLock(paths), () => {
        const whole = { ...byHand(), ...stamp };
        const keep = (sealed: Sealed, more: Partial<Entry>) =>
          keepNew(sealed, { ...createEntry(sealed, title, whole), ...more }, true);
        const readBytes = ({ id }: Entry) => files.read(at(id).envelope);
        return keepAnew(captured, { ...whole, sinceMs, again, isUnchanged }, { look, keep, readBytes, replace });
      }),
  };
}
