import { Command } from "commander";
import { type Dispatched, dispatch } from "../../deliver/dispatch.ts";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import { resolveEach } from "../arguments/event-ids.ts";
import { example } from "../arguments/help.ts";
import { renderSupport } from "../consent/support.ts";
import type { CommandDeps } from "../deps.ts";
import { openScrubContexts } from "../pipeline/context/scrub-context.ts";
import { createDispatch } from "../pipeline/pending/dispatcher.ts";
import { renderRefused, renderResult } from "../send/render.ts";
import { statusOf } from "../send/status.ts";

export interface SendRequest {
  readonly ids: readonly string[];
  readonly all?: true;
  readonly dryRun?: true;
  readonly dsn?: string;
  readonly json?: true;
}

export function sendCommand(deps: CommandDeps, run = runSend): Command {
  return new Command("send")
    .description("send pending events; naming an event is consent to send it, even while automatic sending is disabled")
    .argument("[event-id...]", "its id, or any unique prefix of at least 4 characters")
    .option("--all", "send all events that consent covers, except those that a server refused before")
    .option("--dry-run", "check everything and send nothing")
    .option("--dsn <dsn>", "send to this Sentry address (default: VEXTEL_DSN, else the plugin's own)")
    .option("--json", "print a JSON array with one object per event")
    .addHelpText("after", example("vextel send 1f2e3d4c", "vextel send --all --dry-run"))
    .action((ids: string[], flags: Omit<SendRequest, "ids">) => run({ ids, ...flags }, deps));
}

/** Sentry asks for a pause between posts. */
const pauseMs = 100;

/** Each event is reported on a line of its own; the highest status wins. */
export async function runSend(request: SendRequest, deps: CommandDeps): Promise<void> {
  if (request.all ? request.ids.length > 0 : request.ids.length === 0)
    throw new VextelError("USAGE", "Give either event ids or --all", "See the ids: vextel list");
  if (request.all && !request.dryRun) await deps.outbox.tidy().catch(() => {}); // each event reports what cannot be written
  const wanted = request.all ? await listAll(deps) : await resolveEach(deps.outbox, request.ids, true);
  const dsn = request.dsn ?? (deps.world.env.VEXTEL_DSN || undefined);
  const dispatcher = createDispatch(deps, await openScrubContexts(deps, {}));
  const lines: object[] = [];
  const down = new Set<string>();
  const sent: Entry[] = [];
  let [hasPosted, refused] = [false, 0];
  for (const [word, id] of new Map(
    [...wanted].map(([word, found]) => [typeof found === "string" ? found : word, found]),
  )) {
    const skipped = request.all && typeof id === "string" && (await skipIfDown(id, down, dsn, deps));
    if (!skipped && hasPosted) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const flags = {
      namedByOwner: !request.all,
      ...(dsn !== undefined && { dsn }),
      ...(request.dryRun && { dryRun: true }),
    };
    const result = skipped || (typeof id === "string" ? await settle(dispatch(id, flags, dispatcher)) : id);
    const outcome = result instanceof VextelError ? undefined : result.outcome;
    if (!skipped) hasPosted = "verdict" in result;
    if (outcome === "refused") refused += 1;
    if (!(result instanceof VextelError) && result.outcome === "unreached") down.add(serverOf(result.entry, dsn));
    deps.setStatus(statusOf(result));
    if (!(result instanceof VextelError) && result.outcome === "sent" && dsn === undefined) sent.push(result.entry);
    if (request.json) lines.push(toJson(word, result));
    else if (outcome === "refused")
      continue; // counted below
    else if (typeof id === "string") await deps.terminal.printProse([renderResult(word, result, dsn)]);
    else await deps.terminal.note(renderResult(word, result, dsn));
  }
  if (request.json) await deps.terminal.json(lines);
  else if (wanted.size === 0) await deps.terminal.note(["No pending events."]);
  else if (sent.length > 0) await deps.terminal.note(...renderSupport(sent, (await deps.registry.read()).manifests));
  if (refused > 0 && !request.json) await deps.terminal.note(...renderRefused(refused));
}

/** Also those whose entry cannot be read: they get a line of their own. */
async function listAll({ outbox }: CommandDeps): Promise<Map<string, string>> {
  const ids = await outbox.ids();
  const inOrder = (await outbox.list(ids)).map(({ id }) => id);
  return new Map([...inOrder, ...ids].map((id) => [id, id]));
}

const serverOf = (entry: Entry, dsn: string | undefined) => dsn ?? entry.dsn ?? "";

/** A server that could not be reached gets no further requests in the same run. */
async function skipIfDown(
  id: string,
  down: ReadonlySet<string>,
  dsn: string | undefined,
  { outbox }: CommandDeps,
): Promise<Dispatched | undefined> {
  if (down.size === 0) return undefined;
  const [entry] = await outbox.list([id]);
  if (!entry || !down.has(serverOf(entry, dsn))) return undefined;
  const reason = "not tried: this server could not be reached a moment ago";
  return { outcome: "unreached", entry, verdict: { outcome: "unreached", reason, limits: {} } };
}

/** A problem with one event must not prevent others from being sent. */
async function settle(work: Promise<Dispatched>): Promise<Dispatched | VextelError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof VextelError) return error;
    throw error;
  }
}

function toJson(id: string, result: Dispatched | VextelError): object {
  if (result instanceof VextelError) return { id, outcome: "error", code: result.code, reason: result.message };
  if (result.outcome === "settled") return { id, outcome: result.receipt.state, before: true };
  if (!("verdict" in result)) {
    const { sha256, reason } = result.entry;
    return { id, outcome: result.outcome, sha256, ...(result.outcome === "refused" && reason && { reason }) };
  }
  const { status, reason, retryAtMs, ambiguous, isAgain, unnoted } = result.verdict;
  const retryAt = retryAtMs === undefined ? {} : { retryAt: new Date(retryAtMs).toISOString() };
  const doubt = { ...((ambiguous || isAgain) && { mayHaveArrived: true }), ...(unnoted !== undefined && { unnoted }) };
  return { id, outcome: result.outcome, sha256: result.entry.sha256, status, reason, ...retryAt, ...doubt };
}
