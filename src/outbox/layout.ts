import { join } from "node:path";
import { type Paths, sentFolder, waitingFolder } from "../world/paths.ts";

/** Where one event's files are. */
export interface EventPaths {
  readonly envelope: string;
  readonly entry: string;
  readonly receipt: string;
  /** The bytes of an event that was sent. */
  readonly sent: string;
  /** Empty; there if the owner looked at the event, or named it. */
  readonly known: string;
}

/** Pure; the id must be one (`isEventId`). */
export const eventPaths = (paths: Paths, id: string): EventPaths => ({
  envelope: join(waitingFolder(paths), `${id}.envelope`),
  entry: join(waitingFolder(paths), `${id}.json`),
  receipt: join(receiptFolder(paths, id), `${id}.json`),
  sent: join(sentBytesFolder(paths), `${id}.envelope`),
  known: join(waitingFolder(paths), `${id}.known`),
});

/** Held while an event is put in. */
export const outboxLock = (paths: Paths) => join(waitingFolder(paths), ".keep.lock");

/** Held while events are posted: one process at a time. */
export const deliveryLock = (paths: Paths) => join(waitingFolder(paths), ".send.lock");

/** Where the receipts are whose ids begin with the same digit. */
export const receiptFolder = (paths: Paths, id: string) => join(sentFolder(paths), id[0]!);

/** All of these. */
export const receiptFolders = (paths: Paths) => [..."0123456789abcdef"].map((digit) => receiptFolder(paths, digit));

/** Where the bytes of sent events are. */
export const sentBytesFolder = (paths: Paths) => join(sentFolder(paths), "bytes");

/** Says when the outbox was tidied last. */
export const tidiedPath = (paths: Paths) => join(paths.data, "outbox", ".tidied");

/** What the entries of pending events say, remembered, and what is newer of it; see `survey.ts`. */
export const entriesMemory = (paths: Paths) => ({
  large: join(paths.data, "outbox", ".waiting"),
  newer: join(paths.data, "outbox", ".waiting-new"),
});

/** How many events of each publisher were sent, remembered; see `sent-counts.ts`. */
export const countsSnapshot = (paths: Paths) => join(paths.data, "outbox", ".sent");

/** 32 lower-case hexadecimal digits, as Sentry wants them in a payload. */
export const isEventId = (text: string) => /^[0-9a-f]{32}$/.test(text);

/** How the entry or receipt of an event is called. */
export const entryName = (id: string) => `${id}.json`;

/** The id whose entry or receipt has this file name. */
export function idOfFile(name: string): string | undefined {
  if (name.length !== 37 || !name.endsWith(".json")) return undefined;
  const id = name.slice(0, 32);
  return isEventId(id) ? id : undefined;
}
