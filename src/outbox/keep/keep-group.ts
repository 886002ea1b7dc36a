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

/** A sealed event again, standing for these errors; with `id`, as another event. */
export type Repeat = (old: Sealable, tally: Tally, id?: string) => Sealed;

/** Equal errors of one hour, as a look at a log found them. */
export interface CapturedGroup {
  /** Stands for all of `tally`. */
  readonly sealed: Sealed;
  /** The same for equal errors of every hour. */
  readonly group: string;
  readonly tally: Tally;
  readonly repeat: Repeat;
  /** Whole path of the log; absent if it is not a file. */
  readonly log?: string;
  /** The id of the same errors as they were captured before their publisher was registered, if they were. */
  readonly formerId?: string;
}

/** How a group was captured. */
export interface GroupStamp extends Stamp {
  /** From when on what happened may be sent automatically, epoch milliseconds; absent if it may not. */
  readonly sinceMs?: number | undefined;
  /** It was kept before, and nothing is new: if it is no longer here, it is not kept again. */
  readonly isUnchanged?: boolean | undefined;
  /** Also what was dropped before. Else it stays dropped. */
  readonly again?: boolean | undefined;
}

/** What happened to a group, and which event counts its new errors. */
export interface KeptGroup {
  readonly id: string;
  /** `raised`: events that waited stand for more errors. The others as for `keep`. */
  readonly state: "kept" | "raised" | "waiting" | "sent" | "dropped";
  /** The event that the same errors were before their publisher was registered: dropped now, or left to the owner. */
  readonly former?: { readonly id: string; readonly state: "dropped" | "waiting" };
}

/** One event of a group, or the place for it. */
export interface Slot {
  readonly id: string;
  readonly entry?: Entry | undefined;
  /** Present if it is no longer pending. */
  readonly receipt?: Receipt | undefined;
}

/** How the outbox is read and written, always under its lock. */
export interface Steps {
  look(id: string): Promise<Slot>;
  /** Keeps an event in an empty place. */
  keep(sealed: Sealed, more: Partial<Entry>): Promise<void>;
  readBytes(entry: Entry): Promise<Uint8Array | undefined>;
  /** Replaces the bytes of a pending event. */
  replace(entry: Entry, sealed: Sealed): Promise<unknown>;
}

/** The most events for the equal errors of one hour. */
const slotsMost = 8;

/**
 * Keeps what of a group is not kept yet. Its event grows while it waits. Errors of the same hour that come after it was
 * sent, or that may be sent automatically while it may not, are one more event; where one was sent already, the next
 * is not sent before the hour is over. What was dropped stays dropped, and so do those that equal it.
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

/** The events of a group, and the next that there may be. */
async function lookAtAll(id: string, steps: Steps): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (let at = 0; at < slotsMost; at++) {
    const slot = await steps.look(at === 0 ? id : digest(`${id} ${at}`).slice(0, 32));
    slots.push(slot);
    if (!slot.entry && !slot.receipt) break;
  }
  return slots;
}

/** What may be sent automatically and what may not never be in one event, nor what may have left and what did not. */
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

/** Which errors an event stands for; none if it was not made from a log. */
export const tallyOf = (event: Pick<Entry, "occurrences"> | undefined): Tally => parseTally(event?.occurrences);

const hourMs = 3_600_000;

/** Not to be sent before the hour of these errors is over. */
function endOfHour(tally: Tally): { retryAtMs?: number } {
  const span = spanOf(tally);
  return span ? { retryAtMs: (Math.floor(span.firstMs / hourMs) + 1) * hourMs } : {};
}
