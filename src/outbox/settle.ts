import { VextelError } from "../errors.ts";
import { digest } from "../seal/ids/digest.ts";
import type { Entry } from "./entry.ts";
import { eventPaths, outboxLock } from "./layout.ts";
import { inLedger, type OutboxParts } from "./outbox-parts.ts";
import { isSettled, type Receipt } from "./receipt.ts";
import { parseRecord, renderRecord } from "./record.ts";

/** How a pending event was settled: the receipt without its id and time. */
export type End = Pick<Receipt, "state" | "reason" | "status" | "dsn" | "under">;

/** The plugin whose error could not be sealed, and why. */
export type Withheld = Pick<Receipt, "id" | "publisher" | "plugin" | "dsn"> & { readonly reason: string };

export interface Drop {
  readonly id: string;
  readonly reason: string;
}

/** How many events are dropped at once: each is open meanwhile. */
const togetherMost = 64;

/** Settles pending events. */
export interface Settlement {
  /** As `Outbox.readReceipt`. */
  readReceipt(id: string): Promise<Receipt | undefined>;
  /** As `Outbox.settle`. */
  settle(entry: Entry, end: End): Promise<Receipt>;
  /** Completes the settling of an event whose receipt has replaced its entry. */
  finish(receipt: Receipt): Promise<void>;
  /** As `Outbox.withhold`. */
  withhold(error: Withheld): Promise<void>;
  /** As `Outbox.drop`. */
  drop(id: string, reason: string): Promise<Receipt | undefined>;
  /** The same for many events, which together cost less. Takes the outbox's lock. */
  dropAll(all: readonly Drop[]): Promise<Receipt[]>;
}

export function createSettlement({ paths, world, pending, receipts, ledger }: OutboxParts): Settlement {
  const { files } = world;
  const at = (id: string) => eventPaths(paths, id);
  const settlement: Settlement = {
    async readReceipt(id) {
      const settling = parseRecord<Entry | Receipt>(await files.read(at(id).entry).catch(() => undefined));
      if (settling && isSettled(settling)) return settling; // being settled
      return parseRecord<Receipt>(await files.read(at(id).receipt));
    },
    async settle(entry, end) {
      const receipt = toReceipt(entry, end, world.nowMs());
      await files.write(at(entry.id).entry, renderRecord(receipt)); // it counts as settled from here on
      if (end.state === "dropped")
        await ledger.tryAdd({ kind: "dropped", ...inLedger(entry), reason: end.reason ?? "" });
      await settlement.finish(receipt);
      return receipt;
    },
    finish: (receipt) => finishAll([receipt]),
    withhold: ({ id, publisher, plugin, dsn, reason }) =>
      files.withLock(outboxLock(paths), async () => {
        if ((await files.read(at(id).receipt)) || (await files.read(at(id).entry))) return;
        const nowMs = world.nowMs();
        const receipt: Receipt = {
          ...{ id, type: "event", publisher, plugin, ...(dsn !== undefined && { dsn }), title: "(withheld)", reason },
          ...{ timeMs: nowMs, capturedAtMs: nowMs, bytes: 0, sha256: digest(""), findings: {} },
          ...{ state: "withheld", settledAtMs: nowMs },
        };
        await files.write(at(id).receipt, renderRecord(receipt));
        await receipts.note(receipt);
      }),
    async drop(id, reason) {
      const entry = parseRecord<Entry>(await files.read(at(id).entry).catch(() => undefined));
      if (entry?.id !== id) return pending.remove(id);
      const end = { state: "dropped", reason } as const;
      return settlement.settle(entry, end).catch(async (error: unknown) => {
        if (!(error instanceof VextelError) || error.code !== "FILE_UNWRITABLE") throw error;
        await files.remove(at(id).envelope); // a full disk then has room for a receipt; otherwise it is dropped without one
        return settlement.settle(entry, end).catch(() => pending.remove(id));
      });
    },
    async dropAll(all) {
      const dropped: Receipt[] = [];
      for (let from = 0; from < all.length; from += togetherMost) {
        const some = all.slice(from, from + togetherMost);
        const work = () => dropTogether(some);
        dropped.push(
          ...(await files.withLock(outboxLock(paths), work, undefined, false).catch((error) => dropEach(some, error))),
        );
      }
      return dropped;
    },
  };
  return settlement;

  async function finishAll(all: readonly Receipt[]): Promise<void> {
    const sent = all.filter(({ state }) => state === "sent").map(({ id }) => at(id));
    await files.moveAll(sent.map((path) => [path.envelope, path.sent]));
    await files.moveAll(all.map(({ id }) => [at(id).entry, at(id).receipt]));
    for (const receipt of all) {
      await files.remove(at(receipt.id).envelope);
      await files.remove(at(receipt.id).known);
      await receipts.note(receipt);
    }
  }

  async function dropTogether(all: readonly Drop[]): Promise<Receipt[]> {
    const dropped: { readonly entry: Entry; readonly receipt: Receipt }[] = [];
    for (const { id, reason } of all) {
      const entry = parseRecord<Entry | Receipt>(await files.read(at(id).entry).catch(() => undefined));
      if (entry?.id !== id) await pending.remove(id);
      else if (!isSettled(entry))
        dropped.push({ entry, receipt: toReceipt(entry, { state: "dropped", reason }, world.nowMs()) });
    }
    await files.writeAll(dropped.map(({ entry, receipt }) => [at(entry.id).entry, renderRecord(receipt)])); // they count as settled from here on
    await ledger.tryAddAll(
      dropped.map(({ entry, receipt }) => ({ kind: "dropped", ...inLedger(entry), reason: receipt.reason ?? "" })),
    );
    await finishAll(dropped.map(({ receipt }) => receipt));
    return dropped.map(({ receipt }) => receipt);
  }

  /** On a full disk, dropping the first makes room for the receipts of the others. */
  async function dropEach(all: readonly Drop[], error: unknown): Promise<Receipt[]> {
    if (!(error instanceof VextelError) || error.code !== "FILE_UNWRITABLE") throw error;
    const dropped: Receipt[] = [];
    for (const { id, reason } of all) dropped.push(...[(await settlement.drop(id, reason)) ?? []].flat());
    return dropped;
  }
}

/** The receipt of an event. Pure. */
function toReceipt(entry: Entry, end: End, settledAtMs: number): Receipt {
  const { state: _state, retryAtMs: _retryAtMs, attempts: _attempts, places: _places, held: _held, ...rest } = entry;
  return { ...rest, ...end, settledAtMs };
}
