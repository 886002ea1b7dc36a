import { createHmac } from "node:crypto";
import type { ScrubOptions } from "../scrub/options.ts";
import { type Policy, rulesFor } from "./policy.ts";

/** What the policy asks of the scrubber, for a publisher; for all where none is named. Pure. */
export function scrubOptionsOf(
  policy: Policy,
  publisher?: string,
): Pick<ScrubOptions, "on" | "off" | "ids" | "idKey" | "words"> {
  const { on, off, ids, words } = rulesFor(policy, publisher);
  return { words, on, off, ...(ids === "keyed" && { ids, idKey: idKeyOf(policy, publisher) }) };
}

/** A key per installation and publisher: the digits of one publisher tell nothing about those of another. */
export const idKeyOf = (policy: Policy, publisher = ""): Uint8Array =>
  createHmac("sha256", Buffer.from(policy.idKey ?? "", "hex"))
    .update(publisher)
    .digest();
