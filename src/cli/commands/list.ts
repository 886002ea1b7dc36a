import { Command, InvalidArgumentError, Option } from "commander";
import { eachForOutlook, type Outlook } from "../../deliver/outlook/outlook.ts";
import { VextelError } from "../../errors.ts";
import { tallyOf } from "../../outbox/keep/keep-group.ts";
import type { Outbox } from "../../outbox/outbox.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { renderTime } from "../../preview/summary.ts";
import { renderTally } from "../../preview/tally.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { expectShortRun } from "../../world/process/v8/expect-short-run.ts";
import { example } from "../arguments/help.ts";
import { parseSince } from "../arguments/since.ts";
import { isHeldAsChat, whenHeldAsChat } from "../consent/held-as-chat.ts";
import { type OutlookOf, outlookJson, readOutlooks, renderOutlook } from "../consent/outlook.ts";
import type { CommandDeps } from "../deps.ts";
import { type Listed, renderEventRows, rowFields } from "../lists/event-rows.ts";
import { toListJson } from "../lists/list-json.ts";
import { findSendingProblem, renderProblem } from "../status/sending-problem.ts";
import type { Terminal } from "../terminal/terminal.ts";

const states = ["waiting", "posting", "rejected", "limited", "sent", "dropped", "withheld"] as const;

export interface ListRequest {
  readonly all?: true;
  readonly state?: (typeof states)[number];
  /** Captured at or after; epoch milliseconds. */
  readonly since?: number;
  readonly json?: true;
}

export function listCommand(deps: CommandDeps, run = runList): Command {
  const since = (text: string) => parseSince(text, deps.world.nowMs()) ?? refuse();
  return new Command("list")
    .description("list pending events")
    .option("--all", "include sent, dropped and withheld events")
    .addOption(new Option("--state <state>", "only events in this state").choices(states))
    .option("--since <time>", "only events captured since then: 7d, 12h, 30m or 2026-01-31", since)
    .option("--json", "print a JSON array")
    .addHelpText("after", example("vextel list", "vextel list --all --since 7d"))
    .action((flags: ListRequest) => run(flags, deps));
}

function refuse(): never {
  throw new InvalidArgumentError("Give an age such as 7d, 12h or 30m, or a date such as 2026-01-31.");
}

export async function runList(request: ListRequest, deps: CommandDeps): Promise<void> {
  const { outbox, terminal } = deps;
  const { shown, unread, hasChat } = await (request.json ? printJson : printRows)(request, deps);
  if (shown === 0 && !request.json) await terminal.note([describeNone(request)]);
  for (const [id, { code, message, hint }] of await findDamaged(outbox, unread))
    if (code === "STATE_UNTRUSTED") await terminal.note([["warn", message]], [hint]);
    else await terminal.note([["warn", `${id} cannot be read; drop it: vextel drop ${id}`]]);
  if (hasChat) await terminal.note([["warn", "Events that may be chat are held. "], whenHeldAsChat]);
  const problem = shown > 0 ? await findSendingProblem(deps) : undefined;
  if (problem) await terminal.note(...renderProblem(problem));
}

function describeNone({ all, state, since }: ListRequest): string {
  if (state !== undefined || since !== undefined) return "No matching events.";
  return all ? "Nothing here yet." : "No pending events.";
}

interface Printed {
  /** How many events. */
  readonly shown: number;
  readonly unread: readonly string[];
  /** Whether any is held because it may be chat. */
  readonly hasChat?: boolean;
}

async function printJson(request: ListRequest, deps: CommandDeps): Promise<Printed> {
  const { entries, unread } = await deps.outbox.look(expectShortRun);
  const shown = [...(await choose(entries.records(), request, deps.outbox))];
  const outlook = await readOutlooks(deps);
  await deps.terminal.json(shown.map((event) => ({ ...toListJson(event), ...outlookJson(outlook(event)) })));
  return { shown: shown.length, unread };
}

/** Lines that fit a terminal; in a pipe all of it, in a form that stays. */
async function printRows(request: ListRequest, deps: CommandDeps): Promise<Printed> {
  const { outbox, terminal, world } = deps;
  const { entries, unread } = await outbox.look(expectShortRun);
  const events = await choose(eachForOutlook(entries, rowFields), request, outbox);
  const outlookOf = await readOutlooks(deps);
  let hasChat = false;
  const outlook: OutlookOf = (event) => {
    const found = outlookOf(event);
    hasChat ||= isHeldAsChat(found);
    return found;
  };
  if (terminal.width === undefined) {
    const shown = await printInFull(events, outlook, terminal);
    return { shown, unread, hasChat };
  }
  const shown = [...events];
  await terminal.print(renderEventRows(shown, outlook, await outbox.ids(true), terminal.width, world.nowMs()));
  return { shown: shown.length, unread, hasChat };
}

/** One after the other: there may be thousands. */
async function printInFull(events: Iterable<Listed>, outlook: OutlookOf, terminal: Terminal): Promise<number> {
  let shown = 0;
  function* lines(): Iterable<Line> {
    for (const event of events) {
      shown += 1;
      yield renderRow(event, outlook(event));
    }
  }
  await terminal.print(lines());
  return shown;
}

/** The requested events, both pending and settled. */
async function choose<E extends Listed>(
  pending: Iterable<E>,
  { all, state, since = 0 }: ListRequest,
  outbox: Outbox,
): Promise<Iterable<E | Receipt>> {
  const settled = all || state === "sent" || state === "dropped" || state === "withheld" ? await outbox.receipts() : [];
  const isOver = new Set(settled.map(({ id }) => id)); // since it was seen as pending
  const isWanted = (event: Listed) => event.capturedAtMs >= since && (state === undefined || event.state === state);
  function* wanted(): Iterable<E | Receipt> {
    for (const receipt of settled) if (isWanted(receipt)) yield receipt;
    for (const event of pending) if (!isOver.has(event.id) && isWanted(event)) yield event;
  }
  return wanted();
}

/** Read once more, since another process may have removed them meanwhile. */
async function findDamaged(outbox: Outbox, unread: readonly string[]): Promise<(readonly [string, VextelError])[]> {
  const damaged: (readonly [string, VextelError])[] = [];
  for (const id of unread)
    await outbox.read(id).catch((error: unknown) => {
      if (error instanceof VextelError && error.code !== "NOT_FOUND") damaged.push([id, error]);
    });
  return damaged;
}

function renderRow(event: Listed, outlook: Outlook | undefined): Line {
  const settledAt = "settledAtMs" in event ? ` ${renderTime(event.settledAtMs)}` : "";
  const reason = event.reason === undefined ? "" : ` (${event.reason})`;
  return [
    ["strong", event.id.slice(0, 12)],
    `  ${renderTime(event.timeMs)}  `,
    [event.state === "rejected" ? "bad" : "dim", event.state + settledAt + reason],
    `  ${event.publisher}/${event.plugin}  ${event.title}${renderTally(tallyOf(event))}`,
    ["dim", renderPermission(event)],
    ["dim", outlook === undefined ? "" : `  ${renderOutlook(outlook)}`],
  ];
}

/** Where it went, and why that was permitted; empty unless it was sent. */
function renderPermission(event: Listed): string {
  if (event.state !== "sent") return "";
  const to = event.dsn === undefined ? "" : `  to ${event.dsn}`;
  if (!event.under) return to; // of an older vextel
  return `${to}, ${"named" in event.under ? "its owner named it" : `under your consent of ${event.under.since}`}`;
}
