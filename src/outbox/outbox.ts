import { join } from "node:path";
import { VextelError } from "../errors.ts";
import { createLedger, type Ledger } from "../history/ledger.ts";
import { digest } from "../seal/digest.ts";
import type { Sealed } from "../seal/seal.ts";
import { titleOf } from "../seal/title.ts";
import { type Paths, sentFolder, waitingFolder } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { type Entry, parseRecord, type Receipt, renderRecord, type Stamp } from "./entry.ts";
import { type CapturedGroup, type GroupStamp, type KeptGroup, keepGroup } from "./keep-group.ts";
import { eventPaths, idOfFile, outboxLock, receiptIndex, tidiedPath } from "./layout.ts";
import { chooseEvictions, chooseForgotten, choosePreserved } from "./quota.ts";
import { createReceipts } from "./receipts.ts";

/** The folder where sealed events wait, and where receipts stay. */
export interface Outbox {
  /**
   * Keeps an event, durably before it returns. One that is pending or was sent already is not kept again.
   *
   * @param title - One line for lists; must be scrubbed.
   * @param stamp - How it was captured. Default: by hand and now.
   */
  keep(sealed: Sealed, title: string, stamp?: Stamp): Promise<"kept" | "waiting" | "sent">;
  /** The same for equal errors of a log: what is not kept of them yet is. See `keepGroup` in `keep-group.ts`. */
  keepGroup(captured: CapturedGroup, title: string, stamp?: GroupStamp): Promise<KeptGroup>;
  /**
   * Pending events, oldest capture first; what cannot be read is left out.
   *
   * @param ids - Of `ids()`, where it was called anyway.
   */
  list(ids?: readonly string[]): Promise<Entry[]>;
  /** What was sent or dropped, oldest first. */
  receipts(): Promise<Receipt[]>;
  /**
   * How many there are of each publisher; no receipt is read for it.
   *
   * @param entries - Of `list()`, where it was called anyway.
   */
  tally(entries?: readonly Entry[]): Promise<ReadonlyMap<string, Tally>>;
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
  /** Writes down how things stand with an event that goes on waiting; what it stands for may have grown meanwhile. */
  update(entry: Entry): Promise<void>;
  /** Replaces the bytes of an event by others that say less. */
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
  settle(entry: Entry, end: Pick<Receipt, "state" | "reason" | "status" | "dsn" | "under">): Promise<Receipt>;
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
}

/** Whose error it was that could not be sealed, and why. */
export type Withheld = Pick<Receipt, "id" | "publisher" | "plugin" | "dsn"> & { readonly reason: string };

