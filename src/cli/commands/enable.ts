import { Command, InvalidArgumentError } from "commander";
import { isDatedAhead } from "../../consent/answer.ts";
import type { Claim } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import { renderDestination } from "../../consent/destination.ts";
import { decideEffective } from "../../consent/effective.ts";
import { allKinds, type Kind } from "../../consent/kinds.ts";
import { VextelError } from "../../errors.ts";
import type { Line, Span } from "../../preview/terminal/line.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { example } from "../arguments/help.ts";
import { choosePublishers } from "../arguments/publishers.ts";
import { claimsOf } from "../consent/claims.ts";
import { datedAhead } from "../consent/dated-ahead.ts";
import { describeYes } from "../consent/facts.ts";
import type { CommandDeps } from "../deps.ts";

export interface EnableRequest {
  readonly publisher?: string;
  readonly all?: true;
  /** Does not ask. */
  readonly yes?: true;
  /** Kinds that are refused. */
  readonly without?: readonly Kind[];
}

export function enableCommand(deps: CommandDeps, run = runEnable): Command {
  return new Command("enable")
    .description("show what a publisher's plugins send and where, ask, and allow automatic sending from now on")
    .argument("[publisher]", "its name; optional if there is only one")
    .option("--all", "apply to every publisher")
    .option("--without <kinds>", `refuse some kinds: ${allKinds.join(", ")}`, parseKinds)
    .option("--yes", "do not ask; required without a terminal")
    .addHelpText("after", example("vextel enable vex-cogs", "vextel enable vex-cogs --without sessions,timings --yes"))
    .action((publisher: string | undefined, flags: Omit<EnableRequest, "publisher">) =>
      run({ ...(publisher !== undefined && { publisher }), ...flags }, deps),
    );
}

function parseKinds(text: string): Kind[] {
  const kinds = text.split(",").map((word) => word.trim());
  if (kinds.every((kind) => (allKinds as readonly string[]).includes(kind))) return kinds as Kind[];
  throw new InvalidArgumentError(`Give some of ${allKinds.join(", ")}, with commas between them.`);
}

/** Shows what the consent covers before it takes effect. Giving the same consent again keeps the first date. */
export async function runEnable({ publisher, all, yes, without }: EnableRequest, deps: CommandDeps): Promise<void> {
  const { manifests, damaged } = await deps.registry.read();
  const names = await choosePublishers(publisher, all, "Which publisher do you want to enable?", deps);
  for (const { publisher: name, error } of damaged) if (names.includes(name)) throw error; // the owner must see what the consent covers
  for (const name of names) {
    const before = (await deps.consent.read()).get(name);
    const claims = claimsOf(name, manifests, before, deps.world.env);
    const offered = allKinds.filter((kind) => !without?.includes(kind));
    await deps.terminal.printProse(await describeYes(name, claims, offered, before, manifests.find(isOf(name)), deps));
    const kinds = yes ? offered : await askKinds(name, offered, without !== undefined, deps);
    if (kinds === undefined) {
      await deps.terminal.note(["Nothing was changed."]);
      continue;
    }
    const consent = await deps.consent.answer(name, { answer: "enabled", claims, kinds });
    await deps.terminal.printProse(renderEnabled(name, claims, kinds, isDatedAhead(consent, deps.world.nowMs())));
    await noteSwitch(consent, deps);
  }
}

const isOf = (name: string) => (manifest: Manifest) => manifest.publisher === name;

const refusal = "No, nothing";

/** @returns `undefined` if the owner does not want it after all. */
async function askKinds(
  name: string,
  offered: readonly Kind[],
  areChosen: boolean,
  { terminal }: CommandDeps,
): Promise<readonly Kind[] | undefined> {
  if (!terminal.canAsk)
    throw new VextelError(
      "USAGE",
      `enable asks first, and there is no terminal to ask on; nothing was changed for ${name}`,
      `To agree to what is shown above: vextel enable ${name} --yes`,
    );
  if (areChosen) return (await terminal.confirm("May this be sent automatically?")) ? offered : undefined;
  const choices: Record<string, readonly Kind[] | undefined> = {
    [refusal]: undefined,
    [`Yes: ${allKinds.join(", ")}`]: allKinds,
    "Yes, but only errors": ["errors"],
  };
  return choices[await terminal.choose("May this be sent automatically?", Object.keys(choices))];
}

async function noteSwitch(consent: Consent, { world, terminal }: CommandDeps): Promise<void> {
  const { effective, source } = decideEffective(world.env, consent);
  if (effective === "disabled")
    await terminal.note([["warn", `${source} is set in this environment: nothing is sent while it is.`]]);
}

function renderEnabled(name: string, claims: readonly Claim[], kinds: readonly Kind[], isAhead: boolean): Line[] {
  const hosts = [...new Set(claims.map(({ destination }) => renderDestination(destination)))];
  const sent: Span =
    hosts.length === 0
      ? "None of its plugins has an address yet, so nothing is sent automatically."
      : kinds.length === 0
        ? "Every kind is refused, so nothing is sent automatically."
        : isAhead
          ? ["warn", datedAhead(name)]
          : `From now on, what \`vextel watch\` and the plugins capture is scrubbed and sent automatically: ${kinds.join(", ")}.`;
  return [
    [["strong", name], ": ", ["good", "enabled"], ". ", sent],
    ["Events captured earlier or by hand are sent only by their ids: vextel send <event-id>"],
    [["dim", `Undo: vextel disable ${name}`]],
  ];
}
