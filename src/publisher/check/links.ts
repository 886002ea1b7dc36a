import type { Manifest } from "../manifest.ts";
import type { Finding } from "./finding.ts";

/** Links that are missing, or that are not encrypted. */
export const checkLinks = (manifest: Manifest): Finding[] =>
  (["privacy", "support", "repository"] as const).flatMap((key): Finding[] => {
    const address = manifest[key];
    if (address === undefined)
      return missing[key] ? [{ ...common, place: [key], rule: `no-${key}`, ...missing[key] }] : [];
    if (address.startsWith("https:")) return [];
    const message = `${key} is an http address, which can be changed in transit`;
    return [{ ...common, place: [key], rule: "link-http", message, hint: "Use https." }];
  });

const common = { severity: "warning" } as const;

const missing: Partial<Record<keyof Manifest, Pick<Finding, "message" | "hint">>> = {
  privacy: {
    message: "`privacy` is missing: owners cannot read what is collected and why",
    hint: "Make one with `vextel publisher page`, publish it, and put its address here.",
  },
  support: {
    message: "`support` is missing: owners do not see where to get help",
    hint: "Put the address of your issue tracker or Discord server here.",
  },
};
