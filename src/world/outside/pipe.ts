import { constants, openSync, statSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { attempt } from "../files/attempt.ts";
import { unreadable } from "./input.ts";

/** Whether the path is a named pipe. */
export const isPipe = (path: string): boolean => attempt(() => statSync(path).isFIFO()) ?? false;

/**
 * The bytes written to a named pipe, as they arrive; it does not end when a writer closes it.
 *
 * @throws {VextelError} `FILE_UNREADABLE`.
 */
export function openPipe(path: string): Readable {
  try {
    // open for writing too, so that there is no end of input between two writers
    return new Socket({ fd: openSync(path, constants.O_RDWR | constants.O_NONBLOCK), readable: true, writable: false });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
