import { titleOf } from "../../seal/title.ts";
import { writeOutside } from "../../world/outside/write-outside.ts";
import type { CommandDeps } from "../deps.ts";
import { eachAlone } from "../pipeline/each-file.ts";
import { openPipeline } from "../pipeline/pipeline.ts";
import type { Plan } from "./plan.ts";
import type { Source } from "./source.ts";

/**
 * Carries out the decisions; steps that are already done are skipped.
 *
 * @returns How many events of the bot's logs are pending.
 */
export async function applyPlan({ source, answers, service }: Plan, deps: CommandDeps): Promise<number> {
  const { send, publisher, claims } = answers;
  const kept = send === "by-hand" ? await keepErrors(source, deps) : 0;
  if (publisher !== undefined && claims !== undefined)
    await deps.consent.answer(publisher, { answer: "enabled", claims, kinds: ["errors"] }); // logs hold nothing else
  if (service?.kind === "user" && !service.isThere) writeOutside(service.path, service.text);
  if (service?.kind === "system") await deps.terminal.write(`${service.text}\n`);
  return kept;
}

/** Like `vextel capture`. */
async function keepErrors({ logs, bot }: Source, deps: CommandDeps): Promise<number> {
  const pipeline = await openPipeline({ ...(bot && { bot: bot.name }), keepsReceipts: true }, deps);
  const pending = new Set<string>();
  await eachAlone(logs, logs.length > 1, deps, async (log) => {
    for await (const taken of pipeline.take(log)) {
      const { id, state } = await deps.outbox.keepGroup(taken, titleOf(taken.sealed.bytes));
      if (state !== "sent" && state !== "dropped") pending.add(id);
    }
  });
  await deps.outbox.tidy();
  return pending.size;
}
