import { createLedger, type Ledger } from "../history/ledger.ts";
import type { Sealed } from "../seal/seal.ts";
import type { Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import type { Survey } from "./cache/survey.ts";
import type { Entry, Stamp } from "./entry.ts";
import { createChanges, type Revision } from "./keep/change.ts";
import { createKeeping } from "./keep/keep.ts";
import type { CapturedGroup, GroupStamp, KeptGroup } from "./keep/keep-group.ts";
import { eventPaths } from "./layout.ts";
import { createPending } from "./pending.ts";
import type { Receipt } from "./receipt.ts";
import { createReceipts } from "./receipts/receipts.ts";
import { createTidying } from "./retention/tidy.ts";
import { createSettlement, type End, type Withheld } from "./settle.ts";
import type { Shelf } from "./shelf.ts";

/** The folder where sealed events wait, and where receipts stay. */
export interface Outbox {
  /**
   * Keeps an event, durably before it returns. One that is pending or was sent already is not kept again. Ids are what
   * other SDKs say: one under which another plugin's event is known is `another's`, and nothing is kept.
   *
   * @param title - One line for lists; must be scrubbed.
   * @param stamp - How it was captured. Default: by hand and now.
   */
  keep(sealed: Sealed, title: string, stamp?: Stamp): Promise<"kept" | "waiting" | "sent" | "another's">;
  /** The same for equal errors of a log: what is not kept of them yet is. See `keepGroup` in `keep-group.ts`. */
  keepGroup(captured: CapturedGroup, title: string, stamp?: GroupStamp): Promise<KeptGroup>;
  /**
   * Pending events without the places of their findings, oldest capture first; what cannot be read is left out.
   *
   * @param ids - Of `ids()`, where it was called anyway.
   */
  list(ids?: readonly string[]): Promise<Entry[]>;
  /**
   * The same of all, of each what is wanted, and what is there but cannot be read.
   *
   * @param onMany - Called before work begins that takes long, because there are thousands.
   */
  look(onMany?: () => void): Promise<Survey>;
  /** What was sent or dropped, oldest first; also what is being settled at the moment. */
  receipts(): Promise<Receipt[]>;
  /**
   * How many there are of each publisher; no receipt is read for it.
   *
   * @param entries - Of `look()`, where it was called anyway.
   */
  tally(entries?: Survey["entries"]): Promise<ReadonlyMap<string, Tally>>;
  /** How many of each there are, without reading them. */
  count(): Promise<{ waiting: number; settled: number }>;
  /** Ids of all pending events and, if asked for, of all that ever did. */
  ids(settledToo?: boolean): Promise<string[]>;
  /**
   * A pending event, its bytes checked against their digest.
   *
   * @throws {VextelError} `NOT_FOUND`, or `OUTBOX_DAMAGED` if bytes and entry do not agree.
   */
  read(id: string): Promise<{ entry: Entry; bytes: Uint8Array }>;
  readReceipt(id: string): Promise<Receipt | undefined>;
  /** The bytes of an event that was sent, for as long as they are kept. */
  readSent(id: string): Promise<Uint8Array | undefined>;
  /** Writes down the state of an event that goes on waiting; what it stands for may have grown meanwhile. */
  update(entry: Entry): Promise<void>;
  /**
   * Writes down that these bytes are about to be posted. Until `update` or `settle` nothing else takes their place.
   *
   * @returns False if it is gone, or other bytes are pending meanwhile: they were not looked at.
   */
  startPosting(entry: Entry): Promise<boolean>;
  /**
   * Looks at a pending event and replaces its bytes, while nobody else can change it.
   *
   * @param change - What takes the place of the bytes; `undefined` if they stay.
   * @returns The entry as it is then, if the bytes changed.
   * @throws {VextelError} As `read`.
   */
  revise(id: string, change: Revision): Promise<Entry | undefined>;
  /** Replaces the bytes of an event by others that say less. Call it under the outbox's lock. */
  replace(entry: Entry, sealed: Sealed): Promise<Entry>;
  /**
   * Writes down that the owner agrees to an event's bytes, and to no others.
   *
   * @param sha256 - Of the bytes that the owner has seen.
   * @returns False if other bytes wait meanwhile: nothing is approved then.
   * @throws {VextelError} As `read`, and `FILE_UNWRITABLE`.
   */
  approve(id: string, sha256: string): Promise<boolean>;
  /** Ends the waiting: leaves a receipt and removes the bytes. */
  settle(entry: Entry, end: End): Promise<Receipt>;
  /** Leaves a receipt of an error that could not be sealed, unless something of this id is here already. */
  withhold(error: Withheld): Promise<void>;
  /** The owner has looked at this event, or named it: it is not evicted to make room for others. Never fails. */
  remember(id: string): Promise<void>;
  /**
   * Forgets an event, with a receipt if its entry can still be read and the disk takes one. Works on a full disk.
   *
   * @returns The receipt, if there is one.
   */
  drop(id: string, reason: string): Promise<Receipt | undefined>;
  /**
   * Ends retention: what is too old or too much is dropped, with a receipt.
   *
   * @param everyMs - Does nothing if any process did it within this time.
   * @returns What was dropped.
   */
  tidy(everyMs?: number): Promise<Receipt[]>;
  /** Removes everything, receipts too. */
  clear(): Promise<number>;
}

/** Of one publisher. */
export interface Tally {
  readonly waiting: number;
  readonly sent: number;
  /** The id of the one that was sent last, and when. */
  readonly last?: { readonly id: string; readonly sentAtMs: number };
}

/** @param ledger - Takes what is kept, changed and dropped; the outbox goes on where it cannot. */
export function createOutbox(
  paths: Paths,
  world: World,
  ledger: Pick<Ledger, "tryAdd"> = createLedger(paths, world),
): Outbox {
  const [pending, receipts] = [createPending(paths, world), createReceipts(paths, world)];
  const shelf: Shelf = { paths, world, ledger, pending, receipts };
  const changes = createChanges(shelf);
  const settlement = createSettlement(shelf);
  const { finish: _, ...settling } = settlement;
  return {
    ...createKeeping(shelf, changes, settlement),
    ...changes,
    ...settling,
    ...createTidying(shelf, settlement),
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
      for (const receipt of await receipts.readAll()) found.set(receipt.id, receipt); // last: by then they have moved
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
      const open = await pending.ids(); // first: what is settled meanwhile is then found among the receipts
      return settledToo ? [...new Set([...open, ...(await receipts.ids())])] : open;
    },
  };
}
