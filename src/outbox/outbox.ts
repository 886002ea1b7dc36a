import { createLedger, type Ledger } from "../history/ledger.ts";
import type { Sealed } from "../seal/seal.ts";
import type { Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { type AnswerRoom, createAnswerRoom } from "./answer-room.ts";
import type { Survey } from "./cache/survey.ts";
import type { Entry, Stamp } from "./entry.ts";
import { createChanges, type Revision } from "./keep/change.ts";
import { createKeeping, type TitledGroup } from "./keep/keep.ts";
import type { CapturedGroup, GroupStamp, KeptGroup } from "./keep/keep-group.ts";
import { eventPaths } from "./layout.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { createPending } from "./pending.ts";
import type { Receipt } from "./receipt.ts";
import { createReceipts } from "./receipts/receipts.ts";
import { createTidying } from "./retention/tidy.ts";
import { createSettlement, type End, type Withheld } from "./settle.ts";

/** The folder that contains sealed events and receipts. */
export interface Outbox {
  /**
   * Keeps an event; it is on disk before this returns. An event that is pending or was sent already is not kept again.
   * SDKs choose their own ids: if another plugin's event has this id, the result is `another's`, and nothing is kept.
   *
   * @param title - One line for lists; must be scrubbed.
   * @param stamp - How it was captured. Default: by hand and now.
   */
  keep(sealed: Sealed, title: string, stamp?: Stamp): Promise<"kept" | "waiting" | "sent" | "another's">;
  /** The same for equal errors in a log; keeps those that are not kept yet. See `keepGroup` in `keep-group.ts`. */
  keepGroup(captured: CapturedGroup, title: string, stamp?: GroupStamp): Promise<KeptGroup>;
  /** The same for many groups: all are on disk before this returns, and together they cost less. */
  keepGroups(all: readonly TitledGroup[], stamp?: GroupStamp): Promise<KeptGroup[]>;
  /**
   * Pending events without the places of their findings, oldest capture first. Entries that cannot be read are left
   * out.
   *
   * @param ids - The result of `ids()`, if it was called already.
   */
  list(ids?: readonly string[]): Promise<Entry[]>;
  /**
   * The same, with only the fields that are needed, and the ids whose entries cannot be read.
   *
   * @param onMany - Called before work that takes long, because there are thousands of events.
   */
  look(onMany?: () => void): Promise<Survey>;
  /** Receipts of sent and dropped events, oldest first; also of events that are being settled. */
  receipts(): Promise<Receipt[]>;
  /**
   * The number of pending and sent events of each publisher; reads no receipt.
   *
   * @param entries - Of `look()`, if it was called already.
   */
  tally(entries?: Survey["entries"]): Promise<ReadonlyMap<string, Tally>>;
  /** The number of pending events and of receipts, without reading them. */
  count(): Promise<{ waiting: number; settled: number }>;
  /** Ids of all pending events and, if requested, of all that ever were. */
  ids(settledToo?: boolean): Promise<string[]>;
  /**
   * A pending event, whose bytes were checked against their digest.
   *
   * @throws {VextelError} `NOT_FOUND`, or `OUTBOX_DAMAGED` if bytes and entry do not agree.
   */
  read(id: string): Promise<{ entry: Entry; bytes: Uint8Array }>;
  readReceipt(id: string): Promise<Receipt | undefined>;
  /** The bytes of a sent event, as long as they are kept. */
  readSent(id: string): Promise<Uint8Array | undefined>;
  /** Records the state of an event that stays pending; it may count more errors meanwhile. */
  update(entry: Entry): Promise<void>;
  /**
   * Records that these bytes are about to be posted. They cannot be replaced until `update` or `settle` is called.
   *
   * @returns False if the event is gone, or has other bytes now, which were not checked.
   */
  startPosting(entry: Entry): Promise<boolean>;
  /** Space on the disk for recording the answer. */
  readonly answerRoom: AnswerRoom;
  /**
   * Looks at a pending event and replaces its bytes, while no other process can change it.
   *
   * @param change - Returns the new bytes; `undefined` if they stay.
   * @returns The new entry, if the bytes changed.
   * @throws {VextelError} As `read`.
   */
  revise(id: string, change: Revision): Promise<Entry | undefined>;
  /** Replaces an event's bytes by bytes that say less. Call it under the outbox's lock. */
  replace(entry: Entry, sealed: Sealed): Promise<Entry>;
  /**
   * Records that the owner approves these bytes of an event, and no others.
   *
   * @param sha256 - Of the bytes that the owner has seen.
   * @returns False if the event has other bytes now; nothing is approved then.
   * @throws {VextelError} As `read`, and `FILE_UNWRITABLE`.
   */
  approve(id: string, sha256: string): Promise<boolean>;
  /** Settles a pending event: writes a receipt and removes the bytes. */
  settle(entry: Entry, end: End): Promise<Receipt>;
  /** Writes a receipt for an error that could not be sealed, unless there is an event or receipt with this id. */
  withhold(error: Withheld): Promise<void>;
  /**
   * Records that the owner has looked at this event, or named it: it is not evicted to make room for others. Never
   * fails.
   */
  remember(id: string): Promise<void>;
  /**
   * Drops an event, with a receipt if its entry can be read and the disk has room for one. Works on a full disk.
   *
   * @returns The receipt, if there is one.
   */
  drop(id: string, reason: string): Promise<Receipt | undefined>;
  /**
   * Applies the limits of age and size: drops events that exceed them, with a receipt.
   *
   * @param everyMs - Does nothing if any process did this within this time.
   * @returns What was dropped.
   */
  tidy(everyMs?: number): Promise<Receipt[]>;
  /** Removes everything, including receipts. */
  clear(): Promise<number>;
}

/** The numbers for one publisher. */
export interface Tally {
  readonly waiting: number;
  readonly sent: number;
  /** The event that was sent last: its id and time. */
  readonly last?: { readonly id: string; readonly sentAtMs: number };
}

/** @param ledger - Records which events were kept, changed and dropped; the outbox continues if it cannot. */
export function createOutbox(
  paths: Paths,
  world: World,
  ledger: Pick<Ledger, "tryAdd" | "tryAddAll"> = createLedger(paths, world),
): Outbox {
  const [pending, receipts] = [createPending(paths, world), createReceipts(paths, world)];
  const parts: OutboxParts = { paths, world, ledger, pending, receipts };
  const changes = createChanges(parts);
  const settlement = createSettlement(parts);
  const { finish: _finish, dropAll: _dropAll, ...settling } = settlement;
  return {
    ...createKeeping(parts, changes, settlement),
    ...changes,
    ...settling,
    ...createTidying(parts, settlement),
    answerRoom: createAnswerRoom(parts),
    list: pending.list,
    look: pending.look,
    read: pending.read,
    async receipts() {
      const ids = await pending.ids();
      const { entries, unread } = await pending.look();
      const waiting = new Set([...entries.values("id"), ...unread]);
      const found = new Map<string, Receipt>();
      for (const id of ids.filter((id) => !waiting.has(id))) {
        const receipt = await settlement.readReceipt(id);
        if (receipt) found.set(id, receipt);
      }
      for (const receipt of await receipts.readAll()) found.set(receipt.id, receipt); // last, when they have been moved
      return [...found.values()].sort((a, b) => a.settledAtMs - b.settledAtMs);
    },
    readSent: (id) => world.files.read(eventPaths(paths, id).sent),
    async tally(entries) {
      const sent = await receipts.countSent();
      const waiting = new Map<string, number>();
      for (const publisher of (entries ?? (await pending.look()).entries).values("publisher"))
        waiting.set(publisher, (waiting.get(publisher) ?? 0) + 1);
      const tallyOf = (name: string): Tally => {
        const { count = 0, lastId: id, lastMs: sentAtMs = 0 } = sent.get(name) ?? {};
        return { waiting: waiting.get(name) ?? 0, sent: count, ...(id !== undefined && { last: { id, sentAtMs } }) };
      };
      return new Map([...waiting.keys(), ...sent.keys()].map((name) => [name, tallyOf(name)]));
    },
    count: async () => ({ waiting: (await pending.ids()).length, settled: (await receipts.ids()).length }),
    async ids(settledToo = false) {
      const open = await pending.ids(); // first, so that what is settled meanwhile is found among the receipts
      return settledToo ? [...new Set([...open, ...(await receipts.ids())])] : open;
    },
  };
}
