import { Command } from "commander";
import { type Consent, decideEffective, type Effective } from "../../consent/consent.ts";
import { VextelError } from "../../errors.ts";
import type { Tally } from "../../outbox/outbox.ts";
import type { Line } from "../../preview/line.ts";
import { renderTable } from "../../preview/line.ts";
import { plural, renderTime } from "../../preview/summary.ts";
import { consentPath, manifestFolder, rateLimitPath, sentFolder, waitingFolder } from "../../world/paths.ts";
import { example } from "../arguments/help.ts";
import { listPublishers } from "../arguments/publishers.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { createIdentities } from "../pipeline/identity.ts";
import { findRelay, type RelayStatus, relayToJson, renderRelay } from "../relay/status.ts";

interface PublisherStatus extends Effective {
  readonly name: string;
  readonly consent: Consent | undefined;
  readonly waiting: number;
  readonly sent: number;
}

export function statusCommand(deps: CommandDeps, run = runStatus): Command {
  return new Command("status")
    .description("show for each publisher whether errors are reported, and why")
    .option("--json", "print JSON")
    .addHelpText("after", example("vextel status"))
    .action((flags: { json?: true }) => run({ json: flags.json ?? false }, deps));
}

/** With a consent file that cannot be trusted all is shown as disabled, and the status says so. */
export async function runStatus({ json }: { json: boolean }, deps: CommandDeps): Promise<void> {
  const [publishers, problem] = await readPublishers(deps);
  const tallies = await deps.outbox.tally();
  const statuses = publishers.map((one) => describePublisher(one, tallies, deps));
  const relay = await findRelay(deps);
  if (json) await deps.terminal.json({ ...toJson(statuses, deps), relay: relayToJson(relay) });
  else await deps.terminal.print(renderStatus(statuses, relay, deps));
  if (!problem) return;
  await deps.terminal.note([["bad", problem.message]], [problem.hint]);
  deps.setStatus(exit.untrusted);
}

type Known = readonly [name: string, consent: Consent | undefined | "untrusted"];

async function readPublishers(deps: CommandDeps): Promise<[Known[], VextelError?]> {
  try {
    const names = await listPublishers(deps);
    const saved = await readConsents(names, deps);
    const problem = await deps.registry.list().then(() => undefined, asProblem);
    const known: Known[] = names.map((name) => [name, saved.get(name)]);
    return problem ? [known, problem] : [known];
  } catch (error) {
    if (!(error instanceof VextelError)) throw error;
    const names = await deps.registry.names().catch(() => []);
    return [(names.length > 0 ? names : ["default"]).map((name) => [name, "untrusted"]), error];
  }
}

/** Those who have no UUID yet get one, if anything can be written. */
async function readConsents(names: readonly string[], deps: CommandDeps): Promise<ReadonlyMap<string, Consent>> {
  const saved = await deps.consent.read();
  const fresh = names.filter((name) => !saved.has(name));
  if (fresh.length === 0) return saved;
  const identities = createIdentities(deps);
  for (const name of fresh) await identities.uuidOf(name);
  return deps.consent.read();
}

/** A manifest that cannot be used is told of, and changes no answer. */
function asProblem(error: unknown): VextelError {
  if (error instanceof VextelError) return error;
  throw error;
}

function describePublisher([name, saved]: Known, tallies: ReadonlyMap<string, Tally>, { world }: CommandDeps) {
  const consent = saved === "untrusted" ? undefined : saved;
  const { waiting, sent } = tallies.get(name) ?? { waiting: 0, sent: 0 };
  return { name, consent, waiting, sent, ...decideEffective(world.env, saved) };
}

function filePaths({ paths }: CommandDeps): Record<string, string> {
  return {
    consent: consentPath(paths),
    manifests: manifestFolder(paths),
    waiting: waitingFolder(paths),
    sent: sentFolder(paths),
    rateLimits: rateLimitPath(paths),
  };
}

function toJson(statuses: readonly PublisherStatus[], deps: CommandDeps) {
  const publishers = statuses.map(({ name, consent, effective, source, layers, waiting, sent }) => ({
    name,
    answer: consent?.answer ?? null,
    effective,
    source,
    layers: layers.map((layer) => ({ source: layer.source, value: layer.value ?? null })),
    since: consent?.sinceMs === undefined ? null : new Date(consent.sinceMs).toISOString(),
    uuid: consent?.uuid ?? null,
    manual: consent?.manual ?? null,
    waiting,
    sent,
  }));
  return { publishers, paths: filePaths(deps) };
}

function renderStatus(statuses: readonly PublisherStatus[], relay: RelayStatus | undefined, deps: CommandDeps): Line[] {
  return [
    ...statuses.flatMap(renderPublisher),
    ...renderRelay(relay, deps.world.env),
    ...renderTable(Object.entries(filePaths(deps))),
  ];
}

function renderPublisher({ name, consent, effective, source, layers, waiting, sent }: PublisherStatus): Line[] {
  const rows = layers.map(({ source: layer, value }): [string, ...Line] => [
    layer,
    value ?? "not set",
    layer === source ? ["strong", "  <- decides"] : "",
  ]);
  return [
    [["strong", name], ": ", [effective === "enabled" ? "good" : "warn", effective], ` (${reasonOf(source, consent)})`],
    ...renderTable(rows, "  "),
    ...renderTable(
      [
        ["UUID", consent?.uuid ?? "none yet"],
        ["since", consent?.sinceMs === undefined ? "no answer yet" : renderTime(consent.sinceMs)],
        ["manual", (consent?.manual ?? true) ? "on: errors are kept here, to be sent by hand" : "off"],
        ["outbox", `${plural(waiting, "event")} waiting, ${sent} sent`],
      ],
      "  ",
    ),
    [],
  ];
}

function reasonOf(source: Effective["source"], consent: Consent | undefined): string {
  if (source === "default") return "the owner has not answered; nothing is sent by itself";
  if (source !== "consent file") {
    const saved = consent?.answer === "enabled" ? ", although the saved answer is enabled" : "";
    return `${source} is set${saved}`;
  }
  return consent ? "the owner's answer" : "the saved answer cannot be trusted";
}
