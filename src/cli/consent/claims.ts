import type { Claim } from "../../consent/claims.ts";
import { uniteClaims } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import { destinationOf } from "../../deliver/dsn.ts";
import type { Manifest, PluginManifest } from "../../publisher/manifest.ts";
import { defaultOwner } from "../../publisher/registry.ts";

/** What a plugin claims in its manifest; `undefined` for a plugin without an address. */
export const claimOf = ({ name, dsn, paths, loggers }: PluginManifest): Claim | undefined =>
  dsn === "" ? undefined : { plugin: name, destination: destinationOf(dsn), paths, loggers };

/** The claim of errors that belong to no publisher: they go to `VEXTEL_DSN`. */
export const unclaimed = (env: Readonly<Record<string, string | undefined>>): Claim[] =>
  env.VEXTEL_DSN
    ? [{ plugin: defaultOwner.plugin, destination: destinationOf(env.VEXTEL_DSN), paths: [], loggers: [] }]
    : [];

/**
 * What a publisher claims on this machine now: in its manifest, and in its plugins' own declarations.
 *
 * @throws {VextelError} `DSN_INVALID` if `VEXTEL_DSN` is needed and cannot be read.
 */
export function claimsOf(
  publisher: string,
  manifests: readonly Manifest[],
  consent: Pick<Consent, "declared"> | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Claim[] {
  const plugins = manifests.find((manifest) => manifest.publisher === publisher)?.plugins ?? [];
  return uniteClaims([
    ...plugins.flatMap((plugin) => claimOf(plugin) ?? []),
    ...(consent?.declared ?? []),
    ...(publisher === defaultOwner.publisher ? unclaimed(env) : []),
  ]);
}
