import { countOf, mergeTallies } from "../../group/tally.ts";
import type { Taken } from "./group-and-seal.ts";
import type { Pipeline } from "./pipeline.ts";

/** Calls its argument for each file in turn, and tells it whether there are several. */
type EachFile = (read: (file: string, areSeveral: boolean) => Promise<void>) => Promise<void>;

/**
 * Acts on the events of files as the outbox would keep them: equal errors of one hour are one event, also if they are
 * in several files. For that, the events of several files are held until all were read.
 */
export async function forEachEvent(
  pipeline: Pipeline,
  eachFile: EachFile,
  act: (taken: Taken) => Promise<void>,
): Promise<void> {
  const merged = new MergedEvents();
  await eachFile(async (file, areSeveral) => {
    for await (const taken of pipeline.take(file))
      for (const ready of areSeveral ? merged.add(taken) : [taken]) await act(ready);
  });
  for (const taken of merged.takeAll()) await act(taken);
}

/** Beyond this, the first event is released; its equals in later files are not merged with it. */
const heldBytesMost = 4 * 1024 * 1024;

class MergedEvents {
  /** By id, in the order in which they were found. */
  readonly #held = new Map<string, Taken>();
  #bytes = 0;

  /** @returns Events that are no longer held. */
  add(taken: Taken): Taken[] {
    const { id } = taken.sealed;
    const known = this.#held.get(id);
    const merged = known ? merge(known, taken) : taken;
    this.#held.set(id, merged);
    this.#bytes += merged.sealed.bytes.length - (known?.sealed.bytes.length ?? 0);
    const released: Taken[] = [];
    for (const first of this.#held.values()) {
      if (this.#bytes <= heldBytesMost) break;
      released.push(first);
      this.#held.delete(first.sealed.id);
      this.#bytes -= first.sealed.bytes.length;
    }
    return released;
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
