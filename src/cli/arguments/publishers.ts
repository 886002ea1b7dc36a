import { VextelError } from "../../errors.ts";
import { defaultOwner } from "../../publisher/registry.ts";
import type { CommandDeps } from "../deps.ts";

/**
 * Every publisher known on this machine: by its manifest, an answer, a UUID or an event. The publisher of errors
 * without a manifest is left out once manifests are registered, unless it has an answer or events.
 *
 * @param withEvents - The publishers of the events in the outbox, if it was read already.
 * @param names - Those with a manifest, if they were read already.
 */
export async function listPublishers(
  { registry, consent }: CommandDeps,
  withEvents: Iterable<string> = [],
  names?: readonly string[],
): Promise<string[]> {
  const registered = names ?? (await registry.names());
  const saved = await consent.read();
  const pending = new Set(withEvents);
  const known = new Set([...registered, ...saved.keys(), ...pending]);
  const { publisher } = defaultOwner;
  const isIdle = (saved.get(publisher)?.answer ?? "unset") === "unset" && !registered.includes(publisher);
  if (registered.length > 0 && isIdle && !pending.has(publisher)) known.delete(publisher);
  return known.size > 0 ? [...known].sort() : [publisher];
}

/**
 * The publishers with a manifest; none, with a note, if the folder of manifests cannot be trusted: whoever withdraws
 * consent does not need them.
 */
export async function registeredIfReadable({ registry, terminal }: CommandDeps): Promise<readonly string[]> {
  try {
    return await registry.names();
  } catch (error) {
    if (!(error instanceof VextelError)) throw error;
    await terminal.note([["warn", error.message]]);
    return [];
  }
}

/**
 * The publishers to which a command applies: the named one, all, or the only one there is.
 *
 * @throws {VextelError} `NOT_FOUND` for an unknown name; `USAGE` if there are several and there is no terminal.
 */
export async function choosePublishers(
  name: string | undefined,
  all: boolean | undefined,
  question: string,
  deps: CommandDeps,
  registered?: readonly string[],
): Promise<string[]> {
  const names = await listPublishers(deps, [], registered);
  if (all && name !== undefined)
    throw new VextelError("USAGE", "Give either a publisher or --all; nothing was changed", "See them: vextel status");
  if (all) return names;
  if (name !== undefined && names.includes(name)) return [name];
  if (name !== undefined)
    throw new VextelError("NOT_FOUND", `There is no publisher of this name`, `Known: ${names.join(", ")}`);
  if (names.length === 1) return names;
  if (deps.terminal.canAsk) return [await deps.terminal.choose(question, names)];
  throw new VextelError(
    "USAGE",
    `There are ${names.length} publishers: ${names.join(", ")}`,
    "Name one of them, or give --all.",
  );
}
