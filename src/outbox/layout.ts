import { join } from "node:path";
import { type Paths, sentFolder, waitingFolder } from "../world/paths.ts";

/** The paths of one event's files. */
export interface EventPaths {
  readonly envelope: string;
  readonly entry: string;
  readonly receipt: string;
  /** The bytes of an event that was sent. */
  readonly sent: string;
  /** Empty; exists if the owner has looked at the event, or named it. */
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

/** Held while an event is added. */
export const outboxLock = (paths: Paths) => join(waitingFolder(paths), ".keep.lock");

/** Held while events are posted, by one process at a time. */
export const deliveryLock = (paths: Paths) => join(waitingFolder(paths), ".send.lock");

/** Space for recording the answer to a request; see `answer-room.ts`. */
export const answerRoomPath = (paths: Paths) => join(waitingFolder(paths), ".answer.tmp");

/** The folder of receipts whose ids begin with the same digit. */
export const receiptFolder = (paths: Paths, id: string) => join(sentFolder(paths), id[0]!);

/** The folders of all receipts. */
export const receiptFolders = (paths: Paths) => [..."0123456789abcdef"].map((digit) => receiptFolder(paths, digit));

/** The folder with the bytes of sent events. */
export const sentBytesFolder = (paths: Paths) => join(sentFolder(paths), "bytes");

/** Records when the outbox was last tidied. */
export const tidiedPath = (paths: Paths) => join(paths.data, "outbox", ".tidied");

/** How long events have been seen whose times are wrong; see `wrong-times.ts`. */
export const wrongTimesPath = (paths: Paths) => join(paths.data, "outbox", ".wrong-times");

/** Caches of the entries of pending events: a large one, and one for newer changes; see `survey.ts`. */
export const entriesMemory = (paths: Paths) => ({
  large: join(paths.data, "outbox", ".waiting"),
  newer: join(paths.data, "outbox", ".waiting-new"),
});

/** Cache of the number of sent events of each publisher; see `sent-counts.ts`. */
export const countsSnapshot = (paths: Paths) => join(paths.data, "outbox", ".sent");

/** 32 lower-case hexadecimal digits, as Sentry requires. */
export const isEventId = (text: string) => /^[0-9a-f]{32}$/.test(text);

/** The file name of an event's entry or receipt. */
export const entryName = (id: string) => `${id}.json`;

/** The id of the event whose entry or receipt has this file name. */
export function idOfFile(name: string): string | undefined {
  if (name.length !== 37 || !name.endsWith(".json")) return undefined;
  const id = name.slice(0, 32);
  return isEventId(id) ? id : undefined;
}
