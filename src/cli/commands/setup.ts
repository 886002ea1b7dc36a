import { Command, Option } from "commander";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { applyPlan } from "../setup/apply.ts";
import { type Plan, planQuestion, renderCommands, renderDone, renderPlan } from "../setup/plan.ts";
import {
  type AnswerFlags,
  type Answers,
  answersOf,
  askAnswers,
  openQuestions,
  showYes,
  ways,
} from "../setup/questions.ts";
import { planService, services, whyNot } from "../setup/service.ts";
import { chooseSource, type Source, type SourceFlags } from "../setup/source.ts";
import { look, renderLook } from "../setup/survey-logs.ts";

export interface SetupRequest extends SourceFlags, AnswerFlags {
  /** Asks nothing, and carries out the plan. */
  readonly yes?: true;
}

export function setupCommand(deps: CommandDeps, run = runSetup): Command {
  return new Command("setup")
    .description("find your bot, show one of its errors as it would be sent, and ask what to do with such errors")
    .option("--bot <name>", "a bot that `vextel find` lists; optional if there is only one")
    .option("--log <file>", "the log or folder of logs of a bot that `vextel find` does not list")
    .addOption(
      new Option(
        "--send <how>",
        "what to do with errors: keep them and send each by its id, send a publisher's automatically, or nothing",
      ).choices(ways),
    )
    .option("--publisher <name>", "the publisher whose errors are sent automatically; optional if there is only one")
    .addOption(
      new Option(
        "--service <kind>",
        "run `vextel watch` as a systemd unit of this account or of the system, or not",
      ).choices(services),
    )
    .option("--yes", "do not ask; needs an option for every question")
    .addHelpText("after", example("vextel setup", "vextel setup --bot tavern --send by-hand --service user --yes"))
    .action((flags: SetupRequest) => run(flags, deps));
}

/** All questions come first: nothing is changed until the last one is answered. */
export async function runSetup(request: SetupRequest, deps: CommandDeps): Promise<void> {
  const asks = deps.terminal.canAsk && !request.yes;
  const source = await chooseSource(request, asks, deps);
  if (!source) return refuseOpen(["--bot <name>"], request, deps);
  const seen = await look(source, deps);
  await deps.terminal.printProse(renderLook(source, seen, deps));
  const { manifests } = await deps.registry.read();
  const open = asks ? [] : openQuestions(request, manifests);
  if (request.yes && open.length > 0) return refuseOpen(open, request, deps);
  const answers = asks
    ? await askAnswers(request, manifests, deps)
    : await showYes(answersOf(request, manifests), manifests, deps);
  const plan: Plan = { source, look: seen, answers, ...servicePlan(source, answers, deps) };
  const changes = answers.send !== "nothing";
  if (changes && open.length === 0) await deps.terminal.printProse(renderPlan(plan));
  if (!asks && !request.yes) return refuseOpen(open, request, deps);
  const isSending = answers.send === "automatically"; // never by Enter alone
  if (changes && asks && !(await deps.terminal.confirm(planQuestion(plan), !isSending)))
    return deps.terminal.note(["Nothing was changed."]);
  const kept = await applyPlan(plan, deps);
  await deps.terminal.printProse(renderDone(plan, kept));
  await deps.terminal.print(renderCommands(plan)); // not wrapped, so that they can be copied
  await deps.terminal.note(...renderWarnings(plan, deps));
}

function servicePlan(source: Source, { service }: Answers, deps: CommandDeps): Pick<Plan, "service"> {
  return service === "none" ? {} : { service: planService(source, service, deps) };
}

/** Without a terminal: lists the options that are missing. */
async function refuseOpen(open: readonly string[], { yes }: SetupRequest, { terminal }: CommandDeps): Promise<void> {
  const choices = open.map((question): Line => [`  ${question}`]);
  if (yes) {
    await terminal.note(["Options that are missing:"], ...choices);
    throw new VextelError("USAGE", "Not every question is answered; nothing was changed", "Give the options above.");
  }
  if (open.length === 0) return terminal.note(["Nothing was changed. To do it, add --yes"]);
  await terminal.note(["There is no terminal to ask on, so nothing was changed. To do it, add --yes and"], ...choices);
}

/** Reasons why the plan may not work as expected. */
function renderWarnings({ answers, service }: Plan, deps: CommandDeps): Line[] {
  const why = service && whyNot(service.kind, deps);
  const isPassing = /[\\/]_npx[\\/]/.test(process.argv[1] ?? "");
  const { env } = deps.world;
  const isOff = (env.DO_NOT_TRACK && env.DO_NOT_TRACK !== "0") || env.VEXTEL_TELEMETRY === "0";
  return [
    ...(why === undefined ? [] : [[["warn", `The unit cannot be started now: ${why}.`]] as Line]),
    ...(service && isPassing
      ? [
          [
            [
              "warn",
              "The unit starts a copy of vextel that npx may remove: install its package first, with npm install -g.",
            ],
          ] as Line,
        ]
      : []),
    ...(service?.kind === "system" && deps.world.machine.user === "root"
      ? [[["warn", "The unit runs as root; make one as the account that runs the bot."]] as Line]
      : []),
    ...(answers.publisher !== undefined && isOff
      ? [[["warn", "DO_NOT_TRACK or VEXTEL_TELEMETRY is set: nothing is sent while it is."]] as Line]
      : []),
  ];
}
