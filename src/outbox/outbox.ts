import { join } from "node:path";
import { VextelError } from "../errors.ts";
import { digest } from "../seal/digest.ts";
import type { Sealed } from "../seal/seal.ts";
import { titleOf } from "../seal/title.ts";
import { type Paths, sentFolder, waitingFolder } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import { type Entry, parseRecord, type Receipt, renderRecord, type Stamp } from "./entry.ts";
import { type CapturedGroup, type GroupStamp, type KeptGroup, keepGroup } from "./keep-group.ts";
import { eventPaths, idOfFile, outboxLock } from "./layout.ts";
import { chooseEvictions, retention } from "./quota.ts";

/** The folder where sealed events wait, and where receipts stay. */
export interface Outbox {
  /**
   * Keeps an event, durably before it returns. One that waits or was sent already is not kept again.
   *
   * @param title - One line for lists; must be scrubbed.
   * @param stamp - How it was captured. Default: by hand and now.
   */
  keep(sealed: Sealed, title: string, stamp?: Stamp): Promise<"kept" | "waiting" | "sent">;
  /** The same for equal errors of a log: what is not kept of them yet is. See `keepGroup` in `keep-group.ts`. */
  keepGroup(captured: CapturedGroup, title: string, stamp?: GroupStamp): Promise<KeptGroup>;
  /**
   * What waits, oldest capture first; what cannot be read is left out.
   *
   * @param ids - Of `ids()`, where it was called anyway.
   */
  list(ids?: readonly string[]): Promise<Entry[]>;
  /** What was sent or dropped, oldest first. */
  receipts(): Promise<Receipt[]>;
  /** How many of each there are, without reading them. */
  count(): Promise<{ waiting: number; settled: number }>;
  /** Ids of all that waits and, if asked for, of all that ever did. */
  ids(settledToo?: boolean): Promise<string[]>;
  /**
   * An event that waits, its bytes checked against their digest.
   *
   * @throws {VextelError} `NOT_FOUND`, or `OUTBOX_DAMAGED` if bytes and entry do not agree.
   */
  read(id: string): Promise<{ entry: Entry; bytes: Uint8Array }>;
  readReceipt(id: string): Promise<Receipt | undefined>;
  /** Writes down how things stand with an event that goes on waiting; what it stands for may have grown meanwhile. */
  update(entry: Entry): Promise<void>;
  /** Replaces the bytes of an event by others that say less. */
  replace(entry: Entry, sealed: Sealed): Promise<Entry>;
  /** Ends the waiting: leaves a receipt and removes the bytes. */
  settle(entry: Entry, end: Pick<Receipt, "state" | "reason" | "status" | "dsn" | "under">): Promise<Receipt>;
  /** Leaves a receipt of an error that could not be sealed, unless something of this id is here already. */
  withhold(error: Withheld): Promise<void>;
  /** Forgets an event, with a receipt if its entry can still be read. */
  drop(id: string, reason: string): Promise<void>;
  /** Ends retention: what is too old or too much is dropped, with a receipt. Returns what was dropped. */
  tidy(): Promise<Receipt[]>;
  /** Removes everything, receipts too. */
  clear(): Promise<number>;
}

/** Whose error it was that could not be sealed, and why. */
export type Withheld = Pick<Receipt, "id" | "publisher" | "plugin" | "dsn"> & { readonly reason: string };

