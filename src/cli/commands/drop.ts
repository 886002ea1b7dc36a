import { Command, InvalidArgumentError } from "commander";
import { VextelError } from "../../errors.ts";
import { ownersDrop } from "../../history/last-act.ts";
import { plural } from "../../preview/summary.ts";
import { resolveEach } from "../arguments/event-ids.ts";
import { example } from "../arguments/help.ts";
import { parseAgeMs } from "../arguments/since.ts";
import type { CommandDeps } from "../deps.ts";
import { exit, statusOfError } from "../exit.ts";
import { setStateIfInterrupted } from "../interrupted.ts";

export interface DropRequest {
  readonly ids: readonly string[];
  readonly all?: true;
  /** Milliseconds. */
  readonly olderThan?: number;
  /** Does not ask. */
  readonly yes?: true;
}

export function dropCommand(deps: CommandDeps, run = runDrop): Command {
  return new Command("drop")
    .description("delete pending events without sending them")
    .argument("[event-id...]", "its id, or any unique prefix of at least 4 characters")
    .option("--all", "drop all pending events")
    .option("--yes", "do not ask before dropping all events")
    .option("--older-than <age>", "drop all events captured longer ago than this: 7d, 12h or 30m", parseAge)
    .addHelpText("after", example("vextel drop 1f2e3d4c", "vextel drop --older-than 7d"))
    .action((ids: string[], flags: Omit<DropRequest, "ids">) => run({ ids, ...flags }, deps));
}

function parseAge(text: string): number {
  const ageMs = parseAgeMs(text);
  if (ageMs === undefined) throw new InvalidArgumentError("Give an age such as 7d, 12h or 30m.");
  return ageMs;
}

export async function runDrop({ ids, all, olderThan, yes }: DropRequest, deps: CommandDeps): Promise<void> {
  if ([ids.length > 0, all, olderThan !== undefined].filter(Boolean).length !== 1)
    throw new VextelError("USAGE", "Give one of these: event ids, --all, --older-than", "See the ids: vextel list");
  const chosen = ids.length > 0 ? await resolveNamed(ids, deps) : await chooseIds(olderThan ?? 0, deps);
  if (all && !yes && !(await mayDrop(chosen.length, deps))) return deps.terminal.note(["Nothing was dropped."]);
  for (const [before, id] of chosen.entries()) {
    const [entry] = await deps.outbox.list([id]);
    await deps.outbox.drop(id, ownersDrop);
    setStateIfInterrupted(
      `At least ${before + 1} of ${plural(chosen.length, "event")} dropped. To bring back those from logs: vextel undo`,
    );
    const doubt = entry?.state === "posting" ? "; it may have arrived before" : "";
    await deps.terminal.printProse([[`${id.slice(0, 12)}  dropped${doubt}`]]);
  }
  await deps.terminal.note([`${plural(chosen.length, "event")} dropped.`]);
}

/** Asks if there is a terminal. */
const mayDrop = async (count: number, { terminal }: CommandDeps): Promise<boolean> =>
  count === 0 || !terminal.canAsk || terminal.confirm(`Drop ${plural(count, "pending event")}?`);

/** A prefix without an event, or with one that is no longer pending, gets a line of its own. */
async function resolveNamed(words: readonly string[], deps: CommandDeps): Promise<string[]> {
  const chosen = new Set<string>();
  for (const [word, id] of await resolveEach(deps.outbox, words, true)) {
    const receipt = typeof id === "string" ? await deps.outbox.readReceipt(id) : undefined;
    if (typeof id !== "string") {
      deps.setStatus(statusOfError[id.code]);
      await deps.terminal.note([["bad", `${word}  not dropped`], `  ${id.message}. ${id.hint}`]);
    } else if (receipt) {
      deps.setStatus(exit.notFound);
      await deps.terminal.note([`${id.slice(0, 12)}  not dropped: it was already ${receipt.state}`]);
    } else chosen.add(id);
  }
  return [...chosen];
}

async function chooseIds(minAgeMs: number, { outbox, world }: CommandDeps): Promise<string[]> {
  if (minAgeMs === 0) return outbox.ids();
  const entries = await outbox.list();
  return entries.filter(({ capturedAtMs }) => world.nowMs() - capturedAtMs > minAgeMs).map(({ id }) => id);
}
