import { isPathWithin } from "../attribute.ts";
import { findUnfitClaims } from "../claims.ts";
import type { Manifest } from "../manifest.ts";
import type { Finding } from "./finding.ts";

/** Claims that are too wide, or that two plugins share. */
export function checkClaims(manifest: Manifest, home: string): Finding[] {
  const claims = claimsOf(manifest);
  const unfit = findUnfitClaims(manifest, home).map(({ place, value, why, example }): Finding => {
    const message = `\`${value}\` is ${why}`;
    const rule = place.at(-1) === "dsn" ? "dsn-nobody" : "claim-wide";
    return { severity: "error", rule, place, message, hint: `Name what is the plugin's own, such as ${example}.` };
  });
  const isUnfit = ({ place }: Claim) => unfit.some((one) => one.place.join("\n") === place.join("\n"));
  return [
    ...unfit,
    ...claims.flatMap((claim, index) => meetings(claim, claims.slice(0, index))),
    ...claims.filter((claim) => !isUnfit(claim)).flatMap(toShort),
  ];
}

interface Claim {
  readonly plugin: string;
  readonly kind: "paths" | "loggers";
  readonly value: string;
  readonly place: readonly string[];
}

const claimsOf = ({ plugins }: Manifest): Claim[] =>
  plugins.flatMap(({ name, ...plugin }) =>
    (["paths", "loggers"] as const).flatMap((kind) =>
      plugin[kind].flatMap((value, index) =>
        value === "" ? [] : { plugin: name, kind, value, place: ["plugins", name, kind, String(index)] },
      ),
    ),
  );

/** The overlaps of a claim with earlier ones. */
const meetings = (claim: Claim, before: readonly Claim[]): Finding[] =>
  before.flatMap((other): Finding[] => {
    if (claim.kind !== other.kind) return [];
    const { place } = claim;
    const who = other.plugin === claim.plugin ? "this plugin" : `\`${other.plugin}\``;
    if (claim.value === other.value)
      return [
        {
          ...{ severity: other.plugin === claim.plugin ? "warning" : "error", rule: "claim-twice", place },
          message: `\`${claim.value}\` is claimed by ${who} too`,
          hint:
            other.plugin === claim.plugin
              ? "Leave one out."
              : "Only one plugin gets an error: remove one of the two claims.",
        },
      ];
    const [inner, outer] = isWithin(claim, other) ? [claim, other] : isWithin(other, claim) ? [other, claim] : [];
    if (!inner || !outer) return [];
    const isOwn = inner.plugin === outer.plugin;
    return [
      {
        ...{ severity: "warning", rule: "claim-nested", place },
        message: `\`${inner.value}\` is inside \`${outer.value}\`, which ${isOwn ? "the same plugin" : `\`${outer.plugin}\``} claims`,
        hint: isOwn
          ? "The wider one is enough."
          : `The longer claim gets the errors. If \`${outer.plugin}\` should get only its own errors, claim less for it.`,
      },
    ];
  });

const isWithin = (inner: Claim, outer: Claim) =>
  inner.kind === "paths" ? isPathWithin(inner.value, outer.value) : inner.value.startsWith(`${outer.value}.`);

/** A single word may be the name of many folders. */
const toShort = ({ kind, value, place }: Claim): Finding[] =>
  kind === "loggers" || value.includes("/")
    ? []
    : [
        {
          ...{ severity: "warning", rule: "claim-short", place },
          message: `\`${value}\` is one segment: every folder of this name, on any machine, counts as the plugin's`,
          hint: `Name a folder above it, too, such as cogs/${value}.`,
        },
      ];
