import type { CommandDeps } from "../deps.ts";
import { findManifest } from "./support/manifest-by-name.ts";

export async function runPublisherRemove(name: string, deps: CommandDeps): Promise<void> {
  if (!(await deps.registry.names()).includes(name)) await findManifest(name, deps); // a damaged one can be removed, too
  const { answer } = (await deps.consent.read()).get(name) ?? { answer: "unset" };
  if (answer !== "unset") await deps.consent.answer(name, { answer: "unset" });
  await deps.registry.remove(name);
  const ended = answer === "unset" ? "" : `; your answer, ${answer}, has ended with it`;
  await deps.terminal.printProse([[["strong", name], ` is no longer registered${ended}. Its events stay.`]]);
}
