import type { Entry } from "../../../outbox/entry.ts";
import type { CommandDeps } from "../../deps.ts";

/** How a log is read again for an event: whose errors are that the log itself attributes to none. */
export async function ownerOf(
  { publisher, plugin }: Pick<Entry, "publisher" | "plugin">,
  { registry }: CommandDeps,
): Promise<{ any: true } | { plugin: string }> {
  const manifests = await registry.list();
  const manifest = manifests.find((one) => one.publisher === publisher);
  if (manifests.length === 0) return { plugin };
  return manifest?.plugins.some(({ name }) => name === plugin) ? { plugin: `${publisher}/${plugin}` } : { any: true };
}
