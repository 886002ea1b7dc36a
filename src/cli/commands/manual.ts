import { Argument, Command } from "commander";
import type { Line } from "../../preview/terminal/line.ts";
import { example } from "../arguments/help.ts";
import { choosePublishers } from "../arguments/publishers.ts";
import type { CommandDeps } from "../deps.ts";

export interface ManualRequest {
  readonly manual: boolean;
  readonly publisher?: string;
  readonly all?: true;
}

export function manualCommand(deps: CommandDeps, run = runManual): Command {
  return new Command("manual")
    .description("choose whether errors that are not sent automatically are kept, so that you can send them yourself")
    .addArgument(new Argument("<state>", "whether they are kept").choices(["on", "off"]))
    .argument("[publisher]", "its name; optional if there is only one")
    .option("--all", "apply to every publisher")
    .addHelpText("after", example("vextel manual off vex-cogs"))
    .action((state: "on" | "off", publisher: string | undefined, flags: { all?: true }) =>
      run({ manual: state === "on", ...(publisher !== undefined && { publisher }), ...flags }, deps),
    );
}

export async function runManual({ manual, publisher, all }: ManualRequest, deps: CommandDeps): Promise<void> {
  for (const name of await choosePublishers(publisher, all, "For whose plugins?", deps)) {
    let isNew = false;
    await deps.consent.change(name, (before) => {
      isNew = before.manual !== manual;
      return { ...before, manual };
    });
    await deps.terminal.printProse([
      [
        ["strong", name],
        `: manual is ${manual ? "on: errors that are not sent automatically are kept" : "off: errors that are not sent automatically are not kept, except by `vextel capture`"}.`,
      ],
      ...(isNew ? [[["dim", `Undo: vextel manual ${manual ? "off" : "on"} ${name}`]] satisfies Line] : []),
    ]);
  }
}
