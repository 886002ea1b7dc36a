import { Command } from "commander";
import type { Consent } from "../../consent/consent.ts";
import { renderDestination } from "../../consent/destination.ts";
import type { Effective } from "../../consent/effective.ts";
import { VextelError } from "../../errors.ts";
import type { Columns } from "../../outbox/cache/columns.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { Policy } from "../../policy/policy.ts";
import { plural, renderTime } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { renderTable } from "../../preview/terminal/line.ts";
import type { Registered } from "../../publisher/registry.ts";
import { consentPath, manifestFolder, rateLimitPath, sentFolder, waitingFolder } from "../../world/paths.ts";
import { expectShortRun } from "../../world/process/v8/expect-short-run.ts";
import { example } from "../arguments/help.ts";
import { listPublishers } from "../arguments/publishers.ts";
import { datedAhead } from "../consent/dated-ahead.ts";
import { whenHeldAsChat } from "../consent/held-as-chat.ts";
import { heldTexts } from "../consent/outlook.ts";
import { countPending, describePublisher, type PublisherStatus, type Saved } from "../consent/publisher-status.ts";
import { renderHeld } from "../consent/render.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { createIdentities } from "../pipeline/context/install-uuids.ts";
import { findRelay, type RelayStatus, relayToJson, renderRelay } from "../relay/status.ts";
import { findLastSends, type LastSends, lastSendToJson, renderLastSend } from "../status/last-send.ts";
import { nextStep } from "../status/next-step.ts";
import { policyToJson, readPolicy, renderPolicy } from "../status/policy.ts";
import { findLimitProblem, renderProblem } from "../status/sending-problem.ts";
import { usableEnv } from "../status/usable-env.ts";

export function statusCommand(deps: CommandDeps, run = runStatus): Command {
  return new Command("status")
    .description("show for each publisher whether errors are sent automatically, and why")
    .option("--json", "print JSON")
    .addHelpText("after", example("vextel status"))
    .action((flags: { json?: true }) => run({ json: flags.json ?? false }, deps));
}

/** If the consent file cannot be trusted, everything is shown as disabled, and the exit status says so. */
export async function runStatus({ json }: { json: boolean }, deps: CommandDeps): Promise<void> {
  const { entries } = await deps.outbox.look(expectShortRun);
  const registered = await deps.registry.read().catch(toProblem);
  const [publishers, problem] = await readPublishers(entries, registered, deps);
  const [env, unusable] = usableEnv(deps.world.env);
  const machine = {
    ...{ env, tallies: await deps.outbox.tally(entries) },
    nowMs: deps.world.nowMs(),
    pending: countPending(entries, new Map(publishers), env),
    manifests: registered instanceof VextelError ? [] : registered.manifests,
  };
  const statuses = publishers.map(([name, saved]) => describePublisher(name, saved, machine));
  const relay = await findRelay(deps);
  const policy = await readPolicy(deps);
  const limits = await findLimitProblem(deps);
  const sends = await findLastSends(machine.tallies, deps);
  if (json)
    await deps.terminal.json({
      ...toJson(statuses, sends, deps),
      policy: policyToJson(policy),
      ...(limits && { rateLimits: { error: limits.message } }),
      ...(unusable && { VEXTEL_DSN: { error: unusable.message } }),
      relay: relayToJson(relay),
    });
  else {
    const next = (problem ?? limits ?? unusable) ? [] : renderTable([["next", nextStep(statuses, machine.manifests)]]);
    await deps.terminal.printProse([...renderStatus(statuses, sends, policy, relay, deps), [], ...next]);
  }
  for (const each of [problem, limits, unusable]) if (each) await deps.terminal.note(...renderProblem(each));
  const isUntrusted = [problem, limits, policy].some((each) => each instanceof VextelError);
  if (isUntrusted || unusable) deps.setStatus(isUntrusted ? exit.untrusted : exit.usage);
}

function toProblem(error: unknown): VextelError {
  if (error instanceof VextelError) return error;
  throw error;
}

type Known = readonly [name: string, saved: Saved];

async function readPublishers(
  entries: Columns<Entry>,
  registered: Registered | VextelError,
  deps: CommandDeps,
): Promise<[Known[], VextelError?]> {
  try {
    const isKnown = !(registered instanceof VextelError);
    const names = await listPublishers(deps, entries.values("publisher"), isKnown ? undefined : []);
    const saved = await (isKnown ? readConsents(names, deps) : deps.consent.read()); // decisions hold without manifests
    if (!isKnown) return [names.map((name) => [name, saved.get(name)]), registered];
    const [damaged] = registered.damaged;
    const known: Known[] = names.map((name) => [name, saved.get(name)]);
    return damaged ? [known, damaged.error] : [known];
  } catch (error) {
    if (!(error instanceof VextelError)) throw error;
    const names = await deps.registry.names().catch(() => []);
    return [(names.length > 0 ? names : ["default"]).map((name) => [name, "untrusted"]), error];
  }
}

/** Publishers without a UUID get one, if it can be written. */
async function readConsents(names: readonly string[], deps: CommandDeps): Promise<ReadonlyMap<string, Consent>> {
  const saved = await deps.consent.read();
  const fresh = names.filter((name) => !saved.has(name));
  if (fresh.length === 0) return saved;
  const identities = createIdentities(deps);
  for (const name of fresh) await identities.uuidOf(name);
  return deps.consent.read();
}

