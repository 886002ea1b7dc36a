import { join } from "node:path";
import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import { plural } from "../../preview/summary.ts";
import { sessionFolder } from "../../world/paths.ts";
import { example } from "../arguments/help.ts";
import { listPublishers, registeredIfReadable } from "../arguments/publishers.ts";
import type { CommandDeps } from "../deps.ts";

export function resetCommand(deps: CommandDeps, run = runReset): Command {
  return new Command("reset")
    .description("delete all events, decisions and UUIDs; keep manifests")
    .option("--yes", "do not ask; required without a terminal")
    .addHelpText("after", example("vextel reset --yes"))
    .action((flags: { yes?: true }) => run({ yes: flags.yes ?? false }, deps));
}

export async function runReset({ yes }: { yes: boolean }, deps: CommandDeps): Promise<void> {
  const known = await listPublishers(deps, [], await registeredIfReadable(deps));
  const publishers = [...new Set([...known, ...(await deps.consent.read()).keys()])];
  if (!yes && !(await askFirst(deps))) return deps.terminal.note(["Nothing was changed."]);
  const forgotten = await withdrawThen(publishers, () => deps.outbox.clear(), deps);
  await forgetSessions(deps);
  await deps.terminal.printProse([
    [
      `${plural(forgotten, "event")} and receipts deleted; ${plural(publishers.length, "publisher")} with a new UUID and no decision.`,
    ],
  ]);
}

/**
 * Consent is withdrawn first, whatever else fails. On a full disk, a new answer may need the space that is freed after
 * that.
 */
async function withdrawThen<T>(publishers: readonly string[], work: () => Promise<T>, deps: CommandDeps): Promise<T> {
  const later: string[] = [];
  for (const name of publishers) await deps.consent.forget(name).catch(() => later.push(name));
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VextelError) || later.length > 0) throw error;
    const message = `${error.message}; the answers were deleted, so nothing is enabled`;
    throw new VextelError(error.code, message, error.hint, { cause: error });
  } finally {
    for (const name of later) await deps.consent.forget(name); // its error is the more important one
  }
}

/** They carry the old UUID. A bot that runs writes new ones, whose events no decision covers. */
async function forgetSessions({ world: { files }, paths }: CommandDeps): Promise<void> {
  const folder = sessionFolder(paths);
  for (const name of await files.list(folder)) if (name.endsWith(".json")) await files.remove(join(folder, name));
}

async function askFirst({ terminal }: CommandDeps): Promise<boolean> {
  if (terminal.canAsk) return terminal.confirm("Delete all events, decisions and UUIDs?");
  throw new VextelError(
    "USAGE",
    "reset asks first, and there is no terminal to ask on; nothing was changed",
    "Give --yes to delete all events, decisions and UUIDs: vextel reset --yes",
  );
}
