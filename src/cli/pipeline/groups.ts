import type { CaptureDecision } from "../../consent/capture.ts";
import { parseTally, renderTally, type Tally, undated } from "../../group/tally.ts";
import type { Draft } from "../../seal/draft.ts";
import type { Sealed } from "../../seal/seal.ts";

/** The first of equal errors of one hour. */
export interface First {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** 1-based line where its text begins. */
  readonly line: number;
  /** Identifies equal errors, whatever their hour. */
  readonly group: string;
  readonly sealed: Sealed;
  /** As in `CapturedGroup`. */
  readonly formerId?: string;
  /** The decision of consent; absent if a person captures it. */
  readonly decision?: CaptureDecision;
  /** Whether it may be chat that the bot printed. */
  readonly isPerhapsChat?: true;
  /** The unscrubbed event; only if requested. */
  readonly draft?: Draft;
}

/** Equal errors of one hour of a log: one event. */
export interface ErrorGroup extends First {
  /** When they happened. */
  readonly tally: Tally;
  /** Unchanged since it was last kept: an event that was removed meanwhile is not kept again. */
  readonly isUnchanged?: true;
}

type OpenGroup = First & { readonly tally: Map<number, number> };

const copyOf = (group: OpenGroup): ErrorGroup => ({ ...group, tally: new Map(group.tally) });

const isSame = (one?: CaptureDecision, other?: CaptureDecision) =>
  one?.verdict === other?.verdict && one?.stamp.generation === other?.stamp.generation;

/** Event ids and their latest tallies, as stored in files. */
export type RecentTallies = readonly (readonly [id: string, tally: readonly number[]])[];

/** How many groups are remembered; beyond that, the oldest is removed. */
const openMost = 1000;
/** An hour is complete this many seconds later: lines of several programs may be mixed. */
const lateSeconds = 600;
/** When reading a log continues, more errors of its last seconds may follow, but none of earlier ones. */
const recentSeconds = 120;

/** Groups equal errors of one log, in bounded memory. */
export class ErrorGroups {
  readonly #open = new Map<string, OpenGroup>();
  /** Groups as they were before the decision of consent changed. */
  readonly #parted: ErrorGroup[] = [];
  readonly #changed = new Set<string>();
  /** Of errors that were counted before this program read the log. */
  readonly #before: ReadonlyMap<string, readonly number[]>;
  #newest = 0;

  /** @param before - What `recent` was when the log was read last. */
  constructor(before: RecentTallies = []) {
    this.#before = new Map(before);
  }

  /** Whether the group is known, with the same decision of consent; if so, the error is counted. */
  count(id: string, second: number, decision?: CaptureDecision): boolean {
    const group = this.#open.get(id);
    if (!group || !isSame(group.decision, decision)) return false;
    const { tally } = group;
    tally.set(second, (tally.get(second) ?? 0) + 1);
    this.#changed.add(id);
    this.#newest = Math.max(this.#newest, second);
    return true;
  }

  /**
   * The first error of a group, or the first with another decision of consent.
   *
   * @param first - It becomes the group.
   */
  add(first: First, second: number): void {
    const { id } = first.sealed;
    const known = this.#open.get(id);
    if (known && this.#changed.has(id)) this.#parted.push(copyOf(known));
    const tally = known?.tally ?? new Map(parseTally(this.#before.get(id)));
    this.#open.set(id, Object.assign(first, { tally }));
    this.count(id, second, first.decision);
  }

  /** Groups that are new or have more errors since the last call, in their order. */
  takeChanged(): ErrorGroup[] {
    const ended = this.#ended();
    const changed = [...this.#changed].map((id) => this.#open.get(id)!);
    const again = ended.filter(({ sealed }) => !this.#changed.has(sealed.id)); // it may have been sent meanwhile
    const unchanged = again.map((group): ErrorGroup => ({ ...copyOf(group), isUnchanged: true }));
    const taken = [...this.#parted.splice(0), ...changed.map(copyOf), ...unchanged];
    this.#changed.clear();
    for (const { sealed } of ended) this.#open.delete(sealed.id);
    return taken;
  }

  /** Groups whose hour is over, in their order; they are forgotten. */
  takeEnded(): ErrorGroup[] {
    const ended = this.#ended();
    for (const { sealed } of ended) {
      this.#open.delete(sealed.id);
      this.#changed.delete(sealed.id);
    }
    return ended;
  }

  /** All groups, in their order; they are forgotten. */
  takeAll(): ErrorGroup[] {
    const all = [...this.#open.values()];
    this.#open.clear();
    this.#changed.clear();
    return all;
  }

  /** The state that another program needs to continue reading the log. */
  get recent(): RecentTallies {
    const since = this.#newest - recentSeconds;
    const isRecent = ([second]: readonly [number, number]) => second === undated || second >= since;
    const all = [...this.#open].map(
      ([id, { tally }]) => [id, renderTally(new Map([...tally].filter(isRecent)))] as const,
    );
    const known = new Set(this.#open.keys());
    const older = [...this.#before].filter(([id, [second]]) => !known.has(id) && isRecent([second!, 1]));
    return [...older, ...all.filter(([, tally]) => tally.length > 0)].slice(-openMost);
  }

  #ended(): OpenGroup[] {
    const all = [...this.#open.values()];
    const isOver = ({ tally }: OpenGroup) => endOf(tally.keys().next().value!) + lateSeconds < this.#newest;
    return all.filter((group, at) => isOver(group) || all.length - at > openMost);
  }
}

/** The second in which the hour of this error ends; without a time, it has no end. */
const endOf = (second: number) =>
  second === undated ? Number.POSITIVE_INFINITY : (Math.floor(second / 3600) + 1) * 3600;
