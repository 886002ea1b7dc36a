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
  /** As `Outbox.keepGroups`. */
  keepGroups(all: readonly TitledGroup[], stamp?: GroupStamp): Promise<KeptGroup[]>;
}

/** A group with one line for lists. */
export interface TitledGroup extends CapturedGroup {
  /** Must be scrubbed. */
  readonly title: string;
}

/** A new event that is not on disk yet. */
interface Staged {
  readonly sealed: Sealed;
  readonly entry: Entry;
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

  async function keepNew(all: readonly Staged[], mayHaveReceipt: boolean): Promise<void> {
    await files.writeAll(all.map(({ sealed }) => [at(sealed.id).envelope, sealed.bytes]));
    for (const { sealed } of all)
      if (mayHaveReceipt && (await files.read(at(sealed.id).receipt))) await receipts.remove([sealed.id]);
    await files.writeAll(all.map(({ entry }) => [at(entry.id).entry, renderRecord(entry)])); // they count as kept from here on
    await ledger.tryAddAll(
      all.map(({ entry }) => ({ kind: "captured", ...inLedger(entry), capture: entry.capture ?? "by hand" })),
    );
  }

  async function look(id: string) {
    const [receipt, [record]] = [await readReceipt(id), await pending.records([id])];
    return { id, entry: isOpen(record) ? record : undefined, receipt };
  }

  /** Keeps a group once, even if its errors were captured before their publisher was registered. */
  async function keepAnew(captured: CapturedGroup, stamp: GroupStamp, steps: StagingSteps): Promise<KeptGroup> {
    if (captured.formerId === undefined) return keepGroup(captured, stamp, steps);
    const { id, entry, receipt } = await steps.look(captured.formerId);
    if (receipt?.reason === ownersDrop && !stamp.again) return { id, state: "dropped" };
    const kept = await keepGroup(captured, stamp, steps);
    if (!entry || kept.state === "dropped" || !covers(captured.tally, entry)) return kept;
    if (entry.approvedSha256 !== undefined || (await files.read(at(id).known)))
      return { ...kept, former: { id, state: "waiting" } };
    await steps.finish(); // what replaces it is on disk first
    await settle(entry, { state: "dropped", reason: `event ${kept.id} of its publisher covers it` });
    return { ...kept, former: { id, state: "dropped" } };
  }

  /** Collects new events, so that many are written at once; whatever looks for one of them finds it on disk. */
  function createStaging(stamp: Stamp & { readonly capturedAtMs: number }) {
    const staged = new Map<string, Staged>();
    const finish = async () => {
      const all = [...staged.values()];
      staged.clear();
      if (all.length > 0) await keepNew(all, true);
    };
    const stepsFor = (title: string): StagingSteps => ({
      finish,
      async look(id) {
        if (staged.has(id)) await finish();
        return look(id);
      },
      async keep(sealed, more) {
        staged.set(sealed.id, { sealed, entry: { ...createEntry(sealed, title, stamp), ...more } });
        if (staged.size >= stagedMost) await finish();
      },
      readBytes: ({ id }) => files.read(at(id).envelope),
      replace,
    });
    return { stepsFor, finish };
  }

  const keeping: Keeping = {
    keep: (sealed, title, stamp = {}) =>
      files.withLock(outboxLock(paths), async () => {
        const receipt = await readReceipt(sealed.id).catch(noneIfUntrusted);
        const [holder = receipt] = await pending.records([sealed.id]);
        if (holder && (holder.publisher !== sealed.publisher || holder.plugin !== sealed.plugin)) return "another's";
        if (receipt?.state === "sent") return "sent";
        if (!receipt && (await files.read(at(sealed.id).entry))) return "waiting";
        const entry = createEntry(sealed, title, { ...byHand(), ...stamp });
        await keepNew([{ sealed, entry }], receipt !== undefined);
        return "kept";
      }),
    async keepGroup(captured, title, stamp) {
      const [kept] = await keeping.keepGroups([{ ...captured, title }], stamp);
      return kept!;
    },
    keepGroups: (all, { sinceMs, again, isUnchanged, ...stamp } = {}) =>
      files.withLock(outboxLock(paths), async () => {
        const whole = { ...byHand(), ...stamp };
        const { stepsFor, finish } = createStaging(whole);
        const kept: KeptGroup[] = [];
        for (const { title, ...captured } of all)
          kept.push(await keepAnew(captured, { ...whole, sinceMs, again, isUnchanged }, stepsFor(title)));
        await finish();
        return kept;
      }),
  };
  return keeping;
}

/** `finish` writes what was kept so far. */
type StagingSteps = Steps & { finish(): Promise<void> };

/** How many events are written at once: each is open meanwhile. */
const stagedMost = 64;
