import { renderDestination } from "../../consent/destination.ts";
import { destinationOf } from "../../deliver/dsn.ts";
import type { Tally } from "../../outbox/outbox.ts";
import { renderAge, renderTime } from "../../preview/summary.ts";
import type { CommandDeps } from "../deps.ts";

/** The event of a publisher that was sent last. */
export interface LastSend {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly sentAtMs: number;
  /** Where it was sent, without the key; absent in receipts of an older vextel. */
  readonly destination?: string;
}

/** By publisher. */
export type LastSends = ReadonlyMap<string, LastSend>;

/** Reads one receipt for each publisher whose events were sent. */
export async function findLastSends(tallies: ReadonlyMap<string, Tally>, { outbox }: CommandDeps): Promise<LastSends> {
  const found = new Map<string, LastSend>();
  for (const [publisher, { last }] of tallies) {
    if (!last) continue;
    const dsn = (await outbox.readReceipt(last.id))?.dsn;
    found.set(publisher, { ...last, ...(dsn !== undefined && { destination: nameOf(dsn) }) });
  }
  return found;
}

/** A record may have been edited: a text that is not an address is not shown. */
function nameOf(dsn: string): string {
  try {
    return renderDestination(destinationOf(dsn));
  } catch {
    return "an address that cannot be read";
  }
}

export const renderLastSend = (send: LastSend | undefined, nowMs: number): string | undefined =>
  send &&
  `${renderTime(send.sentAtMs)} (${renderAge(send.sentAtMs, nowMs)})${send.destination === undefined ? "" : ` to ${send.destination}`}`;

export const lastSendToJson = (send: LastSend | undefined) =>
  send ? { id: send.id, at: new Date(send.sentAtMs).toISOString(), destination: send.destination ?? null } : null;
