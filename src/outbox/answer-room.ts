import type { World } from "../world/world.ts";
import type { Entry } from "./entry.ts";
import { answerRoomPath } from "./layout.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { renderRecord } from "./record.ts";

/** For the receipt, a line of the history, the limits of the server, locks and folders. */
const usualBytes = 64 * 1024;

/**
 * Space on the disk for recording a server's answer: an event whose answer could not be recorded would be sent again.
 * One process posts at a time, so one file is enough. It is removed with other temporary files if the process dies.
 */
export interface AnswerRoom {
  /** @throws {VextelError} `FILE_UNWRITABLE` if there is not enough space. */
  reserve(entry: Entry): Promise<void>;
  /** Never fails. */
  free(): Promise<void>;
}

export function createAnswerRoom({
  paths,
  world,
}: Pick<OutboxParts, "paths"> & { world: Pick<World, "files" | "uuid"> }): AnswerRoom {
  const path = answerRoomPath(paths);
  const room: AnswerRoom = {
    async reserve(entry) {
      await world.files.remove(path);
      const bytes = usualBytes + Buffer.byteLength(renderRecord(entry));
      await world.files.append(path, fill(bytes, world)).catch(async (error: unknown) => {
        await room.free();
        throw error;
      });
    },
    free: async () => void (await world.files.remove(path).catch(() => {})),
  };
  return room;
}

/** Random text: some file systems compress what they store. */
function fill(bytes: number, { uuid }: Pick<World, "uuid">): string {
  let text = "";
  while (text.length < bytes) text += uuid();
  return text;
}
