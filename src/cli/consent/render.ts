import type { Claim } from "../../consent/claims.ts";
import { renderDestination } from "../../consent/destination.ts";
import { type Kind, kindTexts } from "../../consent/kinds.ts";
import type { HeldClaim } from "../../consent/standing.ts";
import { type Line, renderTable } from "../../preview/terminal/line.ts";
import { isPrivateAddress } from "../../publisher/check/destinations.ts";
import type { Manifest } from "../../publisher/manifest.ts";

/** Where events of these plugins go and which errors are theirs, a block a plugin. */
export const renderClaims = (claims: readonly Claim[], indent = "  "): Line[] =>
  claims.flatMap(({ plugin, destination, paths, loggers }) => [
    [indent, ["strong", plugin]],
    ...renderTable(
      [
        ["goes to", renderDestination(destination), ...noteOf(destination)],
        paths.length > 0 ? ["paths", paths.join(", ")] : undefined,
        loggers.length > 0 ? ["loggers", loggers.join(", ")] : undefined,
        paths.length + loggers.length === 0 ? ["errors", "that the plugin itself reports"] : undefined,
      ],
      `${indent}  `,
    ),
  ]);

/** What a manifest names is asked from inside the owner's own network: services there may believe whoever asks from there. */
const noteOf = (destination: string): Line =>
  isPrivateAddress(new URL(destination).hostname) ? [["warn", "  (this machine or its own network)"]] : [];

/** Both sides of what an answer does not cover. */
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

/** What each kind is, and which are refused. */
export const renderKinds = (kinds: readonly Kind[], indent = "  "): Line[] =>
  renderTable(
    (Object.keys(kindTexts) as Kind[]).map((kind) => [kinds.includes(kind) ? "sent" : "not sent", kindTexts[kind]]),
    indent,
  );

/** Where an owner can read more and find help, as far as the author says. */
export const renderLinks = (manifest: Pick<Manifest, LinkKey> | undefined, indent = "  "): Line[] =>
  (Object.keys(linkTexts) as LinkKey[]).flatMap((key): Line[] => {
    const address = manifest?.[key];
    return address === undefined ? [] : [[`${indent}${linkTexts[key]}: ${address}`]];
  });

type LinkKey = "privacy" | "support" | "repository";

/** What each link of a manifest is, for the owner. */
export const linkTexts: Readonly<Record<LinkKey, string>> = {
  privacy: "The author's page about it",
  support: "Help",
  repository: "Source code",
};