export function createOutbox(paths: Paths, world: World): Outbox {
  const { files } = world;
  const waiting = waitingFolder(paths);
  const sent = sentFolder(paths);
  const at = (id: string) => eventPaths(paths, id);
  const idsIn = async (folder: string) =>
    (await files.list(folder)).map(idOfFile).filter((id): id is string => id !== undefined);
  const readAll = async <T extends Entry | Receipt>(folder: string, ids: readonly string[]) => {
    const all = await files.readMany(
      folder,
      ids.map((id) => `${id}.json`),
    );
    return all.map((bytes) => parseRecord<T>(bytes)).filter((record): record is T => record !== undefined);
  };
  const outbox: Outbox = {
    keep: (sealed, title, stamp = {}) =>
      files.withLock(outboxLock(paths), async () => {
        const path = at(sealed.id);
        const receipt = await outbox.readReceipt(sealed.id);
        if (receipt?.state === "sent") return "sent";
        if (!receipt && (await files.read(path.entry))) return "waiting"; // a crash may leave both: it is settled
        await keepNew(sealed, createEntry(sealed, title, { ...byHand(), ...stamp }));
        return "kept";
      }),
    keepGroup: (captured, title, { sinceMs, ...stamp } = {}) =>
      files.withLock(outboxLock(paths), () => {
        const whole = { ...byHand(), ...stamp };
        const look = async (id: string) => ({
          id,
          entry: parseRecord<Entry>(await files.read(at(id).entry)),
          receipt: await outbox.readReceipt(id),
        });
        const keep = (sealed: Sealed, more: Partial<Entry>) =>
          keepNew(sealed, { ...createEntry(sealed, title, whole), ...more });
        const readBytes = ({ id }: Entry) => files.read(at(id).envelope);
        return keepGroup(captured, { ...whole, sinceMs }, { look, keep, readBytes, replace: outbox.replace });
      }),
    list: async (ids) => (await readAll<Entry>(waiting, ids ?? (await outbox.ids()))).sort(byTime),
    receipts: async () =>
      (await readAll<Receipt>(sent, await idsIn(sent))).sort((a, b) => a.settledAtMs - b.settledAtMs),
    async count() {
      const settled = await idsIn(sent);
      return { waiting: (await outbox.ids()).length, settled: settled.length };
    },
    async ids(settledToo = false) {
      const settled = new Set(await idsIn(sent));
      const open = (await idsIn(waiting)).filter((id) => !settled.has(id));
      return settledToo ? [...open, ...settled] : open;
    },
    async read(id) {
      const record = await files.read(at(id).entry);
      const bytes = await files.read(at(id).envelope);
      const isThere = record && (bytes ?? (await files.read(at(id).entry))); // it may have been dropped between the two
      if (!isThere) throw notFound(id);
      const entry = parseRecord<Entry>(record);
      if (!entry || !bytes || entry.id !== id) throw damaged(id);
      const sha256 = digest(bytes);
      if (sha256 !== entry.sha256 && sha256 !== entry.nextSha256) throw damaged(id);
      return { entry: { ...entry, sha256 }, bytes };
    },
    readReceipt: async (id) => parseRecord<Receipt>(await files.read(at(id).receipt)),
    update: (entry) =>
      files.withLock(outboxLock(paths), async () => {
        const now = parseRecord<Entry>(await files.read(at(entry.id).entry));
        await writeEntry(now && now.sha256 !== entry.sha256 ? { ...entry, ...contentOf(now) } : entry);
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
      return next;
    },
    async settle(entry, end) {
      const { state: _state, retryAtMs: _retryAtMs, attempts: _attempts, places: _places, ...rest } = entry;
      const receipt = { ...rest, ...end, settledAtMs: world.nowMs() };
      await files.write(at(entry.id).receipt, renderRecord(receipt));
      await removeWaiting(entry.id);
      return receipt;
    },
    withhold: ({ id, publisher, plugin, dsn, reason }) =>
      files.withLock(outboxLock(paths), async () => {
        if ((await files.read(at(id).receipt)) || (await files.read(at(id).entry))) return;
        const nowMs = world.nowMs();
        const receipt = {
          ...{ id, type: "event", publisher, plugin, ...(dsn !== undefined && { dsn }), title: "(withheld)", reason },
          ...{ timeMs: nowMs, capturedAtMs: nowMs, bytes: 0, sha256: digest(""), findings: {} },
          ...{ state: "withheld", settledAtMs: nowMs },
        };
        await files.write(at(id).receipt, renderRecord(receipt));
      }),
    async drop(id, reason) {
      const entry = parseRecord<Entry>(await files.read(at(id).entry).catch(() => undefined));
      if (entry?.id === id) await outbox.settle(entry, { state: "dropped", reason });
      else await removeWaiting(id);
    },
    async tidy() {
      for (const folder of [waiting, sent]) await files.sweep(folder);
      const settled = await outbox.receipts();
      await files.withLock(outboxLock(paths), () => removeLeftovers(settled));
      for (const { id, settledAtMs } of settled)
        if (world.nowMs() - settledAtMs > retention.receiptMs) await files.remove(at(id).receipt);
      const dropped: Receipt[] = [];
      for (const { entry, reason } of chooseEvictions(await outbox.list(), world.nowMs()))
        dropped.push(await outbox.settle(entry, { state: "dropped", reason }));
      return dropped;
    },
    async clear() {
      const ids = await outbox.ids(true);
      for (const id of ids) {
        await removeWaiting(id);
        await files.remove(at(id).receipt);
      }
      await files.withLock(outboxLock(paths), () => removeLeftovers([]));
      return ids.length;
    },
  };
  return outbox;

  function byHand() {
    return { capture: "by hand", capturedAtMs: world.nowMs() } as const;
  }

  async function keepNew(sealed: Sealed, entry: Entry): Promise<void> {
    const path = at(sealed.id);
    await files.write(path.envelope, sealed.bytes);
    await files.remove(path.receipt);
    await files.write(path.entry, renderRecord(entry)); // from here on it is kept
  }

  function writeEntry(entry: Entry): Promise<void> {
    return files.write(at(entry.id).entry, renderRecord(entry));
  }

  /** What a crash left: bytes whose entry never came, entries whose receipt is written. */
  async function removeLeftovers(settled: readonly Receipt[]): Promise<void> {
    const names = new Set(await files.list(waiting));
    for (const { id } of settled) if (names.has(`${id}.json`) || names.has(`${id}.envelope`)) await removeWaiting(id);
    for (const name of names)
      if (name.endsWith(".envelope") && !names.has(name.replace(/envelope$/, "json")))
        await files.remove(join(waiting, name));
  }

  async function removeWaiting(id: string): Promise<void> {
    await files.remove(at(id).entry);
    await files.remove(at(id).envelope);
  }
}

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
  new VextelError("NOT_FOUND", `No event ${id} waits in the outbox`, "See what does: vextel list --all");

const damaged = (id: string) =>
  new VextelError(
    "OUTBOX_DAMAGED",
    `Event ${id} is not what was sealed: its bytes and its entry do not agree; it was not sent`,
    `Forget it with \`vextel drop ${id}\`, and capture it again if you have the log.`,
  );
