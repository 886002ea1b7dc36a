import { Command } from "commander";
import { decideEffective } from "../../consent/consent.ts";
import { allKinds } from "../../consent/kinds.ts";
import type { Line } from "../../preview/line.ts";
import { claimsOf } from "../arguments/claims.ts";
import { example } from "../arguments/help.ts";
import { choosePublishers } from "../arguments/publishers.ts";
import type { CommandDeps } from "../deps.ts";

export interface AnswerRequest {
  readonly answer: "enabled" | "disabled";
  readonly publisher?: string;
  readonly all?: true;
}

type Run = (request: AnswerRequest, deps: CommandDeps) => Promise<void>;

export const enableCommand = (deps: CommandDeps, run: Run = runAnswer): Command =>
  answerCommand("enable", "enabled", "let plugins of a publisher report their errors from now on", deps, run);

export const disableCommand = (deps: CommandDeps, run: Run = runAnswer): Command =>
  answerCommand("disable", "disabled", "let nothing of a publisher be sent by itself", deps, run);

function answerCommand(name: string, answer: AnswerRequest["answer"], about: string, deps: CommandDeps, run: Run) {
  return new Command(name)
    .description(about)
    .argument("[publisher]", "whose plugins; needed where there are several")
    .option("--all", "every publisher")
    .addHelpText("after", example(`vextel ${name} vex-cogs`))
    .action((publisher: string | undefined, flags: { all?: true }) =>
      run({ answer, ...(publisher !== undefined && { publisher }), ...flags }, deps),
    );
}

/** Saves the answer and its date. Giving the same answer again keeps the first date. */
export async function runAnswer({ answer, publisher, all }: AnswerRequest, deps: CommandDeps): Promise<void> {
  const question = answer === "enabled" ? "Whose plugins may report errors?" : "Whose plugins may not report errors?";
  const manifests = answer === "enabled" ? await deps.registry.list() : []; // a no needs none that can be trusted
  for (const name of await choosePublishers(publisher, all, question, deps)) {
    const claims = claimsOf(name, manifests, (await deps.consent.read()).get(name), deps.world.env);
    const given = answer === "enabled" ? ({ answer, claims, kinds: allKinds } as const) : { answer };
    const consent = await deps.consent.answer(name, given);
    const { effective, source } = decideEffective(deps.world.env, consent);
    await deps.terminal.print(answer === "enabled" ? renderEnabled(name) : renderDisabled(name, consent.manual));
    if (effective !== answer)
      await deps.terminal.note([["warn", `${source} is set in this environment: nothing is sent while it is.`]]);
  }
}

const renderEnabled = (name: string): Line[] => [
  [["strong", name], ": ", ["good", "enabled"], ". Errors captured from now on are sent by themselves, scrubbed."],
  ["What waits from before is sent only by naming it: vextel send <event-id>"],
  [["dim", `Undo: vextel disable ${name}`]],
];

const renderDisabled = (name: string, manual: boolean): Line[] => [
  [["strong", name], ": ", ["warn", "disabled"], ". Nothing is sent by itself."],
  [
    manual
      ? "Errors are kept here; send one by hand with: vextel send <event-id>"
      : "Plugins keep no errors either; `vextel capture` keeps those that you give it.",
  ],
  [["dim", `Undo: vextel enable ${name}`]],
];
