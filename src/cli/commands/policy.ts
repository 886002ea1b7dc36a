import { Argument, Command, InvalidArgumentError } from "commander";
import { VextelError } from "../../errors.ts";
import { changeRules, defaultBecomes, type Policy, type Rules, rulesFor } from "../../policy/policy.ts";
import { plural } from "../../preview/summary.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { readNamedInput } from "../pipeline/input.ts";
import { resealPending } from "../pipeline/pending/reseal-pending.ts";

interface Scope {
  readonly publisher?: string;
}

/** The part of the policy that a command changes. */
type Edit = (rules: Partial<Rules>) => Partial<Rules>;

export function policyCommand(deps: CommandDeps): Command {
  const policy = new Command("policy")
    .description("choose what else is removed from every event")
    .addHelpText("after", example("vextel policy show", "vextel policy add Anna"));
  const scoped = (command: Command) => command.option("--publisher <name>", "only for this publisher");
  const change = (edit: Edit, { publisher }: Scope) => changePolicy(edit, publisher, deps);
  policy.addCommand(
    scoped(new Command("show"))
      .description("show the policy")
      .option("--json", "print JSON")
      .addHelpText("after", example("vextel policy show"))
      .action((flags: Scope & { json?: true }) => runShowPolicy(flags, deps)),
  );
  policy.addCommand(
    scoped(new Command("add"))
      .description("remove words that you choose, such as names of people, servers and places")
      .argument("[word...]", "matched as a whole word in any case; without any, read from standard input, one per line")
      .option(
        "--as <placeholder>",
        "the placeholder for these words: capital letters, digits and hyphens",
        parsePlaceholder,
      )
      .addHelpText(
        "after",
        example("vextel policy add Anna 'The Old Mill'", "vextel policy add --as FRIEND < names.txt"),
      )
      .action(async (words: string[], flags: Scope & { as?: string }) => {
        const becomes = flags.as ?? defaultBecomes;
        const added = words.length > 0 ? words : await readWords(deps);
        await change(({ words: before = [], ...rest }) => {
          const kept = before.filter(({ text }) => !hasWord(added, text));
          return { ...rest, words: [...kept, ...added.map((text) => ({ text, becomes }))] };
        }, flags);
      }),
  );
  policy.addCommand(
    scoped(new Command("remove"))
      .description("stop removing words that you added")
      .argument("<word...>", "the words, in any case")
      .addHelpText("after", example("vextel policy remove Anna"))
      .action((words: string[], flags: Scope) =>
        change(({ words: before = [], ...rest }) => {
          if (!before.some(({ text }) => hasWord(words, text)))
            throw new VextelError("NOT_FOUND", "None of these words is in the policy", "See them: vextel policy show");
          return { ...rest, words: before.filter(({ text }) => !hasWord(words, text)) };
        }, flags),
      ),
  );
  policy.addCommand(
    scoped(new Command("rule"))
      .description("switch a rule on or off, or back to its built-in default")
      .argument("<rule>", "as `vextel scrub --rules` prints it")
      .addArgument(new Argument("<how>", "default: as built in").choices(["on", "off", "default"]))
      .addHelpText("after", example("vextel policy rule mac on"))
      .action(async (rule: string, how: "on" | "off" | "default", flags: Scope) => {
        await requireRule(rule);
        const without = (names: readonly string[] = []) => names.filter((name) => name !== rule);
        await change(
          ({ on, off, ...rest }) => ({
            ...rest,
            on: how === "on" ? [...without(on), rule] : without(on),
            off: how === "off" ? [...without(off), rule] : without(off),
          }),
          flags,
        );
      }),
  );
  policy.addCommand(
    scoped(new Command("ids"))
      .description("choose how Discord ids are shortened")
      .addArgument(new Argument("<how>", "keyed: with a key of this machine").choices(["shortened", "keyed"]))
      .addHelpText("after", example("vextel policy ids keyed"))
      .action((ids: Rules["ids"], flags: Scope) => change((rules) => ({ ...rules, ids }), flags)),
  );
  policy.addCommand(
    scoped(new Command("breadcrumbs"))
      .description("choose how many log lines or notes from before an error are sent with it")
      .argument("<count>", "0 to 25; `yes` means 25, `no` means 0", parseCount)
      .addHelpText("after", example("vextel policy breadcrumbs no"))
      .action((breadcrumbs: number, flags: Scope) => change((rules) => ({ ...rules, breadcrumbs }), flags)),
  );
  return policy;
}

/** Saves the change, reseals pending events from which it now removes more, and shows the resulting policy. */
async function changePolicy(edit: Edit, publisher: string | undefined, deps: CommandDeps): Promise<void> {
  const policy = await deps.policy.change((before) => withIdKey(changeRules(before, publisher, edit), deps));
  const resealed = await resealPending(deps);
  await deps.terminal.printProse(renderPolicy(policy, publisher));
  await deps.terminal.note([
    "This applies to new events and to pending ones. ",
    resealed > 0 ? `${plural(resealed, "pending event")} changed: read them again before you send them.` : "",
  ]);
}

/** A key is made when keyed ids are chosen for the first time, and kept, so that the digits stay the same. */
const withIdKey = (policy: Policy, { world }: CommandDeps): Policy => {
  const isKeyed = [policy, ...Object.values(policy.publishers)].some(({ ids }) => ids === "keyed");
  if (!isKeyed || policy.idKey !== undefined) return policy;
  return { ...policy, idKey: [world.uuid(), world.uuid()].join("").replaceAll("-", "") };
};

async function runShowPolicy({ publisher, json }: Scope & { json?: true }, deps: CommandDeps): Promise<void> {
  const policy = await deps.policy.read();
  if (!json) return deps.terminal.printProse(renderPolicy(policy, publisher));
  await deps.terminal.json({ ...rulesFor(policy, publisher), path: deps.policy.path });
}

function renderPolicy(policy: Policy, publisher: string | undefined): Line[] {
  const { words, on, off, ids, breadcrumbs } = rulesFor(policy, publisher);
  const others = Object.keys(policy.publishers).filter((name) => name !== publisher);
  return [
    [["strong", publisher === undefined ? "For all publishers" : `For ${publisher}`]],
    ...renderTable(
      [
        ["own words", words.length > 0 ? words.map(({ text, becomes }) => `${text} (${becomes})`).join(", ") : "none"],
        ["rules on", on.length > 0 ? on.join(", ") : "the built-in ones"],
        ["rules off", off.length > 0 ? off.join(", ") : "none"],
        ["ids", ids],
        ["breadcrumbs", breadcrumbs === 0 ? "none" : `at most ${breadcrumbs}`],
        others.length > 0 && publisher === undefined ? ["different for", others.join(", ")] : undefined,
      ],
      "  ",
    ),
  ];
}

const hasWord = (words: readonly string[], word: string) =>
  words.some((one) => one.toLowerCase() === word.toLowerCase());

async function readWords(deps: CommandDeps): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readNamedInput("-", deps)) chunks.push(chunk);
  const words = Buffer.concat(chunks)
    .toString()
    .split(/\r?\n/)
    .map((line) => line.trim());
  return words.filter(Boolean);
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
