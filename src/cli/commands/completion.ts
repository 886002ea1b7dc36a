import { Argument, Command, type Option } from "commander";
import { toSafeText } from "../../preview/terminal/safe.ts";
import { example } from "../arguments/help.ts";
import { listPublishers } from "../arguments/publishers.ts";
import { bashScript } from "../completion/bash-script.ts";
import type { Choice, Choose } from "../completion/completion.ts";
import type { CommandDeps } from "../deps.ts";

const shells = ["bash", "zsh", "fish", "powershell"] as const;

export function completionCommand(deps: CommandDeps): Command {
  return new Command("completion")
    .description("print a script with which a shell completes commands, options, event ids and names")
    .addArgument(new Argument("<shell>", "the shell to print it for").choices(shells))
    .addHelpText("after", example('eval "$(vextel completion bash)"', "vextel completion fish | source"))
    .action(async (shell: (typeof shells)[number]) => {
      if (shell === "bash") return deps.terminal.write(bashScript);
      const { script } = await import("@bomb.sh/tab");
      if (shell !== "powershell") return script(shell, "vextel", "vextel");
      const { powershellScript, printedBy } = await import("../completion/powershell-script.ts");
      return deps.terminal.write(powershellScript(printedBy(() => script(shell, "vextel", "vextel"))));
    });
}

/** Called by the scripts: prints the words that may be at the cursor. */
export function completeCommand(deps: CommandDeps, createTree: () => Promise<Command>): Command {
  return new Command("complete")
    .description("print completions of a command line; called by shells")
    .argument("[word...]", "the words that follow `vextel`, after `--`")
    .addHelpText("after", example('vextel complete -- show ""'))
    .action(async (words: string[]) => {
      const { printCompletions } = await import("../completion/completion.ts");
      const known = await readKnown(words, deps);
      printCompletions(await createTree(), words, (what) => chooseFor(what, known));
    });
}

type Kind = "event-id" | "publisher" | "plugin" | "full-plugin" | "rule";
type Known = Readonly<Record<Kind, readonly Choice[]>>;

/** By the name of an argument, or of an option's value. */
const kindOf: Readonly<Record<string, Kind | "files">> = {
  "event-id": "event-id",
  publisher: "publisher",
  name: "publisher",
  "--plugin": "plugin",
  plugin: "full-plugin",
  rule: "rule",
  "--on": "rule",
  "--off": "rule",
  file: "files",
  "--secret-file": "files",
};

function chooseFor(what: Argument | Option, known: Known): Choose | undefined {
  if (what.argChoices) return () => what.argChoices!.map((word): Choice => [word, ""]);
  const kind = kindOf["long" in what ? what.long! : what.name()];
  return kind && (() => (kind === "files" ? kind : known[kind]));
}

/** What cannot be read is not offered; the command itself reports why. */
async function readKnown([command]: readonly string[], deps: CommandDeps): Promise<Known> {
  const { manifests } = await deps.registry.read().catch(() => ({ manifests: [] }));
  const { rules } = await import("../../scrub/rules/index.ts");
  return {
    "event-id": await readEvents(command, deps).catch(() => []),
    publisher: (await listPublishers(deps).catch(() => [])).map((name): Choice => [name, ""]),
    plugin: manifests.flatMap(({ plugins }) => plugins.map(({ name, version }): Choice => [name, version])),
    "full-plugin": manifests.flatMap(({ publisher, plugins }) =>
      plugins.map(({ name, version }): Choice => [`${publisher}/${name}`, version]),
    ),
    rule: rules.map(({ name, recognises }): Choice => [name, recognises]),
  };
}

async function readEvents(command: string | undefined, { outbox }: CommandDeps): Promise<Choice[]> {
  if (command === undefined || !["show", "send", "drop", "edit"].includes(command)) return [];
  const events = [...(await outbox.list()), ...(command === "show" ? await outbox.receipts() : [])];
  return events.map(({ id, title }) => [id.slice(0, 12), toSafeText(title)]);
}
