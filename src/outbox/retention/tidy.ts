import { join } from "node:path";
import { waitingFolder } from "../../world/paths.ts";
import type { Entry } from "../entry.ts";
import {
  countsSnapshot,
  entriesMemory,
  eventPaths,
  idOfFile,
  outboxLock,
  sentBytesFolder,
  tidiedPath,
  wrongTimesPath,
} from "../layout.ts";
import type { OutboxParts } from "../outbox-parts.ts";
import { isOpen, isSettled, type Receipt } from "../receipt.ts";
import type { ReceiptFact } from "../receipts/receipt-index.ts";
import type { Settlement } from "../settle.ts";
import { chooseEvictions, chooseForgotten, choosePreserved, type Eviction } from "./quota.ts";
import { type Corrected, correctTimes } from "./wrong-times.ts";

/** Applies retention, and completes what a process left incomplete when it died. */
export interface Tidying {
  /** As `Outbox.tidy`. */
  tidy(everyMs?: number): Promise<Receipt[]>;
  /** As `Outbox.clear`. */
  clear(): Promise<number>;
}

export function createTidying(
  { paths, world, pending, receipts }: OutboxParts,
  { finish, dropAll }: Settlement,
): Tidying {
  const { files } = world;
  const waiting = waitingFolder(paths);
  const snapshots = [...Object.values(entriesMemory(paths)), countsSnapshot(paths)];
  const at = (id: string) => eventPaths(paths, id);
  /** The fields of pending events that retention needs. Each is read once, and again before it is dropped. */
  const known = new Map<string, Entry>();

  return {
    async tidy(everyMs = 0) {
      if (everyMs > 0 && (await wasTidied(everyMs))) return [];
      await files.sweep(waiting);
      await receipts.sweep();
      const names = new Set(await files.list(waiting));
      await removeOrphans(names);
      const ids = [...names].map(idOfFile).filter((id) => id !== undefined);
      for (const receipt of await readNew(ids)) await finish(receipt);
      await receipts.compact();
      const facts = await receipts.facts();
      const corrected = await correctTimes(world, paths, recordedTimes(facts));
      await tidyReceipts(facts.map((fact) => ({ ...fact, settledAtMs: corrected(fact.id, fact.settledAtMs) })));
      const dropped = await evict((id) => names.has(`${id}.known`), corrected);
      await files.write(tidiedPath(paths), `${world.nowMs()}\n`).catch(() => {}); // it is then tidied again too soon, which does no harm
      return dropped;
    },
    async clear() {
      const ids = [...new Set([...(await pending.ids()), ...(await receipts.ids())])];
      for (const id of ids) await pending.remove(id);
      await removeOrphans(new Set(await files.list(waiting)));
      await receipts.clear();
      await removeSentBytes(new Set());
      for (const path of [tidiedPath(paths), wrongTimesPath(paths), ...snapshots]) await files.remove(path);
      return ids.length;
    },
  };

  async function wasTidied(everyMs: number): Promise<boolean> {
    const bytes = await files.read(tidiedPath(paths)).catch(() => undefined);
    return bytes !== undefined && Math.abs(world.nowMs() - Number(new TextDecoder().decode(bytes))) < everyMs;
  }

  /** Updates the known entries to these ids. Returns the receipts among them, of events that are being settled. */
  async function readNew(ids: readonly string[]): Promise<Receipt[]> {
    const there = new Set(ids);
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    const records = await pending.records(ids.filter((id) => !known.has(id)));
    for (const record of records.filter(isOpen)) known.set(record.id, record);
    return records.filter((record) => record !== undefined && isSettled(record)) as Receipt[];
  }

  function* recordedTimes(facts: readonly ReceiptFact[]): Generator<[string, number]> {
    for (const { id, capturedAtMs } of known.values()) yield [id, capturedAtMs];
    for (const { id, settledAtMs } of facts) yield [id, settledAtMs];
  }

  async function tidyReceipts(facts: readonly ReceiptFact[]): Promise<void> {
    await receipts.remove(chooseForgotten(facts, world.nowMs()));
    await removeSentBytes(new Set(choosePreserved(facts, world.nowMs())));
  }

  async function evict(isKnown: (id: string) => boolean, corrected: Corrected): Promise<Receipt[]> {
    const chosen = await choose(isKnown, corrected);
    for (const { entry } of chosen) known.delete(entry.id);
    return dropAll(chosen.map(({ entry, reason }) => ({ id: entry.id, reason })));
  }

  /** Each chosen entry is read again: the known one may belong to an event that was dropped and kept again since. */
  async function choose(isKnown: (id: string) => boolean, corrected: Corrected): Promise<Eviction[]> {
    const dated = (entry: Entry): Entry => ({ ...entry, capturedAtMs: corrected(entry.id, entry.capturedAtMs) });
    const fresh = new Set<string>();
    for (;;) {
      const chosen = chooseEvictions([...known.values()].map(dated), world.nowMs(), isKnown);
      const stale = chosen.map(({ entry }) => entry.id).filter((id) => !fresh.has(id));
      if (stale.length === 0) return chosen;
      for (const id of stale) known.delete(id);
      for (const record of (await pending.records(stale)).filter(isOpen)) known.set(record.id, record);
      for (const id of stale) fresh.add(id);
    }
  }

  /** Removes what a crash left: bytes without an entry, and an entry that was written after its event was removed. */
  async function removeOrphans(names: ReadonlySet<string>): Promise<void> {
    const isAlone = (name: string) => /\.(envelope|known)$/.test(name) && !names.has(withEnding(name, "json"));
    const isEmpty = (name: string) => name.endsWith(".json") && !names.has(withEnding(name, "envelope"));
    const isThere = async (path: string) => (await files.read(path).catch(() => true)) !== undefined;
    const orphans = [...names].filter((name) => isAlone(name) || isEmpty(name));
    if (orphans.length === 0) return;
    const work = async () => {
      for (const name of orphans) {
        const id = name.slice(0, name.indexOf("."));
        const isOver = isEmpty(name) ? await isThere(at(id).receipt) : !(await isThere(at(id).entry));
        if (isOver) await files.remove(join(waiting, name));
      }
    };
    await files.withLock(outboxLock(paths), work, undefined, false);
  }

  /** Removes the bytes of sent events, except these. */
  async function removeSentBytes(kept: ReadonlySet<string>): Promise<void> {
    const folder = sentBytesFolder(paths);
    for (const name of await files.list(folder))
      if (name.endsWith(".envelope") && !kept.has(name.slice(0, -9))) await files.remove(join(folder, name));
  }
}

const withEnding = (name: string, ending: string) => name.replace(/(?<!\w)\w+$/, ending);
