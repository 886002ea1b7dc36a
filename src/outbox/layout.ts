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
  receipt: join(sentFolder(paths), `${id}.json`),
  sent: join(sentFolder(paths), `${id}.envelope`),
  known: join(waitingFolder(paths), `${id}.known`),
});

/** Held while an event is put in. */
export const outboxLock = (paths: Paths) => join(waitingFolder(paths), ".keep.lock");

/** Held while events are posted: one process at a time. */
export const deliveryLock = (paths: Paths) => join(waitingFolder(paths), ".send.lock");

/** One line for each receipt; made of the receipts, and made anew from them if it is lost. */
export const receiptIndex = (paths: Paths) => join(sentFolder(paths), "index");

/** Says when the outbox was tidied last. */
export const tidiedPath = (paths: Paths) => join(paths.data, "outbox", ".tidied");

/** What the entries of pending events say, remembered; see `snapshot.ts`. */
export const entriesSnapshot = (paths: Paths) => join(paths.data, "outbox", ".waiting");

/** How many events of each publisher were sent, remembered. */
export const countsSnapshot = (paths: Paths) => join(paths.data, "outbox", ".sent");

/** 32 lower-case hexadecimal digits, as Sentry wants them in a payload. */
export const isEventId = (text: string) => /^[0-9a-f]{32}$/.test(text);

/** The id whose entry or receipt has this file name. */
export function idOfFile(name: string): string | undefined {
  const id = name.endsWith(".json") ? name.slice(0, -5) : "";
  return isEventId(id) ? id : undefined;
}
