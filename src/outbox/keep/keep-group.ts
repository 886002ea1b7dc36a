import {
  countOf,
  mergeTallies,
  parseTally,
  renderTally,
  spanOf,
  subtractTally,
  type Tally,
} from "../../group/tally.ts";
import { digest } from "../../seal/ids/digest.ts";
import type { Sealable } from "../../seal/reseal.ts";
import type { Sealed } from "../../seal/seal.ts";
import type { Entry, Stamp } from "../entry.ts";
import type { Receipt } from "../receipt.ts";

/** Seals the event again with these errors counted; with `id`, as another event. */
export type Repeat = (old: Sealable, tally: Tally, id?: string) => Sealed;

/** Equal errors of one hour, as found in a log. */
export interface CapturedGroup {
  /** The event that counts all of `tally`. */
  readonly sealed: Sealed;
  /** Identifies equal errors, whatever their hour. */
  readonly group: string;
  readonly tally: Tally;
  readonly repeat: Repeat;
  /** Full path of the log; absent if it is not a file. */
  readonly log?: string;
  /** The event id that the same errors got before their publisher was registered, if they did. */
  readonly formerId?: string;
}

/** How a group was captured. */
export interface GroupStamp extends Stamp {
  /** Errors from this time on may be sent automatically, epoch milliseconds; absent if none may. */
  readonly sinceMs?: number | undefined;
  /** It was kept before, and nothing is new: if it is no longer here, it is not kept again. */
  readonly isUnchanged?: boolean | undefined;
  /** Also keep events that were dropped. Without it, they stay dropped. */
  readonly again?: boolean | undefined;
}

/** What happened to a group, and which event counts its new errors. */
export interface KeptGroup {
  readonly id: string;
  /** `raised`: pending events now count more errors. The others as for `keep`. */
  readonly state: "kept" | "raised" | "waiting" | "sent" | "dropped";
  /**
   * The event of the same errors from before their publisher was registered: either dropped now, or left to the owner.
   */
  readonly former?: { readonly id: string; readonly state: "dropped" | "waiting" };
}

/** An event of a group, or a free id for one. */
export interface Slot {
  readonly id: string;
  readonly entry?: Entry | undefined;
  /** Present if it is no longer pending. */
  readonly receipt?: Receipt | undefined;
}

/** Access to the outbox, always under its lock. */
export interface Steps {
  look(id: string): Promise<Slot>;
  /** Keeps an event under a free id. */
  keep(sealed: Sealed, more: Partial<Entry>): Promise<void>;
  readBytes(entry: Entry): Promise<Uint8Array | undefined>;
  /** Replaces the bytes of a pending event. */
  replace(entry: Entry, sealed: Sealed): Promise<unknown>;
}

/** The most events for the equal errors of one hour. */
const slotsMost = 8;

/**
 * Keeps those errors of a group that are not kept yet. A pending event counts further errors. Another event is needed
 * for errors of the same hour that come after the first was sent, or that may be sent automatically although the first
 * may not. After one was sent, the next is not sent before the hour is over. Dropped events stay dropped, and so do
 * errors that equal them.
 */
export async function keepGroup(captured: CapturedGroup, stamp: GroupStamp, steps: Steps): Promise<KeptGroup> {
  const slots = await lookAtAll(captured.sealed.id, steps);
  const [first] = slots;
  const revives = ({ state }: Receipt) =>
    stamp.again ? state !== "sent" : state === "withheld" && stamp.capture === "by hand";
  const isOver = (receipt: Receipt | undefined) => receipt !== undefined && !revives(receipt);
  if (first!.receipt?.state === "dropped" && !stamp.again) return { id: first!.id, state: "dropped" };
  if (stamp.isUnchanged && slots.length === 1) return { id: first!.id, state: "dropped" };
  const target =
    slots.find(({ entry, receipt }) => entry && !receipt && isOfOneKind(entry, stamp, captured.sealed)) ??
    slots.find(({ entry, receipt }) => !entry && !isOver(receipt));
  const others = slots.filter((slot) => slot !== target);
  const known = others.filter(({ entry, receipt }) => entry || isOver(receipt));
  if (known.some((slot) => tallyOf(slot.receipt ?? slot.entry).size === 0)) return { id: first!.id, state: "sent" };
  const rest = known.reduce(
    (tally, { entry, receipt }) => subtractTally(tally, tallyOf(receipt ?? entry)),
    captured.tally,
  );
  if (target?.entry && !target.receipt) return raise(target.entry, rest, captured.repeat, steps);
  if (!target || rest.size === 0) {
    const waiting = known.find(({ receipt }) => !receipt);
    return waiting ? { id: waiting.id, state: "waiting" } : { id: first!.id, state: "sent" };
  }
  const sealed =
    target === first && known.length === 0 ? captured.sealed : captured.repeat(captured.sealed, rest, target.id);
  const isLate = known.some(hasLeft) && stamp.sinceMs !== undefined;
  await steps.keep(sealed, {
    ...{ group: captured.group, occurrences: renderTally(rest) },
    ...(captured.log !== undefined && { log: captured.log }),
    ...(isLate && endOfHour(rest)),
  });
  return { id: target.id, state: known.length === 0 ? "kept" : "raised" };
}

const hasLeft = ({ entry, receipt }: Slot) => receipt !== undefined || entry?.state === "posting";

/** The events of a group, and the next free id. */
async function lookAtAll(id: string, steps: Steps): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (let at = 0; at < slotsMost; at++) {
    const slot = await steps.look(at === 0 ? id : digest(`${id} ${at}`).slice(0, 32));
    slots.push(slot);
    if (!slot.entry && !slot.receipt) break;
  }
  return slots;
}

/**
 * Errors that may be sent automatically are never counted in one event with errors that may not; nor are errors that
 * may have been sent with errors that were not.
 */
function isOfOneKind(entry: Entry, { capture, generation, sinceMs }: GroupStamp, { timeMs }: Sealed): boolean {
  if (entry.state === "posting") return false;
  if (generation === undefined) return entry.generation === undefined;
  const isAlike = sinceMs === undefined ? entry.timeMs <= timeMs : entry.timeMs >= sinceMs;
  return entry.capture === capture && entry.generation === generation && isAlike;
}

async function raise(entry: Entry, tally: Tally, repeat: Repeat, steps: Steps): Promise<KeptGroup> {
  const all = mergeTallies(tallyOf(entry), tally);
  if (countOf(all) === countOf(tallyOf(entry))) return { id: entry.id, state: "waiting" };
  const bytes = await steps.readBytes(entry);
  if (!bytes) return { id: entry.id, state: "waiting" };
  const sealed = repeat({ ...entry, bytes, findings: [] }, all);
  await steps.replace({ ...entry, occurrences: renderTally(all) }, sealed);
  return { id: entry.id, state: "raised" };
}

/** Which errors an event counts; none if it does not come from a log. */
export const tallyOf = (event: Pick<Entry, "occurrences"> | undefined): Tally => parseTally(event?.occurrences);

const hourMs = 3_600_000;

/** The time before which it is not sent: the end of the hour of these errors. */
function endOfHour(tally: Tally): { retryAtMs?: number } {
  const span = spanOf(tally);
  return span ? { retryAtMs: (Math.floor(span.firstMs / hourMs) + 1) * hourMs } : {};
}
