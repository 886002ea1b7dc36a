import { explainEvent } from "../../author/explain.ts";
import { renderEnvelope } from "../../preview/render.ts";
import { plural, renderCounts, renderRequest } from "../../preview/summary.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import { countByRule } from "../../scrub/finding.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import { titleOf } from "../../seal/title.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { forEachEvent } from "../pipeline/each-event.ts";
import { eachAlone } from "../pipeline/each-file.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import { describeRequestOf } from "../pipeline/pending/request.ts";
import { openPipeline } from "../pipeline/pipeline.ts";
import { findPlugins, openProject, simulate, withOnly } from "./support/author-project.ts";
import { manifestName } from "./support/manifest-file.ts";

export interface SimulateFlags {
  readonly manifest?: string;
  /** Only this plugin; for logs, all. */
  readonly plugin?: string;
  readonly json?: true;
}

/**
 * Shows what an owner would see, and what would be sent, for a sample error of each plugin, or for the errors in logs.
 * Keeps nothing and sends nothing. Exit status 1 if a sample error is not attributed to its own plugin.
 */
export async function runPublisherSimulate(
  logs: readonly string[],
  flags: SimulateFlags,
  deps: CommandDeps,
): Promise<void> {
  const project = openProject(flags.manifest ?? manifestName, deps);
  const json = flags.json ? deps.terminal.jsonArray() : undefined;
  const show = async (taken: Taken) =>
    json ? json.add(toJson(taken)) : deps.terminal.print(renderTaken(taken, logs.length > 0));
  try {
    if (logs.length > 0) await simulateLogs(logs, await withOnly(project.manifest, deps), show);
    else
      for (const plugin of findPlugins(project.manifest, flags.plugin)) {
        const taken = await simulate(plugin, project, deps);
        if (taken?.sealed.plugin === plugin.name) await show(taken);
        else await refuse(plugin.name, taken, deps);
      }
  } finally {
    await json?.end();
  }
  await deps.terminal.note(["Nothing was kept or sent."]);
}

async function simulateLogs(
  logs: readonly string[],
  deps: CommandDeps,
  show: (taken: Taken) => Promise<void>,
): Promise<void> {
  const pipeline = await openPipeline({}, deps);
  let count = 0;
  await forEachEvent(pipeline, eachAlone.bind(null, logs, logs.length > 1, deps), async (taken) => {
    count += 1;
    await show(taken);
  });
  const whole = count + pipeline.others;
  await deps.terminal.note([
    `${plural(count, "event")} of the manifest's plugins; ${pipeline.others} of ${plural(whole, "error")} ${pipeline.others === 1 ? "belongs" : "belong"} to other plugins.`,
  ]);
}

async function refuse(plugin: string, taken: Taken | undefined, { terminal, setStatus }: CommandDeps): Promise<void> {
  setStatus(exit.failed);
  const got = taken === undefined ? "it belongs to no plugin" : `it belongs to ${taken.sealed.plugin}`;
  await terminal.note([
    ["bad", `${plugin}: its claims do not match an error in its own code: ${got}.`],
    " Look: vextel publisher check",
  ]);
}

function renderTaken({ file, line, sealed }: Taken, isOfLog: boolean): Line[] {
  const { publisher, plugin, bytes, dsn, sha256, findings } = sealed;
  const { why, release, group } = explainEvent(parseEnvelope(bytes).payload);
  const places = findings.map(({ pointer = "", placeholder }) => ({ pointer, placeholder }));
  return [
    [["strong", plugin], isOfLog ? `  ${file}:${line}` : "  a sample error, at a place in its code"],
    ...renderTable(
      [
        ["whose", `${publisher}/${plugin}: ${why}`],
        ["title", titleOf(bytes)],
        release === undefined ? undefined : ["release", release],
        ["grouped by", group],
      ],
      "  ",
    ),
    [],
    ...renderEnvelope(bytes, places),
    [],
    [["strong", "Removed: "], renderCounts(countByRule(findings))],
    ...renderRequest(describeRequestOf(dsn, bytes.length)),
    [["dim", `${bytes.length} bytes, SHA-256 ${sha256}`]],
    [],
  ];
}

function toJson({ file, line, sealed }: Taken) {
  const { publisher, plugin, id, sha256, bytes, dsn } = sealed;
  const { payload } = parseEnvelope(bytes);
  return {
    ...{ file, line, publisher, plugin, id, sha256, title: titleOf(bytes), ...explainEvent(payload) },
    ...{ ...describeRequestOf(dsn, bytes.length), event: payload, findings: sealed.findings },
  };
}
