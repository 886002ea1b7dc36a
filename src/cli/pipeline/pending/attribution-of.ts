import type { Entry } from "../../../outbox/entry.ts";
import type { CommandDeps } from "../../deps.ts";

/**
 * Attribution when a log is read again for an event: errors that the log attributes to no plugin belong to the event's.
 */
export async function ownerOf(
  { publisher, plugin }: Pick<Entry, "publisher" | "plugin">,
  { registry }: CommandDeps,
): Promise<{ any: true } | { plugin: string }> {
  const manifests = await registry.list();
  const manifest = manifests.find((one) => one.publisher === publisher);
  if (manifests.length === 0) return { plugin };
  return manifest?.plugins.some(({ name }) => name === plugin) ? { plugin: `${publisher}/${plugin}` } : { any: true };
}
