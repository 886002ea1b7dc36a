import { VextelError } from "../../../errors.ts";
import type { Manifest } from "../../../publisher/manifest.ts";
import type { CommandDeps } from "../../deps.ts";

/** @throws {VextelError} `NOT_FOUND`, listing the registered ones; `STATE_UNTRUSTED` for one that cannot be used. */
export async function findManifest(name: string, { registry }: CommandDeps): Promise<Manifest> {
  const { manifests, damaged } = await registry.read();
  const found = manifests.find(({ publisher }) => publisher === name);
  if (found) return found;
  for (const { publisher, error } of damaged) if (publisher === name) throw error;
  const names = manifests.map(({ publisher }) => publisher).join(", ");
  throw new VextelError(
    "NOT_FOUND",
    "No publisher of this name is registered",
    names ? `Registered: ${names}` : "Register one: vextel publisher add vextel.json",
  );
}
