import type { Entry } from "../../../outbox/entry.ts";
import type { CommandDeps } from "../../deps.ts";
import type { FallbackFlags } from "../fallback.ts";

/**
 * How a log may have been read when an event was captured from it, the likeliest first: as its manifests say, or with
 * `--plugin`. The latter also decides which lines are the event's breadcrumbs, so it is tried only if the former does
 * not give the event.
 */
export async function attributionsOf(
  { publisher, plugin }: Pick<Entry, "publisher" | "plugin">,
  { registry }: CommandDeps,
): Promise<FallbackFlags[]> {
  const manifests = await registry.list();
  const manifest = manifests.find((one) => one.publisher === publisher);
  if (manifests.length === 0) return [{ plugin }];
  const named = manifest?.plugins.some(({ name }) => name === plugin) ? [{ plugin: `${publisher}/${plugin}` }] : [];
  return [{ any: true }, ...named];
}
