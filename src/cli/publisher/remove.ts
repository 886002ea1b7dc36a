import { VextelError } from "../../errors.ts";
import type { CommandDeps } from "../deps.ts";
import { findManifest } from "./support/manifest-by-name.ts";

/**
 * Ends the consent for a publisher, then removes its manifest. Consent ends even if the folder of manifests cannot be
 * trusted: plugins in a bot send without a manifest.
 */
export async function runPublisherRemove(name: string, deps: CommandDeps): Promise<void> {
  const names = await deps.registry.names().catch((error: unknown) => {
    if (error instanceof VextelError) return undefined; // `remove` fails as well, and says why
    throw error;
  });
  if (names && !names.includes(name)) await findManifest(name, deps); // a damaged one can be removed, too
  const { answer } = (await deps.consent.read()).get(name) ?? { answer: "unset" };
  if (answer !== "unset") await deps.consent.answer(name, { answer: "unset" });
  const ended = answer === "unset" ? "" : `; your answer, ${answer}, has ended`;
  try {
    await deps.registry.remove(name);
  } catch (error) {
    if (!(error instanceof VextelError)) throw error;
    throw new VextelError(error.code, `${error.message}${ended}`, error.hint, { cause: error });
  }
  await deps.terminal.printProse([
    [["strong", name], ` is no longer registered${ended && `${ended} with it`}. Its events stay.`],
  ]);
}
