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
      const {
        state: _state,
        retryAtMs: _retryAtMs,
        attempts: _attempts,
        places: _places,
        held: _held,
        ...rest
      } = entry;
      const receipt = { ...rest, ...end, settledAtMs: world.nowMs() };
      await files.write(at(entry.id).entry, renderRecord(receipt)); // it counts as settled from here on
      if (end.state === "dropped")
        await ledger.tryAdd({ kind: "dropped", ...inLedger(entry), reason: end.reason ?? "" });
      await settlement.finish(receipt);
      return receipt;
    },
    async finish(receipt) {
      const path = at(receipt.id);
      if (receipt.state === "sent") await files.move(path.envelope, path.sent);
      await files.move(path.entry, path.receipt);
      await files.remove(path.envelope);
      await files.remove(path.known);
      await receipts.note(receipt);
    },
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
  };
  return settlement;
}
