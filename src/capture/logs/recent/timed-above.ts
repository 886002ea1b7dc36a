import type { ReadLine } from "../read-line.ts";
import { isSoonAfter, readTimed } from "../timed.ts";

/** The lines above one with a time, newest first, that may be lines of the same text; at most so many. */
export function timedAbove(line: ReadLine, newestFirst: Iterable<ReadLine>, most: number): ReadLine[] {
  const above: ReadLine[] = [];
  let next = readTimed(line);
  for (const read of newestFirst) {
    const timed = readTimed(read);
    if (above.length === most || !next || !timed || !isSoonAfter(next, timed)) break;
    above.push(read);
    next = timed;
  }
  return above;
}
