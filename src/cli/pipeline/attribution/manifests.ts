import type { Consent } from "../../../consent/consent.ts";
import type { VextelError } from "../../../errors.ts";
import type { Manifest } from "../../../publisher/manifest.ts";
import type { CommandDeps } from "../../deps.ts";
import { exit } from "../../exit.ts";

/**
 * The manifests for attribution. A damaged manifest is reported, and replaced by what the owner's consent covered,
 * without an address: its errors are held, and attributed to no other plugin.
 *
 * @param tell - Reports manifests that cannot be used.
 */
export async function readManifests(
  deps: CommandDeps,
  tell: (problem: VextelError) => Promise<unknown>,
): Promise<readonly Manifest[]> {
  const { manifests, damaged } = await deps.registry.read();
  for (const { error } of damaged) {
    deps.setStatus(exit.untrusted);
    await tell(error);
  }
  if (damaged.length === 0) return manifests;
  const saved = await deps.consent.read().catch(() => new Map<string, Consent>());
  return [...manifests, ...damaged.map(({ publisher }) => standIn(publisher, saved.get(publisher)))];
}

const standIn = (publisher: string, consent: Consent | undefined): Manifest => ({
  ...{ publisher, title: publisher },
  plugins: (consent?.agreed ?? []).map(({ plugin, paths, loggers }) => ({
    ...{ name: plugin, version: "", dsn: "", paths, loggers },
  })),
});
