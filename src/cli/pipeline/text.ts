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
  /** As `Capture.isWithinText`. */
  readonly isWithinText: boolean;
  readonly groups: ErrorGroups;
  /** What its start-up lines say. */
  readonly startUp: StartUp;
  /** Events that are new or count more errors since the last call. */
  takeChanged(): Taken[];
  /** Events of hours that are complete; with `all`, of every hour. */
  takeEnded(all?: boolean): Taken[];
}

/** What the start-up lines of a log say. */
export interface StartUp {
  /** The frameworks that they name. */
  readonly hosts: readonly HostFramework[];
  /** As `Capture.forms`. */
  readonly forms: readonly string[];
}

/** Where a text begins in its log. */
export interface Place {
  /** What is known of the log before it. */
  readonly known?: StartUp;
  /** As in `CaptureOptions`. */
  readonly isBeginning?: boolean;
  readonly isTorn?: boolean;
  readonly isWithinText?: boolean;
}

/** How a text is read. */
export interface TextDeps {
  readonly owners: LiveOwners;
  /** Whether manifests may change while it is read; a person's capture uses one state of them. */
  readonly isAutomatic: boolean;
  readonly sorter: Sorter;
  /** The frameworks that the owner named. */
  readonly hosts: readonly HostFramework[];
  /** Called with the length of each piece before it is read. */
  readonly onPiece: (length: number) => void;
}

/** @param groups - Those of the text that this one continues from. */
export async function openText(
  file: string,
  { owners, sorter, isAutomatic, hosts: named, onPiece }: TextDeps,
  groups = new ErrorGroups(),
  { known, ...place }: Place = {},
): Promise<TextPipeline> {
  const { createCapture } = await import("../../capture/capture.ts");
  const capture = createCapture({ ...owners, ...known, ...place, hosts: mergeHosts(named, known?.hosts ?? []) });
  const arrivals = new Arrivals();
  let errors = 0;
  let others = 0;
  const addAll = async (all: readonly Found[]) => {
    const more = capture.others - others;
    others += more;
    errors += more + all.length;
    sorter.addOthers(more);
    await sorter.add(all, { file, groups, afterMs: ({ offset }) => arrivals.afterMs(offset) });
  };
  return {
    push: async (chunk, afterMs = 0) => {
      onPiece(chunk.length);
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
    get isWithinText() {
      return capture.isWithinText;
    },
    get startUp() {
      return startUpOf(capture);
    },
    groups,
    takeChanged: () => groups.takeChanged().map(sorter.close),
    takeEnded: (all) => (all ? groups.takeAll() : groups.takeEnded()).map(sorter.close),
  };
}

/** Start-up lines are within this many bytes. */
export const startUpBytes = 256 * 1024;

/** What the beginning of a text says, in addition to what is known. */
export async function readStartUp(beginning: Uint8Array, known: StartUp): Promise<StartUp> {
  const { createCapture } = await import("../../capture/capture.ts");
  const capture = createCapture(known);
  capture.push(beginning);
  capture.flush();
  return startUpOf(capture);
}

const startUpOf = ({ hosts, forms }: StartUp): StartUp => ({ hosts, forms });

/** The first list, and what only the second contains. */
const mergeHosts = (first: readonly HostFramework[], second: readonly HostFramework[]) => [
  ...first,
  ...second.filter(({ name }) => !first.some((host) => host.name === name)),
];
