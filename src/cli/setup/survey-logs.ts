import { basename } from "node:path";
import { renderExcerpt } from "../../preview/excerpt.ts";
import { plural, renderAge } from "../../preview/summary.ts";
import { renderTally } from "../../preview/tally.ts";
import { fitLine } from "../../preview/terminal/fit.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { Finding } from "../../scrub/finding.ts";
import { shellWord } from "../../world/hints.ts";
import type { CommandDeps } from "../deps.ts";
import { forEachEvent } from "../pipeline/each-event.ts";
import { eachAlone } from "../pipeline/each-file.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";
import { openPipeline } from "../pipeline/pipeline.ts";
import type { Source } from "./source.ts";

/** The event that is shown, and its number in `preview`. */
interface Example {
  readonly taken: Taken;
  readonly number: number;
}

/** What was found in the logs of a bot. Nothing of it is kept. */
export interface Look {
  /** How many events there are in all logs. */
  readonly events: number;
  /** The newest event from which something was removed; otherwise the newest of all. */
  readonly example?: Example;
  /** How many errors belong to no registered publisher. */
  readonly others: number;
}

/** Reads the logs as `preview` would. */
export async function look({ logs, bot }: Source, deps: CommandDeps): Promise<Look> {
  const pipeline = await openPipeline(bot ? { bot: bot.name } : { files: logs }, deps);
  let events = 0;
  let example: Example | undefined;
  await forEachEvent(pipeline, eachAlone.bind(null, logs, logs.length > 1, deps), async (taken) => {
    events += 1;
    if (!example || isBetter(taken, example.taken)) example = { taken, number: events };
  });
  return { events, others: pipeline.others, ...(example && { example }) };
}

function isBetter({ sealed }: Taken, { sealed: known }: Taken): boolean {
  const shows = ({ findings }: Taken["sealed"]) => findings.length > 0;
  return shows(sealed) === shows(known) ? sealed.timeMs >= known.timeMs : shows(sealed);
}

/** What was found, for a screen of 60 columns and 15 lines. */
export function renderLook(source: Source, { events, others, example }: Look, deps: CommandDeps): Line[] {
  const { name, logs, bot, words } = source;
  const kind = bot ? ` (${bot.framework}): ${plural(bot.cogs.length, "cog")}, ` : ": ";
  const head: Line = [["strong", name], `${kind}${plural(logs.length, "log")}, ${plural(events, "event")}`];
  const problems = (bot?.problems ?? []).map((problem): Line => [["warn", problem]]);
  const preview = `vextel preview ${words.map((word) => shellWord(word)).join(" ")}`;
  if (!example) return [head, ...problems, ...explainNothing(source, others, preview)];
  const { taken, number } = example;
  const { sealed, file, line, tally } = taken;
  const places = sealed.findings.map(({ pointer = "", placeholder }) => ({ pointer, placeholder }));
  const lines: Line[] = [
    head,
    ...problems,
    [],
    [
      `${sealed.findings.length > 0 ? "For example" : "The newest"}, ${renderAge(sealed.timeMs, deps.world.nowMs())}, plugin ${sealed.plugin}${renderTally(tally)}`,
    ],
    [["dim", `${basename(file)}:${line}`]],
    ...renderExcerpt(sealed.bytes, places),
    ["Removed from the whole event: ", ...renderTakenOut(sealed.findings)],
  ];
  const { width } = deps.terminal;
  return [
    ...(width === undefined ? lines : lines.map((one) => fitLine(one, width))),
    [["dim", "All of it, as it would be sent:"]],
    [`  ${preview} --event ${number}`],
    [],
  ];
}

/** `2 API-SECRET (literal), 1 USERNAME (home-path)` */
function renderTakenOut(findings: readonly Finding[]): Line {
  const counts = new Map<string, { count: number; rule: string; placeholder: string }>();
  for (const { rule, placeholder } of findings) {
    const one = counts.get(`${rule} ${placeholder}`) ?? { count: 0, rule, placeholder };
    counts.set(`${rule} ${placeholder}`, { ...one, count: one.count + 1 });
  }
  if (counts.size === 0) return ["nothing"];
  return [...counts.values()].flatMap(({ count, rule, placeholder }, at) => [
    `${at === 0 ? "" : ", "}${count} `,
    ["mark", placeholder] as const,
    ` (${rule})`,
  ]);
}

function explainNothing({ logs, bot }: Source, others: number, preview: string): Line[] {
  if (others > 0)
    return [
      [`${plural(others, "error")} of plugins that no registered publisher claims; see them:`],
      [`  ${preview} --any`],
      [],
    ];
  if (logs.length === 0)
    return [
      [`There are no logs${bot ? ` in ${bot.logFolder}` : ""}.`],
      [bot?.problems.length ? "Run it as the account that runs the bot." : "Start the bot once; then run it again."],
      [],
    ];
  return [["They contain no errors. Errors that appear from now on can be kept."], []];
}
