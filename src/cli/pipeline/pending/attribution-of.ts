import type { Entry } from "../../../outbox/entry.ts";
import { defaultOwner } from "../../../publisher/registry.ts";
import type { CommandDeps } from "../../deps.ts";
import type { AttributionFlags } from "../fallback.ts";

/**
 * How a log may have been read when an event was captured from it, the likeliest first: as its manifests say, with
 * `--plugin`, or before there were manifests; each with chat, then with `--no-chat`. The latter also decide which lines
 * are the event's breadcrumbs, so they are tried only if the former do not give the event.
 */
export async function attributionsOf(
  entry: Pick<Entry, "publisher" | "plugin">,
  deps: CommandDeps,
): Promise<AttributionFlags[]> {
  const attributions = await attributionsWithChat(entry, deps);
  return [...attributions, ...attributions.map((one) => ({ ...one, chat: false }))];
}

async function attributionsWithChat(
  { publisher, plugin }: Pick<Entry, "publisher" | "plugin">,
  { registry }: CommandDeps,
): Promise<AttributionFlags[]> {
  const manifests = await registry.list();
  if (manifests.length === 0) return [{ plugin }];
  if (publisher === defaultOwner.publisher) return [{ any: true }, { plugin, ignoresManifests: true }];
  const manifest = manifests.find((one) => one.publisher === publisher);
  const named = manifest?.plugins.some(({ name }) => name === plugin) ? [{ plugin: `${publisher}/${plugin}` }] : [];
  return [{ any: true }, ...named];
}
