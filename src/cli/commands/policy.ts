import { Argument, Command, InvalidArgumentError } from "commander";
import { VextelError } from "../../errors.ts";
import { defaultBecomes, type Rules } from "../../policy/policy.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { readNamedInput } from "../pipeline/input.ts";
import { changePolicy } from "../policy/change.ts";
import { addWords, removeWords, switchRule } from "../policy/edits.ts";
import { runShowPolicy, type Scope } from "../policy/show.ts";

export function policyCommand(deps: CommandDeps): Command {
  const policy = new Command("policy")
    .description("choose what else is removed from every event")
    .addHelpText("after", example("vextel policy show", "vextel policy add Anna"));
  const make = [showCommand, addCommand, removeCommand, ruleCommand, idsCommand, breadcrumbsCommand];
  for (const command of make) policy.addCommand(command(deps).option("--publisher <name>", "only for this publisher"));
  return policy;
}

const showCommand = (deps: CommandDeps) =>
  new Command("show")
    .description("show the policy")
    .option("--json", "print JSON")
    .addHelpText("after", example("vextel policy show"))
    .action((flags: Scope & { json?: true }) => runShowPolicy(flags, deps));

const addCommand = (deps: CommandDeps) =>
  new Command("add")
    .description("remove words that you choose, such as names of people, servers and places")
    .argument("[word...]", "matched as a whole word in any case; without any, read from standard input, one per line")
    .option(
      "--as <placeholder>",
      "the placeholder for these words: capital letters, digits and hyphens",
      parsePlaceholder,
    )
    .addHelpText("after", example("vextel policy add Anna 'The Old Mill'", "vextel policy add --as FRIEND < names.txt"))
    .action(async (words: string[], flags: Scope & { as?: string }) => {
      const added = words.length > 0 ? words : await readWords(deps);
      await changePolicy(addWords(added, flags.as ?? defaultBecomes), flags, deps);
    });

const removeCommand = (deps: CommandDeps) =>
  new Command("remove")
    .description("stop removing words that you added")
    .argument("<word...>", "the words, in any case")
    .addHelpText("after", example("vextel policy remove Anna"))
    .action((words: string[], flags: Scope) => changePolicy(removeWords(words), flags, deps));

const ruleCommand = (deps: CommandDeps) =>
  new Command("rule")
    .description("switch a rule on or off, or back to its built-in default")
    .argument("<rule>", "as `vextel scrub --rules` prints it")
    .addArgument(new Argument("<how>", "default: as built in").choices(["on", "off", "default"]))
    .addHelpText("after", example("vextel policy rule mac on"))
    .action(async (rule: string, how: "on" | "off" | "default", flags: Scope) => {
      await requireRule(rule);
      await changePolicy(switchRule(rule, how), flags, deps);
    });

const idsCommand = (deps: CommandDeps) =>
  new Command("ids")
    .description("choose how Discord ids are shortened")
    .addArgument(new Argument("<how>", "keyed: with a key of this machine").choices(["shortened", "keyed"]))
    .addHelpText("after", example("vextel policy ids keyed"))
    .action((ids: Rules["ids"], flags: Scope) => changePolicy((rules) => ({ ...rules, ids }), flags, deps));

const breadcrumbsCommand = (deps: CommandDeps) =>
  new Command("breadcrumbs")
    .description("choose how many log lines or notes from before an error are sent with it")
    .argument("<count>", "0 to 25; `yes` means 25, `no` means 0", parseCount)
    .addHelpText("after", example("vextel policy breadcrumbs no"))
    .action((breadcrumbs: number, flags: Scope) => changePolicy((rules) => ({ ...rules, breadcrumbs }), flags, deps));

async function readWords(deps: CommandDeps): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readNamedInput("-", deps)) chunks.push(chunk);
  const words = Buffer.concat(chunks)
    .toString()
    .split(/\r?\n/)
    .map((line) => line.trim());
  const given = words.filter(Boolean);
  if (given.length === 0)
    throw new VextelError("USAGE", "No word was given; nothing was changed", "For example: vextel policy add Anna");
  return given;
}

async function requireRule(name: string): Promise<void> {
  const { rules } = await import("../../scrub/rules/index.ts");
  if (!rules.some((rule) => rule.name === name))
    throw new VextelError("NOT_FOUND", "There is no rule of this name", "See them: vextel scrub --rules");
}

function parsePlaceholder(text: string): string {
  if (!/^[A-Z][A-Z0-9-]{0,39}$/.test(text))
    throw new InvalidArgumentError(
      "It must begin with a capital letter and contain only capital letters, digits and hyphens.",
    );
  return text;
}

function parseCount(text: string): number {
  if (text === "yes") return 25;
  if (text === "no") return 0;
  if (!/^\d{1,2}$/.test(text) || Number(text) > 25)
    throw new InvalidArgumentError("Give a number from 0 to 25, yes or no.");
  return Number(text);
}
