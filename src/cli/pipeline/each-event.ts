import { countOf, mergeTallies } from "../../group/tally.ts";
import type { Taken } from "./group-and-seal.ts";
import type { Pipeline } from "./pipeline.ts";

/** Calls its argument for each file in turn. */
type EachFile = (read: (file: string) => Promise<void>) => Promise<void>;

/**
 * Acts on the events of files as the outbox would keep them: equal errors of one hour are one event, also if others of
 * them come long after its end, or are in several files. For that, events are held until all files were read.
 */
export async function forEachEvent(
  pipeline: Pipeline,
  eachFile: EachFile,
  act: (taken: Taken) => Promise<void>,
): Promise<void> {
  const merged = new MergedEvents();
  await eachFile(async (file) => {
    for await (const taken of pipeline.take(file)) for (const ready of merged.add(taken)) await act(ready);
  });
  for (const taken of merged.takeAll()) await act(taken);
}

/** Beyond this, the first event is released, and errors of it that come later are not counted. */
const heldBytesMost = 4 * 1024 * 1024;
/** Of how many released events that is remembered. */
const releasedMost = 50_000;

class MergedEvents {
  /** By id, in the order in which they were found. */
  readonly #held = new Map<string, Taken>();
  /** The ids of events that are no longer held. */
  readonly #released = new Set<string>();
  #bytes = 0;

  /** @returns Events that are no longer held. */
  add(taken: Taken): Taken[] {
    const { id } = taken.sealed;
    if (this.#released.has(id)) return [];
    const known = this.#held.get(id);
    const merged = known ? merge(known, taken) : taken;
    this.#held.set(id, merged);
    this.#bytes += merged.sealed.bytes.length - (known?.sealed.bytes.length ?? 0);
    const released: Taken[] = [];
    for (const first of this.#held.values()) {
      if (this.#bytes <= heldBytesMost) break;
      released.push(first);
      this.#release(first.sealed);
    }
    return released;
  }

  #release({ id, bytes }: Taken["sealed"]): void {
    this.#held.delete(id);
    this.#bytes -= bytes.length;
    this.#released.add(id);
    if (this.#released.size > releasedMost) this.#released.delete(this.#released.values().next().value!);
  }

  *takeAll(): Generator<Taken> {
    yield* this.#held.values();
  }
}

/** The first event, with the errors of both counted. */
function merge(first: Taken, { tally: other, repeat }: Taken): Taken {
  const tally = mergeTallies(first.tally, other);
  if (countOf(tally) === countOf(first.tally)) return first;
  return { ...first, tally, sealed: repeat(first.sealed, tally) };
}