/** @param ledger - Takes what is kept, changed and dropped; the outbox goes on where it cannot. */
export function createOutbox(
  paths: Paths,
  world: World,
  ledger: Pick<Ledger, "tryAdd"> = createLedger(paths, world),
): Outbox {
  const { files } = world;
  const waiting = waitingFolder(paths);
  const receipts = createReceipts(paths, world);
  const at = (id: string) => eventPaths(paths, id);
  const waitingIds = async () => (await files.list(waiting)).map(idOfFile).filter((id) => id !== undefined);
  const readRecords = async (ids: readonly string[]) =>
    (
      await files.readMany(
        waiting,
        ids.map((id) => `${id}.json`),
      )
    ).map((bytes) => parseRecord<Entry | Receipt>(bytes));
  const outbox: Outbox = {
    keep: (sealed, title, stamp = {}) =>
      files.withLock(outboxLock(paths), async () => {
        const path = at(sealed.id);
        const receipt = await outbox.readReceipt(sealed.id);
        if (receipt?.state === "sent") return "sent";
        if (!receipt && (await files.read(path.entry))) return "waiting";
        await keepNew(sealed, createEntry(sealed, title, { ...byHand(), ...stamp }), receipt !== undefined);
        return "kept";
      }),
    keepGroup: (captured, title, { sinceMs, again, ...stamp } = {}) =>
      files.withLock(outboxLock(paths), () => {
        const whole = { ...byHand(), ...stamp };
        const look = async (id: string) => {
          const [receipt, [record]] = [await outbox.readReceipt(id), await readRecords([id])];
          return { id, entry: isOpen(record) ? record : undefined, receipt };
        };
        const keep = async (sealed: Sealed, more: Partial<Entry>) =>
          keepNew(sealed, { ...createEntry(sealed, title, whole), ...more }, true);
        const readBytes = ({ id }: Entry) => files.read(at(id).envelope);
        return keepGroup(captured, { ...whole, sinceMs, again }, { look, keep, readBytes, replace: outbox.replace });
      }),
    list: async (ids) => (await readRecords(ids ?? (await waitingIds()))).filter(isOpen).sort(byTime),
    receipts: receipts.readAll,
    async tally(entries) {
      const sent = await receipts.countSent();
      const waiting = new Map<string, number>();
      for (const { publisher } of entries ?? (await outbox.list()))
        waiting.set(publisher, (waiting.get(publisher) ?? 0) + 1);
      const tallyOf = (name: string) => ({ waiting: waiting.get(name) ?? 0, sent: sent.get(name) ?? 0 });
      return new Map([...waiting.keys(), ...sent.keys()].map((name) => [name, tallyOf(name)]));
    },
    count: async () => ({ waiting: (await waitingIds()).length, settled: (await receipts.ids()).length }),
    async ids(settledToo = false) {
      const open = await waitingIds(); // first: what is settled meanwhile is then found among the receipts
      return settledToo ? [...new Set([...open, ...(await receipts.ids())])] : open;
    },
    async read(id) {
      const record = await files.read(at(id).entry);
      const bytes = await files.read(at(id).envelope);
      const isThere = record && (bytes ?? (await files.read(at(id).entry))); // it may have been dropped between the two
      if (!isThere) throw notFound(id);
      const entry = parseRecord<Entry | Receipt>(record);
      if (entry && isSettled(entry)) throw notFound(id);
      if (!entry || !bytes || entry.id !== id) throw damaged(id);
      const sha256 = digest(bytes);
      if (sha256 !== entry.sha256 && sha256 !== entry.nextSha256) throw damaged(id);
      return { entry: { ...entry, sha256 }, bytes };
    },
    async readReceipt(id) {
      const settling = parseRecord<Entry | Receipt>(await files.read(at(id).entry).catch(() => undefined));
      if (settling && isSettled(settling)) return settling; // on its way
      return parseRecord<Receipt>(await files.read(at(id).receipt));
    },
    readSent: (id) => files.read(at(id).sent),
    update: (entry) =>
      files.withLock(outboxLock(paths), async () => {
        const [now] = await readRecords([entry.id]);
        if (!isOpen(now)) return; // dropped meanwhile: it must not come back
        await writeEntry(now.sha256 !== entry.sha256 ? { ...entry, ...contentOf(now) } : entry);
      }),
    async replace(entry, sealed) {
      const { sha256, bytes, findings, title, places = [] } = createEntry(sealed, titleOf(sealed.bytes), entry);
      await writeEntry({ ...entry, title, nextSha256: sha256 }); // either digest holds until both files are written
      await files.write(at(entry.id).envelope, sealed.bytes);
      const { nextSha256: _, ...known } = entry;
      const next = {
        ...{ ...known, sha256, bytes, title, findings: addCounts(entry.findings, findings) },
        places: [...(entry.places ?? []), ...places].slice(0, placesMost),
      };
      await writeEntry(next);
      await ledger.tryAdd({ kind: "changed", ...inLedger(next) });
      return next;
    },
    approve: (id, sha256) =>
      files.withLock(outboxLock(paths), async () => {
        const { entry } = await outbox.read(id);
        if (entry.sha256 !== sha256) return false;
        await writeEntry({ ...entry, approvedSha256: sha256 });
        await ledger.tryAdd({ kind: "approved", ...inLedger(entry) });
        await outbox.remember(id);
        return true;
      }),
    async settle(entry, end) {
      const { state: _state, retryAtMs: _retryAtMs, attempts: _attempts, places: _places, ...rest } = entry;
      const receipt = { ...rest, ...end, settledAtMs: world.nowMs() };
      await files.write(at(entry.id).entry, renderRecord(receipt)); // from here on it is settled
      if (end.state === "dropped")
        await ledger.tryAdd({ kind: "dropped", ...inLedger(entry), reason: end.reason ?? "" });
      await finish(receipt);
      return receipt;
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
    remember: (id) => files.append(at(id).known, "").catch(() => {}), // where nothing can be written nothing is evicted
    async drop(id, reason) {
      const entry = parseRecord<Entry>(await files.read(at(id).entry).catch(() => undefined));
      if (entry?.id !== id) return removeWaiting(id);
      const end = { state: "dropped", reason } as const;
      return outbox.settle(entry, end).catch(async (error: unknown) => {
        if (!(error instanceof VextelError) || error.code !== "FILE_UNWRITABLE") throw error;
        await files.remove(at(id).envelope); // a full disk has room for a receipt after that, or it goes without one
        return outbox.settle(entry, end).catch(() => removeWaiting(id));
      });
    },
    async tidy(everyMs = 0) {
      if (everyMs > 0 && (await wasTidied(everyMs))) return [];
      for (const folder of [waiting, sentFolder(paths)]) await files.sweep(folder);
      const names = new Set(await files.list(waiting));
      await removeOrphans(names);
      const records = await readWaiting([...names].map(idOfFile).filter((id) => id !== undefined));
      for (const record of records) if (isSettled(record)) await finish(record);
      await receipts.compact();
      const facts = await receipts.facts();
      await receipts.remove(chooseForgotten(facts, world.nowMs()));
      await removeSentBytes(new Set(choosePreserved(facts, world.nowMs())));
      const isKnown = (id: string) => names.has(`${id}.known`);
      const dropped: Receipt[] = [];
      for (const { entry, reason } of chooseEvictions(records.filter(isOpen), world.nowMs(), isKnown)) {
        const receipt = await outbox.drop(entry.id, reason);
        if (receipt) dropped.push(receipt);
      }
      await files.write(tidiedPath(paths), `${world.nowMs()}\n`).catch(() => {}); // then it is tidied again too soon
      return dropped;
    },
    async clear() {
      const ids = await outbox.ids(true);
      for (const id of ids) await removeWaiting(id);
      await removeOrphans(new Set(await files.list(waiting)));
      for (const id of await receipts.ids()) await files.remove(at(id).receipt);
      await removeSentBytes(new Set());
      for (const path of [receiptIndex(paths), tidiedPath(paths)]) await files.remove(path);
      return ids.length;
    },
  };
  /** Of pending events, what retention needs; each is read once. */
  const read = new Map<string, Entry | Receipt>();
  return outbox;

  function byHand() {
    return { capture: "by hand", capturedAtMs: world.nowMs() } as const;
  }

  async function keepNew(sealed: Sealed, entry: Entry, mayHaveReceipt: boolean): Promise<void> {
    const path = at(sealed.id);
    await files.write(path.envelope, sealed.bytes);
    if (mayHaveReceipt && (await files.read(path.receipt))) await receipts.remove([sealed.id]);
    await files.write(path.entry, renderRecord(entry)); // from here on it is kept
    await ledger.tryAdd({ kind: "captured", ...inLedger(entry), capture: entry.capture ?? "by hand" });
  }

  function writeEntry(entry: Entry): Promise<void> {
    return files.write(at(entry.id).entry, renderRecord(entry));
  }

  async function readWaiting(ids: readonly string[]): Promise<(Entry | Receipt)[]> {
    const there = new Set(ids);
    for (const id of read.keys()) if (!there.has(id)) read.delete(id);
    for (const record of await readRecords(ids.filter((id) => !read.has(id)))) if (record) read.set(record.id, record);
    return [...read.values()];
  }

  async function wasTidied(everyMs: number): Promise<boolean> {
    const bytes = await files.read(tidiedPath(paths)).catch(() => undefined);
    return bytes !== undefined && Math.abs(world.nowMs() - Number(new TextDecoder().decode(bytes))) < everyMs;
  }

  /** What a process that died in between leaves is finished by the next that tidies. */
  async function finish(receipt: Receipt): Promise<void> {
    const path = at(receipt.id);
    if (receipt.state === "sent") await files.move(path.envelope, path.sent);
    await files.move(path.entry, path.receipt);
    await files.remove(path.envelope);
    await files.remove(path.known);
    await receipts.note(receipt);
  }

  /** What a crash left: bytes whose entry never came; an entry that was written anew when its event was gone. */
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

  /** The bytes of sent events go, but for these. */
  async function removeSentBytes(kept: ReadonlySet<string>): Promise<void> {
    for (const name of await files.list(sentFolder(paths)))
      if (name.endsWith(".envelope") && !kept.has(name.slice(0, -9))) await files.remove(join(sentFolder(paths), name));
  }

  async function removeWaiting(id: string): Promise<undefined> {
    for (const path of [at(id).entry, at(id).envelope, at(id).known]) await files.remove(path);
  }
}

const inLedger = ({ id, publisher, sha256 }: Entry) => ({ event: id, publisher, sha256 });

const isSettled = (record: Entry | Receipt): record is Receipt => "settledAtMs" in record;
const isOpen = (record: Entry | Receipt | undefined): record is Entry => record !== undefined && !isSettled(record);
const withEnding = (name: string, ending: string) => name.replace(/\w+$/, ending);

const byTime = (a: Entry, b: Entry) => a.capturedAtMs - b.capturedAtMs || a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1);

