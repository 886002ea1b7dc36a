import type { Candidate } from "../../consent/hold.ts";
import { kindOf } from "../../consent/kinds.ts";
import type { Entry } from "../../outbox/entry.ts";
import { attempt } from "../../world/files/attempt.ts";
import { destinationOf } from "../dsn.ts";

/** The fields of an entry that are needed for this. */
export const candidateFields = ["type", "timeMs", "capturedAtMs", "capture", "generation"] as const;
type CandidateEntry = Pick<Entry, (typeof candidateFields)[number]>;

/**
 * A pending event as consent sees it.
 *
 * @param dsn - Where it would go.
 */
export function toCandidate(entry: CandidateEntry, dsn: string | undefined, namedByOwner = false): Candidate {
  const destination = dsn === undefined ? undefined : readDestination(dsn);
  return {
    ...{ namedByOwner, happenedAtMs: entry.timeMs, capturedAtMs: entry.capturedAtMs, kind: kindOf(entry.type) },
    ...(entry.capture !== undefined && { capture: entry.capture }),
    ...(entry.generation !== undefined && { generation: entry.generation }),
    ...(destination !== undefined && { destination }),
  };
}

/** Parsed addresses: many events go to few of them. */
const known = new Map<string, string | undefined>();
const knownMost = 200;

/** An address that cannot be read was never agreed to. */
function readDestination(dsn: string): string | undefined {
  if (known.has(dsn)) return known.get(dsn);
  const destination = attempt(() => destinationOf(dsn));
  if (known.size < knownMost) known.set(dsn, destination);
  return destination;
}
