import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import { type LastAct, lastActOf } from "../../history/last-act.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { titleOf } from "../../seal/title.ts";
import { example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import type { SecretFlags } from "../pipeline/context/scrub-context.ts";
import type { AttributionFlags } from "../pipeline/fallback.ts";
import { attributionsOf } from "../pipeline/pending/attribution-of.ts";
import { openPipeline } from "../pipeline/pipeline.ts";

export function undoCommand(deps: CommandDeps, run = runUndo): Command {
  const command = new Command("undo").description("undo the last drop or the last enable; what was sent stays sent");
  return addSecretOptions(command, "the bot that was named when the events were captured: remove its secrets")
    .addHelpText("after", example("vextel undo"))
    .action((flags: SecretFlags) => run(flags, deps));
}

/** Never sends anything, and never gives consent. */
export async function runUndo(flags: SecretFlags, deps: CommandDeps): Promise<void> {
  const act = lastActOf(await deps.ledger.read());
  switch (act?.kind) {
    case "dropped":
      return restoreAll(act.events, flags, deps);
    case "enabled":
      return takeBack(act, deps);
    case "disabled":
      throw new VextelError(
        "NOT_CONSENTED",
        `Your last action was to disable ${act.publisher}, and undo does not enable a publisher`,
        `To see what you would agree to: vextel enable ${act.publisher}`,
      );
    case "sent":
      throw new VextelError(
        "NOT_FOUND",
        `Your last action was to send event ${act.event.slice(0, 12)}, which cannot be undone`,
        `Its author can delete it, by the full id that this prints: vextel show ${act.event.slice(0, 12)}`,
      );
    default:
      throw nothingToUndo();
  }
}

const nothingToUndo = () =>
  new VextelError("NOT_FOUND", "There is nothing to undo", "See what happened: vextel history");

async function takeBack(
  { publisher, time }: LastAct & { kind: "enabled" | "disabled" },
  { consent, terminal }: CommandDeps,
) {
  await consent.answer(publisher, { answer: "disabled" });
  await terminal.printProse([
    [["strong", publisher], ": ", ["warn", "disabled"], `. Your consent of ${time} has ended.`],
    ["Events sent in the meantime stay sent: vextel history"],
    [["dim", `Undo: vextel enable ${publisher}`]],
  ]);
}

async function restoreAll(events: readonly string[], flags: SecretFlags, deps: CommandDeps): Promise<void> {
  const receipts: Receipt[] = [];
  for (const id of events) {
    const receipt = await deps.outbox.readReceipt(id);
    if (receipt?.state === "dropped") receipts.push(receipt);
  }
  if (receipts.length === 0) throw nothingToUndo(); // restored while the history was not writable
  const restored = new Set<string>();
  const readings = new Set<string>();
  try {
    for (const receipt of receipts)
      if (!restored.has(receipt.id)) await restore(receipt, receipts, restored, readings, flags, deps);
  } finally {
    for (const { id, title } of receipts.filter((receipt) => restored.has(receipt.id)))
      await deps.terminal.printProse([[["strong", id.slice(0, 12)], `  pending again  ${title}`]]);
  }
  for (const receipt of receipts.filter(({ id }) => !restored.has(id))) {
    deps.setStatus(exit.notFound);
    await deps.terminal.note([["warn", `${receipt.id.slice(0, 12)}  stays dropped`], `  ${describeLoss(receipt)}`]);
  }
}

/**
 * The bytes of a dropped event are not kept. The log is read again, and the event is restored only if its bytes are
 * exactly the same.
 *
 * @param restored - The ids of all events that were restored from the same log are added to it, one by one.
 * @param readings - The logs that were read, and how: none is read twice in the same way.
 */
async function restore(
  receipt: Receipt,
  receipts: readonly Receipt[],
  restored: Set<string>,
  readings: Set<string>,
  flags: SecretFlags,
  deps: CommandDeps,
): Promise<void> {
  if (receipt.log === undefined) return;
  const wanted = new Map(receipts.map((one) => [one.id, one.sha256]));
  const attributions = await attributionsOf(receipt, deps);
  const readingWith = (attribution: AttributionFlags) => JSON.stringify([receipt.log, attribution]);
  try {
    for (const attribution of attributions) {
      const reading = readingWith(attribution);
      if (readings.has(reading)) continue;
      readings.add(reading);
      const pipeline = await openPipeline({ ...flags, ...attribution }, deps);
      for await (const taken of pipeline.take(receipt.log)) {
        const { id, sha256, bytes } = taken.sealed;
        if (wanted.get(id) !== sha256 || restored.has(id)) continue;
        const { state } = await deps.outbox.keepGroup(taken, titleOf(bytes), { again: true });
        if (state === "kept") restored.add(id);
      }
      if (restored.has(receipt.id)) return;
    }
  } catch (error) {
    if (!(error instanceof VextelError) || error.code !== "FILE_UNREADABLE") throw error;
    for (const attribution of attributions) readings.add(readingWith(attribution));
  }
}

const describeLoss = ({ log }: Receipt) =>
  log === undefined
    ? "its bytes are not kept, and it was not captured from a file. Capture it again: vextel capture --again"
    : `its bytes are not kept, and ${log} no longer gives the same bytes. Capture it again: vextel capture --again ${log}`;
