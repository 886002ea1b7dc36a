import type { Stamp } from "../../consent/hold.ts";
import type { HostFramework } from "../../report/report.ts";
import { readBeginning } from "../../world/outside/input.ts";
import { collectEarlier } from "../../world/process/v8/collect-earlier.ts";
import { optimizeLater } from "../../world/process/v8/optimize-later.ts";
import { optimizeLess } from "../../world/process/v8/optimize-less.ts";
import { createTuning, type Setting } from "../../world/process/v8/tuning.ts";
import type { CommandDeps } from "../deps.ts";
import { openOwners } from "./attribution/live-owners.ts";
import { createAnswers } from "./context/consent-cache.ts";
import { openScrubContexts, type SecretFlags } from "./context/scrub-context.ts";
import type { AttributionFlags } from "./fallback.ts";
import { createSorter, type Taken } from "./group-and-seal.ts";
import type { ErrorGroups } from "./groups.ts";
import { isUnreadable, readNamedInput } from "./input.ts";
import { openText, type Place, readStartUp, type StartUp, startUpBytes, type TextPipeline } from "./text.ts";
import { WithheldErrors } from "./withheld.ts";

export interface PipelineFlags extends SecretFlags, AttributionFlags {
  /** Frameworks and their versions, for texts without start-up lines. */
  readonly host?: readonly HostFramework[];
  /** Keeps a receipt of each error that cannot be sealed. */
  readonly keepsReceipts?: boolean;
  /** Keeps what each event was sealed from, in memory only, for the owner to read. */
  readonly holdsDrafts?: boolean;
}

/** Turns texts into sealed events: capture, attribution, grouping, sealing. Keeps nothing and sends nothing. */
export interface Pipeline {
  /** How many errors belonged to no registered plugin and were not kept. */
  readonly others: number;
  /** The number of errors that could not be sealed; each was reported, and did not affect others. */
  readonly withheld: number;
  /**
   * Reads all errors of a file, or of standard input for `-`. Each event is returned when its hour is complete, at the
   * latest at the end; those of a damaged file before `FILE_UNREADABLE` is thrown.
   */
  take(file: string): AsyncGenerator<Taken>;
  /** The same, with the events that are ready at the same time together: at most 64. */
  takeBatches(file: string): AsyncGenerator<Taken[]>;
  /**
   * A text that comes in pieces.
   *
   * @param groups - Those of the text that it continues from.
   */
  open(file: string, groups?: ErrorGroups, place?: Place): Promise<TextPipeline>;
  /** What the beginnings of these files say; files that cannot be read are ignored. */
  startUpOf(files: readonly string[]): Promise<StartUp>;
}

/**
 * @param capture - Whether a person captures, or vextel automatically: then consent decides, and cuts the breadcrumbs.
 * @throws {VextelError} `STATE_UNTRUSTED` if the folder of manifests cannot be trusted; and, where a person captures,
 * if the consent file or the policy cannot. Automatically, errors are held then.
 */
export async function openPipeline(
  flags: PipelineFlags,
  deps: CommandDeps,
  capture: Stamp["capture"] = "by hand",
): Promise<Pipeline> {
  const isAutomatic = capture === "automatic";
  const owners = await openOwners(flags, deps);
  const scrubContextOf = await openScrubContexts(deps, flags, {
    whenDamaged: isAutomatic ? "strictest" : "refuse",
    tell: deps.terminal.note,
  });
  const withheld = new WithheldErrors(deps, flags.keepsReceipts ?? false);
  const sorter = createSorter({
    ...{ world: deps.world, owners, scrubContextOf, withheld, isAutomatic },
    answers: createAnswers(deps, isAutomatic),
    holdsDrafts: flags.holdsDrafts ?? false,
  });
  const texts = { owners, sorter, isAutomatic, hosts: flags.host ?? [], onPiece: createTuning(tuning) };
  const open: Pipeline["open"] = (file, groups, place) => openText(file, texts, groups, place);
  const pipeline: Pipeline = {
    get others() {
      return sorter.others;
    },
    get withheld() {
      return withheld.count;
    },
    open,
    async startUpOf(files) {
      let startUp: StartUp = { hosts: [], forms: [] };
      for (const file of files) startUp = await readStartUp(await readBeginning(file, startUpBytes), startUp);
      return startUp;
    },
    async *take(file) {
      for await (const batch of pipeline.takeBatches(file)) yield* batch;
    },
    async *takeBatches(file) {
      const text = await open(file);
      let isEmpty = true;
      let damage: unknown;
      try {
        for await (const chunk of readNamedInput(file, deps, true, () => text.errors)) {
          isEmpty = false;
          await text.push(chunk);
          yield* inBatches(text.takeEnded());
        }
      } catch (error) {
        if (isEmpty || !isUnreadable(error)) throw error;
        damage = error; // what could be read counts
      }
      await text.flush();
      yield* inBatches(text.takeEnded(true));
      if (damage !== undefined) throw damage;
    },
  };
  return pipeline;
}

const batchMost = 64;

function* inBatches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += batchMost) yield all.slice(at, at + batchMost);
}

/** Code that is loaded before the first of them can come from its cache. */
const tuning: readonly Setting[] = [
  [32 * 1024, optimizeLater],
  [256 * 1024, collectEarlier],
  [1024 * 1024, optimizeLess],
];