type Captured = Pick<Entry, "capture" | "capturedAtMs" | "generation">;

function createEntry(sealed: Sealed, title: string, { capture, capturedAtMs, generation }: Captured): Entry {
  const findings: Record<string, number> = {};
  for (const { rule } of sealed.findings) findings[rule] = (findings[rule] ?? 0) + 1;
  const { id, type, publisher, plugin, dsn, timeMs, sha256 } = sealed;
  const places = sealed.findings
    .slice(0, placesMost)
    .map(({ pointer = "", placeholder }): [string, string] => [pointer, placeholder]);
  return {
    ...{ id, type, publisher, plugin, ...(dsn !== undefined && { dsn }), title, timeMs, capturedAtMs },
    ...{ ...(capture !== undefined && { capture }), ...(generation !== undefined && { generation }) },
    ...{ bytes: sealed.bytes.length, sha256, findings, places, state: "waiting", attempts: 0 },
  };
}

/** So many places of findings are remembered of one event. */
const placesMost = 200;

function addCounts(counts: Entry["findings"], added: Entry["findings"]): Entry["findings"] {
  const sum: Record<string, number> = { ...counts };
  for (const [rule, count] of Object.entries(added)) sum[rule] = (sum[rule] ?? 0) + count;
  return sum;
}

/** What changes with the bytes of an event. */
const contentOf = ({ bytes, sha256, title, findings, places, occurrences }: Entry) => ({
  ...{ bytes, sha256, title, findings, ...(places && { places }), ...(occurrences && { occurrences }) },
});

const notFound = (id: string) =>
  new VextelError("NOT_FOUND", `No pending event ${id}`, "See all events: vextel list --all");

const damaged = (id: string) =>
  new VextelError(
    "OUTBOX_DAMAGED",
    `Event ${id} is not what was sealed: its bytes and its entry do not agree; it was not sent`,
    `Forget it with \`vextel drop ${id}\`, and capture it again if you have the log.`,
  );
