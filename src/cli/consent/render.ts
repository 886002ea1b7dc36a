import type { Claim } from "../../consent/claims.ts";
import { renderDestination } from "../../consent/destination.ts";
import { type Kind, kindTexts } from "../../consent/kinds.ts";
import type { HeldClaim } from "../../consent/standing.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import { isPrivateAddress } from "../../publisher/check/destinations.ts";
import type { Manifest } from "../../publisher/manifest.ts";

/** For each plugin and destination, which errors are sent there. */
export const renderClaims = (claims: readonly Claim[], indent = "  "): Line[] =>
  [...groupClaims(claims)].flatMap(([{ plugin, destination }, own]) => {
    const paths = own.flatMap((claim) => claim.paths);
    const loggers = own.flatMap((claim) => claim.loggers);
    const isReporting = own.some((claim) => claim.paths.length + claim.loggers.length === 0);
    const also = paths.length + loggers.length > 0 ? "also those " : "";
    return [
      [indent, ["strong", plugin]],
      ...renderTable(
        [
          ["goes to", renderDestination(destination), ...noteOf(destination)],
          paths.length > 0 ? ["paths", paths.join(", ")] : undefined,
          loggers.length > 0 ? ["loggers", loggers.join(", ")] : undefined,
          isReporting ? ["errors", `${also}that the plugin itself reports`] : undefined,
        ],
        `${indent}  `,
      ),
    ];
  });

/** A plugin that has a manifest and also uses the library has two claims to the same destination. */
function groupClaims(claims: readonly Claim[]): Map<Claim, Claim[]> {
  const groups = new Map<Claim, Claim[]>();
  for (const claim of claims) {
    const first = [...groups.keys()].find(
      (one) => one.plugin === claim.plugin && one.destination === claim.destination,
    );
    if (first) groups.get(first)!.push(claim);
    else groups.set(claim, [claim]);
  }
  return groups;
}

/** An address in a manifest is requested from inside the owner's network, where services may trust such requests. */
const noteOf = (destination: string): Line =>
  isPrivateAddress(new URL(destination).hostname) ? [["warn", "  (this machine or its own network)"]] : [];

/** What is not covered, beside what is. */
export const renderHeld = (held: readonly HeldClaim[], indent = "  "): Line[] =>
  held.flatMap(({ plugin, why, before, now }) => [
    [indent, ["warn", `${plugin}: ${why === "new destination" ? "reports to another address" : "claims more"}`]],
    ...renderTable(
      [
        ["before", before.length > 0 ? before.join(", ") : "no destination was recorded (by an older vextel)"],
        ["now", now.join(", ")],
      ],
      `${indent}  `,
    ),
  ]);

/** A description of each kind, and which are refused. */
export const renderKinds = (kinds: readonly Kind[], indent = "  "): Line[] =>
  renderTable(
    (Object.keys(kindTexts) as Kind[]).map((kind) => [kinds.includes(kind) ? "sent" : "not sent", kindTexts[kind]]),
    indent,
  );

/** The author's pages for more information and help. */
export const renderLinks = (manifest: Pick<Manifest, LinkKey> | undefined, indent = "  "): Line[] =>
  (Object.keys(linkTexts) as LinkKey[]).flatMap((key): Line[] => {
    const address = manifest?.[key];
    return address === undefined ? [] : [[`${indent}${linkTexts[key]}: ${address}`]];
  });

type LinkKey = "privacy" | "support" | "repository";

/** A description of each link in a manifest. */
const linkTexts: Readonly<Record<LinkKey, string>> = {
  privacy: "The author's page about it",
  support: "Help",
  repository: "Source code",
};