/** How the paths are called on a terminal, if not as in JSON. */
const pathNames: Readonly<Record<string, string>> = { waiting: "pending", rateLimits: "rate limits" };

function filePaths({ paths }: CommandDeps): Record<string, string> {
  return {
    consent: consentPath(paths),
    manifests: manifestFolder(paths),
    waiting: waitingFolder(paths),
    sent: sentFolder(paths),
    rateLimits: rateLimitPath(paths),
  };
}

function toJson(statuses: readonly PublisherStatus[], sends: LastSends, deps: CommandDeps) {
  const publishers = statuses.map(({ name, consent, effective, source, layers, pending, sent, ...more }) => ({
    name,
    answer: consent?.answer ?? null,
    effective,
    source,
    layers: layers.map((layer) => ({ source: layer.source, value: layer.value ?? null })),
    since: consent?.sinceMs === undefined ? null : new Date(consent.sinceMs).toISOString(),
    uuid: consent?.uuid ?? null,
    manual: consent?.manual ?? null,
    waiting: pending.waiting,
    sent,
    standing: more.standing.state,
    uncovered: more.standing.held,
    destinations: more.claims.map(({ plugin, destination }) => ({ plugin, destination })),
    agreed: [...new Set((consent?.agreed ?? []).map(({ destination }) => destination))],
    kinds: (consent?.kinds ?? []).map(({ kind }) => kind),
    generation: consent?.generation ?? null,
    automatic: pending.automatic,
    late: pending.late,
    held: Object.fromEntries(pending.held),
    lastSend: lastSendToJson(sends.get(name)),
  }));
  return { publishers, paths: filePaths(deps) };
}

function renderStatus(
  statuses: readonly PublisherStatus[],
  sends: LastSends,
  policy: Policy | VextelError,
  relay: RelayStatus | undefined,
  deps: CommandDeps,
): Line[] {
  const nowMs = deps.world.nowMs();
  return [
    ...statuses.flatMap((status) => renderPublisher(status, renderLastSend(sends.get(status.name), nowMs))),
    ...renderPolicy(policy),
    ...renderRelay(relay, deps.world.env),
    ...renderTable(Object.entries(filePaths(deps)).map(([key, path]) => [pathNames[key] ?? key, path])),
  ];
}

function renderPublisher(status: PublisherStatus, lastSend: string | undefined): Line[] {
  const { name, consent, effective, source, layers, standing, claims } = status;
  const rows = layers.map(({ source: layer, value }): [string, ...Line] => [
    layer === "default" ? "built-in default" : layer,
    value ?? "not set",
    layer === source ? ["strong", "  <- decides"] : "",
  ]);
  const isHeld = effective === "enabled" && standing.state === "held";
  const isAhead = effective === "enabled" && status.isDatedAhead;
  return [
    [
      ...([["strong", name], ": ", [effective === "enabled" ? "good" : "warn", effective]] as const),
      ...(isHeld || isAhead ? [["warn", ", but held in part or whole"] as const] : []),
      ` (${reasonOf(source, consent)})`,
    ],
    ...renderTable(rows, "  "),
    ...renderTable(
      [
        ["UUID", consent?.uuid ?? "none yet"],
        consent?.sinceMs === undefined ? ["decided", "not yet"] : ["decided", renderTime(consent.sinceMs)],
        consent?.answer === "enabled" ? ["kinds", renderAgreedKinds(consent)] : undefined,
        ["manual", (consent?.manual ?? true) ? "on: errors are kept, so that you can send them yourself" : "off"],
        ["outbox", renderCounts(status)],
        lastSend === undefined ? undefined : ["last sent", lastSend],
        ...[
          ...new Set(claims.map(({ plugin, destination }) => `${renderDestination(destination)} (plugin ${plugin})`)),
        ].map((goesTo): [string, string] => ["goes to", goesTo]),
      ],
      "  ",
    ),
    ...(isAhead ? [[["warn", `  ${datedAhead(name)}`]] as Line] : []),
    ...(effective === "enabled" && status.pending.held.has("perhaps written by a user")
      ? [[["warn", "  Events that may be chat are held. "], whenHeldAsChat] as Line]
      : []),
    ...(isHeld ? [[["warn", `  New errors are held until you agree again: vextel enable ${name}`]] as Line] : []),
    ...(isHeld ? renderHeld(standing.held, "    ") : []),
    [],
  ];
}

const renderAgreedKinds = ({ kinds }: Consent) => kinds.map(({ kind }) => kind).join(", ") || "none: all are refused";

/** How many events are pending, and why each has not been sent. */
function renderCounts({ pending: { waiting, automatic, late, held }, sent }: PublisherStatus): string {
  const reasons = [...held].map(([why, count]) => `${count} ${heldTexts[why]}`);
  const failed = late > 0 ? `, ${late === automatic ? "which" : `${late} of which`} failed until now` : "";
  const parts = automatic > 0 ? [`${automatic} sent automatically${failed}`, ...reasons] : reasons;
  return `${plural(waiting, "event")} pending${parts.length > 0 ? ` (${parts.join(", ")})` : ""}, ${sent} sent`;
}

function reasonOf(source: Effective["source"], consent: Consent | undefined): string {
  if (source === "default") return "you have not decided yet; nothing is sent automatically";
  if (source !== "consent file") {
    const saved = consent?.answer === "enabled" ? ", although you enabled it" : "";
    return `${source} is set${saved}`;
  }
  return consent ? "you decided this" : "the saved decision cannot be trusted";
}
