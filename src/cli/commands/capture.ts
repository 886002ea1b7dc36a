import { Command } from "commander";
import type { KeptGroup } from "../../outbox/keep/keep-group.ts";
import { plural, renderCounts } from "../../preview/summary.ts";
import { renderTally, tallyJson } from "../../preview/tally.ts";
import { fitLine } from "../../preview/terminal/fit.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { countByRule } from "../../scrub/finding.ts";
import { titleOf } from "../../seal/title.ts";
import { addAttributionOptions } from "../arguments/attribution-options.ts";
import { example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { forEachFile } from "../pipeline/each-file.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import { noteOthers } from "../pipeline/others.ts";
import { openPipeline, type PipelineFlags } from "../pipeline/pipeline.ts";
import { noteWithheld } from "../pipeline/withheld.ts";

export interface CaptureRequest extends PipelineFlags {
  readonly files: readonly string[];
  /** Also keeps events that were dropped before. */
  readonly again?: true;
  readonly json?: true;
}

export function captureCommand(deps: CommandDeps, run = runCapture): Command {
  const command = new Command("capture")
    .description("keep the errors in a log as pending events, to be read and sent one by one")
    .argument("[file...]", "logs, folders of logs or tracebacks, also gzipped; without any, or for `-`, standard input")
    .option("--again", "also keep events that you dropped earlier")
    .option("--json", "print a JSON array with one object per event");
  return addSecretOptions(addAttributionOptions(command))
    .addHelpText("after", example("vextel capture red.log", "journalctl -u red | vextel capture --plugin status"))
    .action((files: string[], flags: Omit<CaptureRequest, "files">) => run({ files, ...flags }, deps));
}

interface Kept extends Taken {
  /** The id of the event that counts it; not its own if that event was sent already. */
  readonly id: string;
  readonly state: KeptGroup["state"];
  readonly title: string;
}

/** Each event is on disk before it is printed, and is then no longer held in memory. */
export async function runCapture(request: CaptureRequest, deps: CommandDeps): Promise<void> {
  const pipeline = await openPipeline({ ...request, keepsReceipts: true }, deps);
  const json = request.json ? deps.terminal.jsonArray() : undefined;
  const counts = { all: 0, fresh: 0, gone: 0 };
  const former: Former = { dropped: [], waiting: [] };
  const dropped = new DroppedOlder(deps);
  try {
    await forEachFile(request, deps, async (file) => {
      for await (const batch of pipeline.takeBatches(file)) {
        const titled = batch.map((taken) => ({ ...taken, title: titleOf(taken.sealed.bytes) }));
        const groups = await deps.outbox.keepGroups(titled, { again: request.again });
        for (const [at, taken] of titled.entries()) {
          const kept = { ...taken, ...groups[at]! };
          counts.all += 1;
          if (kept.former) former[kept.former.state].push(kept.former.id);
          if (kept.state === "kept") counts.fresh += 1;
          if (kept.state === "dropped") counts.gone += 1;
          await (json ? json.add(toJson(kept)) : printKept(kept, deps));
        }
        await dropped.tidyAfter(batch.length);
      }
    });
  } finally {
    await json?.end();
  }
  await dropped.tidy();
  const known = counts.all - counts.fresh - counts.gone;
  await deps.terminal.note([
    `${plural(counts.fresh, "event")} kept${known > 0 ? `, ${known} already known` : ""}`,
    `${counts.gone > 0 ? `, ${counts.gone} dropped earlier (--again keeps them)` : ""}. `,
    counts.all > 0 ? "To read one: vextel show <event-id>. Nothing was sent." : "No errors were found.",
  ]);
  await dropped.note();
  await noteFormer(former, deps);
  await noteOthers(pipeline, deps);
  await noteWithheld(pipeline, deps);
}

/** Ids of earlier events whose errors were captured again, because their publisher was registered meanwhile. */
type Former = Readonly<Record<"dropped" | "waiting", string[]>>;

async function noteFormer({ dropped, waiting }: Former, { terminal }: CommandDeps): Promise<void> {
  if (dropped.length > 0)
    await terminal.note([
      `${plural(dropped.length, "event")} captured before the publisher was registered: dropped, its new event has the same errors.`,
    ]);
  if (waiting.length > 0)
    await terminal.note([
      `Captured before the publisher was registered, and kept since you looked at it: ${waiting.map((id) => id.slice(0, 12)).join(", ")}. `,
      "To drop it: vextel drop <event-id>.",
    ]);
}

/** Lists the events that were dropped to make room. */
class DroppedOlder {
  readonly #deps: CommandDeps;
  #count = 0;
  #untidied = 0;
  #reason = "";

  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }

  /** Makes room if many events were kept since it was done last. */
  async tidyAfter(events: number): Promise<void> {
    this.#untidied += events;
    if (this.#untidied >= tidyEvery) await this.tidy();
  }

  async tidy(): Promise<void> {
    this.#untidied = 0;
    const dropped = await this.#deps.outbox.tidy();
    this.#count += dropped.length;
    this.#reason ||= dropped[0]?.reason ?? "";
  }

  async note(): Promise<void> {
    if (this.#count === 0) return;
    await this.#deps.terminal.note([["warn", `${plural(this.#count, "older event")} dropped: ${this.#reason}`]]);
  }
}

/** How many events are kept between two checks of the quota. */
const tidyEvery = 250;

async function printKept({ id, sealed, title, tally, state }: Kept, { terminal }: CommandDeps): Promise<void> {
  const settled = { sent: "already sent", dropped: "dropped earlier; --again keeps it" };
  const command = state === "sent" || state === "dropped" ? settled[state] : `vextel send ${id.slice(0, 12)}`;
  const before = {
    kept: "",
    dropped: "",
    raised: "already kept, now with a higher count; ",
    waiting: "already kept; ",
    sent: "",
  };
  const { width } = terminal;
  const lines: Line[] = [
    [["strong", id], `  ${sealed.publisher}/${sealed.plugin}  ${title}${renderTally(tally)}`],
    [["dim", `  ${before[state]}removed ${renderCounts(countByRule(sealed.findings))}`]],
    [`  ${command}`],
  ];
  await terminal.print(width === undefined ? lines : lines.map((line) => fitLine(line, width)));
}

/** An event whose count increased was pending before. */
const toJson = ({ file, line, id, sealed, tally, state }: Kept) => ({
  ...{ file, line, publisher: sealed.publisher, plugin: sealed.plugin, id, sha256: sealed.sha256 },
  ...{
    state: state === "raised" ? "waiting" : state,
    command: state === "dropped" ? "vextel capture --again" : `vextel send ${id}`,
    ...tallyJson(tally),
  },
  findings: Object.fromEntries(countByRule(sealed.findings)),
});
