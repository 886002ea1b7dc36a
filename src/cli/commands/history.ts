import { Command, InvalidArgumentError } from "commander";
import { beginning } from "../../history/chain.ts";
import type { HistoryEntry } from "../../history/record.ts";
import { isEventId } from "../../outbox/layout.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { plural } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { digest } from "../../seal/ids/digest.ts";
import { example } from "../arguments/help.ts";
import { parseSince } from "../arguments/since.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { consentDates, renderHistory } from "../lists/history-rows.ts";

export interface HistoryRequest {
  readonly verify?: true;
  /** At or after; epoch milliseconds. */
  readonly since?: number;
  readonly json?: true;
}

export function historyCommand(deps: CommandDeps, run = runHistory): Command {
  const since = (text: string) => parseSince(text, deps.world.nowMs()) ?? refuse();
  return new Command("history")
    .description("show what was decided, captured, sent and dropped on this machine")
    .option("--verify", "check that neither the history nor the kept bytes of sent events were changed")
    .option("--since <time>", "only what happened since then: 7d, 12h, 30m or 2026-01-31", since)
    .option("--json", "print a JSON array; with --verify, one object")
    .addHelpText("after", example("vextel history --since 7d", "vextel history --verify"))
    .action((flags: HistoryRequest) => run(flags, deps));
}

function refuse(): never {
  throw new InvalidArgumentError("Give an age such as 7d, 12h or 30m, or a date such as 2026-01-31.");
}

export async function runHistory({ verify, since = 0, json }: HistoryRequest, deps: CommandDeps): Promise<void> {
  if (verify) return runVerify(json ?? false, deps);
  const all = await deps.ledger.read();
  const entries = all.filter(({ time }) => Date.parse(time) >= since);
  if (json) return deps.terminal.json(entries);
  await deps.terminal.printProse(renderHistory(entries, consentDates(all), deps.terminal.width, deps.world.nowMs()));
  if (entries.length === 0) await deps.terminal.note(["Nothing yet."]);
}

/** A mismatch between one sent event and the history. */
interface Mismatch {
  readonly event: string;
  readonly reason: string;
}

async function runVerify(json: boolean, deps: CommandDeps): Promise<void> {
  const check = await deps.ledger.check();
  const { verified, mismatches } = await verifyBytes(deps);
  if (check.broken || mismatches.length > 0) deps.setStatus(exit.untrusted);
  if (json) return deps.terminal.json({ ...check, verified, mismatches });
  if (check.lines === 0 && !check.broken && mismatches.length === 0)
    return deps.terminal.note(["The history is empty: there is nothing to check."]);
  const lines: Line[] = [
    check.broken
      ? [["bad", `The history is broken at line ${check.broken.line}: ${check.broken.reason}`]]
      : [["good", `${plural(check.lines, "line")}, each matches the one before it`]],
    [`The last line's digest is ${check.head}`],
    [
      verified === 0
        ? "No bytes of sent events are kept"
        : `${plural(verified, "sent event")}: the kept bytes are those that were sent`,
    ],
    ...mismatches.map(({ event, reason }): Line => [["bad", `${event}: ${reason}`]]),
  ];
  await deps.terminal.printProse(lines);
  await deps.terminal.note([
    "This detects damage and changed lines, except for the last one, but not a rewrite of the whole file by your own account. Keep the digest elsewhere to detect later that the last lines were changed or removed.",
  ]);
}

/** Compares the bytes of sent events with the digests in the history, and its requests with the receipts. */
async function verifyBytes({ ledger, outbox }: CommandDeps): Promise<{ verified: number; mismatches: Mismatch[] }> {
  const entries = await ledger.read();
  const sent = new Map<string, string>();
  for (const entry of entries) if (entry.kind === "sent" && isEventId(entry.event)) sent.set(entry.event, entry.sha256);
  const mismatches = missingAnswers(entries, await outbox.receipts());
  let verified = 0;
  for (const [event, sha256] of sent) {
    const bytes = await outbox.readSent(event);
    if (bytes === undefined) continue; // kept for the retention time only
    if (digest(bytes) === sha256) verified += 1;
    else mismatches.push({ event, reason: "the kept bytes are not those that were sent" });
  }
  return { verified, mismatches };
}

/**
 * Sent events without the server's answer in the history, as in an old copy, or if the last line was removed: the answer
 * is recorded before the receipt.
 */
function missingAnswers(entries: readonly HistoryEntry[], receipts: readonly Receipt[]): Mismatch[] {
  const answered = new Set<string>();
  for (const entry of entries) if (entry.kind === "sent") answered.add(entry.event);
  const first = entries[0];
  const knownSinceMs = first && first.previous !== beginning ? Date.parse(first.time) : 0; // older lines are not kept
  return receipts
    .filter(({ id, state, settledAtMs }) => state === "sent" && settledAtMs >= knownSinceMs && !answered.has(id))
    .map(({ id }) => ({ event: id, reason: "it was sent, but lines about it are missing in the history" }));
}
