import { createHmac } from "node:crypto";
import type { ScrubOptions } from "../scrub/options.ts";
import { type Policy, rulesFor } from "./policy.ts";

/** The scrubber's options for a publisher; if none is named, for all. Pure. */
export function scrubOptionsOf(
  policy: Policy,
  publisher?: string,
): Pick<ScrubOptions, "on" | "off" | "ids" | "idKey" | "words"> {
  const { on, off, ids, words } = rulesFor(policy, publisher);
  return { words, on, off, ...(ids === "keyed" && { ids, idKey: idKeyOf(policy, publisher) }) };
}

/** A key for each installation and publisher: the digits at one publisher say nothing about those at another. */
export const idKeyOf = (policy: Policy, publisher = ""): Uint8Array =>
  createHmac("sha256", Buffer.from(policy.idKey ?? "", "hex"))
    .update(publisher)
    .digest();
