import { Command } from "commander";
import type { Bot, Cog } from "../../owner/bot.ts";
import { findBots, type Machine } from "../../owner/find.ts";
import { releaseOf } from "../../owner/red/cogs.ts";
import type { LogSource } from "../../owner/services.ts";
import { plural } from "../../preview/summary.ts";
import { fitLine } from "../../preview/terminal/fit.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { placeOf } from "../pipeline/bot.ts";

export function findCommand(deps: CommandDeps, run = runFind): Command {
  return new Command("find")
    .description("list the bots on this machine: their logs, cogs and services")
    .option("--json", "print JSON")
    .addHelpText("after", example("vextel find"))
    .action((flags: { json?: true }) => run(flags, deps));
}

/** Reads what is there and keeps nothing; secrets are neither read nor shown. */
export async function runFind({ json }: { json?: true }, deps: CommandDeps): Promise<void> {
  const machine = findBots(placeOf(deps.world), deps.world.outside);
  if (json) return deps.terminal.json(machine);
  const lines = [...machine.bots.flatMap(renderBot), ...renderSources(machine.sources)];
  const { width } = deps.terminal;
  await deps.terminal.print(width === undefined ? lines : lines.map((line) => fitLine(line, width)));
  for (const problem of [...machine.problems, ...machine.bots.flatMap(({ problems }) => problems)])
    await deps.terminal.note([["warn", problem]]);
  await deps.terminal.note(nextStep(machine));
}

function renderBot({ name, framework, dataFolder, logFolder, logs, cogs }: Bot): Line[] {
  return [
    [["strong", name], `  ${framework}`],
    ...renderTable(
      [
        ["data", dataFolder],
        ["logs", logs.length > 0 ? `${plural(logs.length, "file")} in ${logFolder}` : `none yet in ${logFolder}`],
        ["cogs", cogs.length > 0 ? plural(cogs.length, "cog") : "none installed by Downloader"],
      ],
      "  ",
    ),
    ...renderTable(cogs.map(renderCog), "    "),
    [],
  ];
}

function renderCog(cog: Cog): [string, string] {
  const author = cog.author === undefined ? "" : ` by ${cog.author}`;
  const address = cog.address === undefined ? "" : `  ${cog.address}`;
  return [cog.name, `${releaseOf(cog)}${author}${address}`];
}

const kinds = { systemd: "systemd unit", pm2: "PM2 process", docker: "container" } as const;

const renderSources = (sources: readonly LogSource[]): Line[] =>
  sources.map(({ kind, name, logs, command }) => [
    ["strong", name],
    `  ${kinds[kind]}  `,
    logs.length > 0 ? logs.join(", ") : `${command} | vextel preview`,
  ]);

function nextStep({ bots, sources, lookedIn }: Machine): Line {
  if (bots.length > 0) return [`See what ${bots[0]!.name} would send: vextel preview --bot ${bots[0]!.name}`];
  if (sources.length > 0) return ["No instance of Red was found; to read a log: vextel preview <file>"];
  return [`No bot was found in ${lookedIn.join(" or ")}. Run it as the account that runs the bot, or name a log file.`];
}
