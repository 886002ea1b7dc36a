import { type Consent, decideEffective, type Effective } from "../../consent/consent.ts";
import { type ConsentFile, createConsentFile } from "../../consent/file.ts";
import { createOutbox, type Outbox } from "../../outbox/outbox.ts";
import { consentPath, type Paths, resolvePaths } from "../../world/paths.ts";
import type { World } from "../../world/world.ts";

/** The files of vextel on this machine. */
export interface Stores {
  readonly paths: Paths;
  readonly consent: ConsentFile;
  readonly outbox: Outbox;
}

/** Touches nothing yet. */
export function createStores(world: World): Stores {
  const paths = resolvePaths(world.env, world.machine.home);
  return { paths, consent: createConsentFile(consentPath(paths), world), outbox: createOutbox(paths, world) };
}

/** How things stand for one publisher. */
export interface Standing extends Effective {
  /** Absent if it could not be read or made. */
  readonly consent?: Consent;
  /** What is wrong with the consent file, in words. */
  readonly problem?: string;
}

/** Reads the owner's answer; makes an entry with a new UUID at first use. Never throws: what is wrong means *disabled*. */
export async function readStanding(publisher: string, world: World, { consent: file }: Stores): Promise<Standing> {
  try {
    const saved = (await file.read()).get(publisher);
    const consent = saved ?? (await file.change(publisher, (fresh) => fresh));
    return { ...decideEffective(world.env, consent), consent };
  } catch (error) {
    return { ...decideEffective(world.env, "untrusted"), problem: (error as Error).message };
  }
}
