import type { Found } from "../../capture/found.ts";
import type { HostFramework } from "../../report/report.ts";
import { Arrivals } from "./arrivals.ts";
import type { LiveOwners } from "./attribution/live-owners.ts";
import type { Sorter, Taken } from "./group-and-seal.ts";
import { ErrorGroups } from "./groups.ts";

/** One text while it is read. */
export interface TextPipeline {
  /** @param afterMs - It was written after this moment, epoch milliseconds. Default: unknown. */
  push(chunk: Uint8Array, afterMs?: number): Promise<void>;
  /** Treats errors interrupted by others at or before this line as complete. */
  settle(line: number): Promise<void>;
  /** The number of lines so far. */
  readonly lines: number;
  /** The number of errors so far. */
  readonly errors: number;
  /** Treats open errors at the end as complete. */
  flush(): Promise<void>;
  /** Offset in bytes from which reading again finds every error that was not counted yet. */
  readonly resumeOffset: number;
  /** Whether a log line before that offset is the one that the text from there on is below. */
  readonly isTorn: boolean;
  readonly groups: ErrorGroups;
  /** The frameworks named in start-up lines. */
  readonly hosts: readonly HostFramework[];
  /** Events that are new or count more errors since the last call. */
  takeChanged(): Taken[];
  /** Events of hours that are complete; with `all`, of every hour. */
  takeEnded(all?: boolean): Taken[];
}

/** How a text is read. */
export interface TextDeps {
  readonly owners: LiveOwners;
  /** Whether manifests may change while it is read; a person's capture uses one state of them. */
  readonly isAutomatic: boolean;
  readonly sorter: Sorter;
  /** The frameworks that are known before a start-up line names one. */
  readonly hosts: readonly HostFramework[];
  /** As in `CaptureOptions`. */
  readonly isTorn: boolean;
}

/** @param groups - Those of the text that this one continues from. */
export async function openText(
  file: string,
  { owners, sorter, isAutomatic, hosts, isTorn }: TextDeps,
  groups = new ErrorGroups(),
): Promise<TextPipeline> {
  const { createCapture } = await import("../../capture/capture.ts");
  const capture = createCapture({ ...owners, hosts, isTorn });
  const arrivals = new Arrivals();
  let errors = 0;
  const addAll = async (all: readonly Found[]) => {
    errors += all.length;
    await sorter.add(all, { file, groups, afterMs: ({ offset }) => arrivals.afterMs(offset) });
  };
  return {
    push: async (chunk, afterMs = 0) => {
      if (isAutomatic) await owners.refresh();
      arrivals.add(chunk.length, afterMs, () => capture.resumeOffset);
      await addAll(capture.push(chunk));
    },
    settle: (line) => addAll(capture.settle(line)),
    flush: () => addAll(capture.flush()),
    get lines() {
      return capture.lines;
    },
    get errors() {
      return errors;
    },
    get resumeOffset() {
      return capture.resumeOffset;
    },
    get isTorn() {
      return capture.isTorn;
    },
    get hosts() {
      return capture.hosts;
    },
    groups,
    takeChanged: () => groups.takeChanged().map(sorter.close),
    takeEnded: (all) => (all ? groups.takeAll() : groups.takeEnded()).map(sorter.close),
  };
}

/** Start-up lines are within this many bytes. */
export const startUpBytes = 256 * 1024;

/** The frameworks named at the beginning of a text, in addition to the known ones. */
export async function hostsIn(
  beginning: Uint8Array,
  known: readonly HostFramework[],
): Promise<readonly HostFramework[]> {
  const { createCapture } = await import("../../capture/capture.ts");
  const capture = createCapture({ hosts: known });
  capture.push(beginning);
  capture.flush();
  return capture.hosts;
}
