import type { Sealed } from "../../seal/seal.ts";
import type { Entry } from "../entry.ts";
import { eventPaths, outboxLock } from "../layout.ts";
import { inLedger, type OutboxParts } from "../outbox-parts.ts";
import { isOpen } from "../receipt.ts";
import { contentOf, replaceContent } from "./create-entry.ts";

/** Changes to pending events. */
export interface Changes {
  /** As `Outbox.update`. */
  update(entry: Entry): Promise<void>;
  /** As `Outbox.startPosting`. */
  startPosting(entry: Entry): Promise<boolean>;
  /** As `Outbox.revise`. */
  revise(id: string, change: Revision): Promise<Entry | undefined>;
  /** As `Outbox.replace`. */
  replace(entry: Entry, sealed: Sealed): Promise<Entry>;
  /** As `Outbox.approve`. */
  approve(id: string, sha256: string): Promise<boolean>;
  /** As `Outbox.remember`. */
  remember(id: string): Promise<void>;
}

/** The bytes that replace an event's bytes; `undefined` if they stay. */
export type Revision = (entry: Entry, bytes: Uint8Array) => Promise<Sealed | undefined>;

/** True while a request is in progress, and afterwards if its outcome could not be recorded. */
const underWay = "a request was begun and no answer is recorded yet; it may have arrived";

export function createChanges({ paths, world: { files }, pending, ledger }: OutboxParts): Changes {
  const changes: Changes = {
    update: (entry) =>
      files.withLock(outboxLock(paths), async () => {
        const [now] = await pending.records([entry.id]);
        if (!isOpen(now)) return; // dropped meanwhile: it must not come back
        await pending.write(now.sha256 !== entry.sha256 ? { ...entry, ...contentOf(now) } : entry);
      }),
    startPosting: ({ id, sha256 }) =>
      files.withLock(outboxLock(paths), async () => {
        const now = await pending.read(id).catch(() => undefined); // the problem is reported to whoever reads it next
        if (now?.entry.sha256 !== sha256) return false;
        await pending.write({ ...now.entry, state: "posting", reason: underWay });
        return true;
      }),
    revise: (id, change) =>
      files.withLock(outboxLock(paths), async () => {
        const { entry, bytes } = await pending.read(id);
        const sealed = await change(entry, bytes);
        return sealed && changes.replace(entry, sealed);
      }),
    async replace(entry, sealed) {
      const next = replaceContent(entry, sealed);
      await pending.write({ ...entry, title: next.title, nextSha256: next.sha256 }); // either digest is accepted until both files are written
      await files.write(eventPaths(paths, entry.id).envelope, sealed.bytes);
      await pending.write(next);
      await ledger.tryAdd({ kind: "changed", ...inLedger(next) });
      return next;
    },
    approve: (id, sha256) =>
      files.withLock(outboxLock(paths), async () => {
        const { entry } = await pending.read(id);
        if (entry.sha256 !== sha256) return false;
        await pending.write({ ...entry, approvedSha256: sha256 });
        await ledger.tryAdd({ kind: "approved", ...inLedger(entry) });
        await changes.remember(id);
        return true;
      }),
    remember: (id) => files.append(eventPaths(paths, id).known, "").catch(() => {}), // if nothing can be written, nothing is evicted
  };
  return changes;
}
