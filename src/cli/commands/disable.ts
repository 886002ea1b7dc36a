import { Command } from "commander";
import type { Line } from "../../preview/terminal/line.ts";
import { example } from "../arguments/help.ts";
import { choosePublishers, registeredIfReadable } from "../arguments/publishers.ts";
import type { CommandDeps } from "../deps.ts";

export interface DisableRequest {
  readonly publisher?: string;
  readonly all?: true;
}

export function disableCommand(deps: CommandDeps, run = runDisable): Command {
  return new Command("disable")
    .description("stop sending a publisher's errors automatically")
    .argument("[publisher]", "its name; optional if there is only one")
    .option("--all", "apply to every publisher")
    .addHelpText("after", example("vextel disable vex-cogs"))
    .action((publisher: string | undefined, flags: { all?: true }) =>
      run({ ...(publisher !== undefined && { publisher }), ...flags }, deps),
    );
}

export async function runDisable({ publisher, all }: DisableRequest, deps: CommandDeps): Promise<void> {
  const registered = await registeredIfReadable(deps);
  const question = "Which publisher do you want to disable?";
  for (const name of await choosePublishers(publisher, all, question, deps, registered)) {
    const wasEnabled = (await deps.consent.read()).get(name)?.answer === "enabled";
    const { manual } = await deps.consent.answer(name, { answer: "disabled" });
    await deps.terminal.printProse(renderDisabled(name, manual, wasEnabled));
  }
}

const renderDisabled = (name: string, manual: boolean, wasEnabled: boolean): Line[] => [
  [["strong", name], ": ", ["warn", "disabled"], ". Nothing is sent automatically."],
  [
    manual
      ? "Errors are kept on this machine; send one with: vextel send <event-id>"
      : "Errors of its plugins are not kept either; `vextel capture` still keeps those of a log.",
  ],
  ...(wasEnabled ? [[["dim", `Undo: vextel enable ${name}`]] satisfies Line] : []),
];
