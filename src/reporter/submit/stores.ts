import { type Cover, findCover } from "../../consent/capture.ts";
import type { Claim } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import { decideEffective, type Effective } from "../../consent/effective.ts";
import { type ConsentFile, createConsentFile } from "../../consent/file.ts";
import { allKinds, type Kind } from "../../consent/kinds.ts";
import { createLedger, type Ledger } from "../../history/ledger.ts";
import { createOutbox, type Outbox } from "../../outbox/outbox.ts";
import { createPolicyFile, type PolicyFile } from "../../policy/file.ts";
import { consentPath, type Paths, resolvePaths } from "../../world/paths.ts";
import type { World } from "../../world/world.ts";

/** The files of vextel on this machine. */
export interface Stores {
  readonly paths: Paths;
  readonly consent: ConsentFile;
  readonly outbox: Outbox;
  readonly ledger: Ledger;
  readonly policy: PolicyFile;
}

/** Touches nothing yet. */
export function createStores(world: World): Stores {
  const paths = resolvePaths(world.env, world.machine.home);
  const ledger = createLedger(paths, world);
  return {
    ledger,
    paths,
    consent: createConsentFile(consentPath(paths), world, ledger),
    outbox: createOutbox(paths, world, ledger),
    policy: createPolicyFile(paths, world),
  };
}

/** The plugin, and its publisher. */
export interface Asker {
  readonly publisher: string;
  /** Absent if it has no destination: its errors can only be held. */
  readonly claim?: Claim | undefined;
  /** A page that says what is collected and why. */
  readonly privacy?: string | undefined;
}

/** By kind; a kind that is not sent automatically has none. */
export type Covers = { readonly [kind in Kind]?: Cover };

/** The state of consent for one plugin. */
export interface Standing extends Effective {
  /** The kinds that are sent automatically now. */
  readonly sends: readonly Kind[];
  /** The answer and the destination that cover each kind. */
  readonly covers: Covers;
  /** Absent if it could not be read or made. */
  readonly consent?: Consent;
  /** What is wrong with the consent file, in words. */
  readonly problem?: string;
}

/**
 * Reads the owner's answer; makes an entry with a new UUID at first use, and records the plugin's claim, so that the
 * owner can be asked. Never throws: any problem means *disabled*.
 */
export async function readStanding(
  { publisher, claim }: Asker,
  world: World,
  { consent: file }: Stores,
): Promise<Standing> {
  try {
    const saved = (await file.read()).get(publisher);
    const consent = saved && isDeclared(saved, claim) ? saved : await declare(publisher, claim, saved, file);
    const effective = decideEffective(world.env, consent);
    const covers = effective.effective === "enabled" ? coversFor(consent, claim) : {};
    return { ...effective, consent, covers, sends: allKinds.filter((kind) => covers[kind]) };
  } catch (error) {
    const problem = (error as Error).message;
    return { ...decideEffective(world.env, "untrusted"), covers: {}, sends: [], problem };
  }
}

function coversFor(consent: Consent, claim: Claim | undefined): Covers {
  const covers: { [kind in Kind]?: Cover } = {};
  for (const kind of allKinds) {
    const cover = findCover(consent, claim, kind);
    if (cover) covers[kind] = { generation: cover.generation, destination: cover.destination };
  }
  return covers;
}

const isDeclared = ({ declared }: Consent, claim: Claim | undefined) =>
  !claim || declared.some((one) => one.plugin === claim.plugin && one.destination === claim.destination);

/** At most this many claims of one publisher are remembered, the newest. */
const mostDeclared = 100;

/** An answer that was read is valid even if nothing can be written. */
function declare(
  publisher: string,
  claim: Claim | undefined,
  saved: Consent | undefined,
  file: ConsentFile,
): Promise<Consent> {
  const add = (before: Consent) =>
    !claim || isDeclared(before, claim)
      ? before
      : { ...before, declared: [...before.declared, claim].slice(-mostDeclared) };
  const changed = file.change(publisher, add).then(async (now) => (await file.read()).get(publisher) ?? now);
  return saved ? changed.catch(() => saved) : changed;
}
