import { Command, InvalidArgumentError, Option } from "commander";
import type { Outlook } from "../../deliver/outlook.ts";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import { tallyOf } from "../../outbox/keep/keep-group.ts";
import type { Outbox } from "../../outbox/outbox.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { renderTime } from "../../preview/summary.ts";
import { renderTally } from "../../preview/tally.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { example } from "../arguments/help.ts";
import { parseSince } from "../arguments/since.ts";
import { type OutlookOf, outlookJson, readOutlooks, renderOutlook } from "../consent/outlook.ts";
import type { CommandDeps } from "../deps.ts";
import { renderEventRows } from "../lists/event-rows.ts";
import { toListJson } from "../lists/list-json.ts";

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

export async function runList({ all, state, since = 0, json }: ListRequest, deps: CommandDeps): Promise<void> {
  const { entries: waiting, unread } = await deps.outbox.look();
  const damaged = await findDamaged(deps.outbox, unread);
  const settled =
    all || state === "sent" || state === "dropped" || state === "withheld" ? await deps.outbox.receipts() : [];
  const isOver = new Set(settled.map(({ id }) => id)); // since it was seen pending
  const shown = [...settled, ...waiting.filter(({ id }) => !isOver.has(id))].filter(
    (event) => event.capturedAtMs >= since && (state === undefined || event.state === state),
  );
  const outlook = await readOutlooks(deps);
  if (json) await deps.terminal.json(shown.map((event) => ({ ...toListJson(event), ...outlookJson(outlook(event)) })));
  else await deps.terminal.print(await renderAll(shown, outlook, deps));
  if (shown.length === 0 && !json) await deps.terminal.note([all ? "Nothing here yet." : "No pending events."]);
  for (const id of damaged) await deps.terminal.note([["warn", `${id} cannot be read; drop it: vextel drop ${id}`]]);
}

/** Read once more, since another process may have removed them meanwhile. */
async function findDamaged(outbox: Outbox, unread: readonly string[]): Promise<string[]> {
  const damaged: string[] = [];
  for (const id of unread) if (await isDamaged(outbox, id)) damaged.push(id);
  return damaged;
}

const isDamaged = (outbox: Outbox, id: string) =>
  outbox.read(id).then(
    () => false,
    (error: unknown) => error instanceof VextelError && error.code !== "NOT_FOUND",
  );

/** Lines that fit a terminal; in a pipe all of it, in a form that stays. */
async function renderAll(
  events: readonly (Entry | Receipt)[],
  outlook: OutlookOf,
  { terminal, outbox, world }: CommandDeps,
): Promise<Line[]> {
  if (terminal.width === undefined) return events.map((event) => renderRow(event, outlook(event)));
  return renderEventRows(events, outlook, await outbox.ids(true), terminal.width, world.nowMs());
}

function renderRow(event: Entry | Receipt, outlook: Outlook | undefined): Line {
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
function renderPermission(event: Entry | Receipt): string {
  if (event.state !== "sent") return "";
  const to = event.dsn === undefined ? "" : `  to ${event.dsn}`;
  if (!event.under) return to; // of an older vextel
  return `${to}, ${"named" in event.under ? "its owner named it" : `under your consent of ${event.under.since}`}`;
}
